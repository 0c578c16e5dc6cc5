// SPDX-License-Identifier: MIT
import VEDirect

extension StreamParser {
    /// Everything that a chunk completes.
    mutating func events(in bytes: some Sequence<UInt8>) -> [StreamEvent] {
        var events: [StreamEvent] = []
        push(contentsOf: bytes) { events.append($0) }
        return events
    }
}

/// Everything that a fresh parser makes of these bytes.
func parse(_ bytes: some Sequence<UInt8>) -> [StreamEvent] {
    var parser = StreamParser()
    return parser.events(in: bytes)
}

extension [StreamEvent] {
    var blocks: [TextBlock] { compactMap { if case .block(let block) = $0 { block } else { nil } } }
    var frames: [HexFrame] { compactMap { if case .frame(let frame) = $0 { frame } else { nil } } }
    var faults: [StreamFault] { compactMap { if case .fault(let fault) = $0 { fault } else { nil } } }
}

/// The one frame in a line such as ":154".
func hexFrame(_ line: String) -> HexFrame? {
    let events = parse(Array("\(line)\n".utf8))
    return events.count == 1 ? events.frames.first : nil
}

/// The bytes of a string.
func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }
