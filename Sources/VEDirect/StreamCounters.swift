// SPDX-License-Identifier: MIT
/// How much a ``StreamParser`` has seen since it began.
public struct StreamCounters: Sendable, Hashable {
    /// Bytes pushed.
    public internal(set) var bytes: UInt64 = 0
    /// Bytes skipped outside of blocks and frames.
    public internal(set) var strayBytes: UInt64 = 0
    /// Text blocks published.
    public internal(set) var blocks: UInt64 = 0
    /// HEX frames published.
    public internal(set) var frames: UInt64 = 0
    private var faultsByKind = [UInt64](repeating: 0, count: StreamFault.allCases.count)

    /// Counters at zero.
    public init() {}

    /// How often one kind of fault was reported.
    public subscript(fault: StreamFault) -> UInt64 { faultsByKind[fault.rawValue] }

    /// Faults of all kinds.
    public var faults: UInt64 { faultsByKind.reduce(0, &+) }

    mutating func count(_ event: StreamEvent) {
        switch event {
        case .block: blocks &+= 1
        case .frame: frames &+= 1
        case .fault(let fault): faultsByKind[fault.rawValue] &+= 1
        }
    }
}
