// SPDX-License-Identifier: MIT
/// Splits the bytes of a VE.Direct line into text blocks and HEX frames.
///
/// Feed it every byte in order, in chunks of any size. Blocks and frames come out only when their sums
/// hold; everything else is a ``StreamFault`` or is skipped. Memory is fixed: what is too long is dropped.
///
/// How it finds its way back:
/// - `:` begins a HEX frame wherever it stands, except as a checksum byte that makes the sum hold.
/// - A frame must be digits up to its `\n`. Anything else ends it; that byte is then looked at again, so a
///   truncated frame swallows neither a following frame nor a following block.
/// - A broken frame inside a block takes the block with it: which bytes were text is no longer certain.
/// - A damaged block is followed to its checksum and dropped, so that its rest is not taken for a block.
/// - The label that began the last whole block, until then `PID`, begins a new block even if the checksum before
///   was lost.
/// - A `\r` as the checksum byte of a block whose sum does not hold may be the next block's first byte.
public struct StreamParser: Sendable {
    /// Totals since the beginning.
    public private(set) var counters = StreamCounters()
    private var text = TextBlockReader()
    private var hex = HexFrameReader()
    private var inFrame = false

    /// A parser that has seen nothing yet; it may be started in the middle of a block.
    public init() {}

    /// Takes one byte and returns what it completed, if anything; a byte completes at most one thing.
    /// - Parameter byte: the next byte of the line.
    public mutating func push(_ byte: UInt8) -> StreamEvent? {
        counters.bytes &+= 1
        let event = inFrame ? pushIntoFrame(byte) : pushIntoText(byte)
        if let event { counters.count(event) }
        return event
    }

    /// Takes a chunk of any size and hands over what it completed, in order.
    /// - Parameters:
    ///   - bytes: the next bytes of the line.
    ///   - body: called for every event.
    public mutating func push(contentsOf bytes: some Sequence<UInt8>, _ body: (StreamEvent) -> Void) {
        let done: Void? = bytes.withContiguousStorageIfAvailable { buffer in
            for byte in buffer {
                if let event = push(byte) { body(event) }
            }
        }
        guard done == nil else { return }
        for byte in bytes {
            if let event = push(byte) { body(event) }
        }
    }

    private mutating func pushIntoText(_ byte: UInt8) -> StreamEvent? {
        switch text.push(byte) {
        case .nothing: return nil
        case .stray:
            counters.strayBytes &+= 1
            return nil
        case .frameStart:
            hex.begin()
            inFrame = true
            return nil
        case .block(let block): return .block(block)
        case .fault(let fault): return .fault(fault)
        }
    }

    private mutating func pushIntoFrame(_ byte: UInt8) -> StreamEvent? {
        switch hex.push(byte) {
        case .more: return nil
        case .frame(let frame):
            inFrame = false
            return .frame(frame)
        case .broken(let fault, let consumed):
            inFrame = false
            let reported = text.frameBroke() ?? fault
            // The byte that broke the frame belongs to what follows. The block around it is already
            // given up, so nothing more can come of this byte than a new beginning.
            if !consumed { _ = pushIntoText(byte) }
            return .fault(reported)
        }
    }
}
