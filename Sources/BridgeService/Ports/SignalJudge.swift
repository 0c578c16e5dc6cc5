// SPDX-License-Identifier: MIT
import VEDirect

/// What kind of signal arrives at a port.
enum Signal: Sendable, Hashable {
    /// Nothing at all.
    case silent
    /// VE.Direct, with hardly any damage.
    case sound
    /// VE.Direct, with much damage.
    case damaged
    /// VE.Direct with the levels exchanged.
    case inverted
    /// Something that repeats, as a charger's lines do, but can't be read: another baud rate.
    case garbled
    /// The same byte all the time.
    case stuck(UInt8)
    /// Bytes without any order.
    case noise
}

/// Judges what was heard on a line.
struct SignalJudge: Sendable {
    let hearing: LineHearing

    var signal: Signal {
        let pieces = hearing.blocks + hearing.frames
        // A frame or two can come about by chance: 1 in 256 of what looks like one.
        if hearing.blocks > 0 || pieces > 2 { return hearing.faults * 5 > pieces ? .damaged : .sound }
        let bytes = hearing.beginning
        guard !bytes.isEmpty else { return .silent }
        if Self.isInverted(bytes) { return .inverted }
        if let only = Self.onlyByte(bytes) {
            // Of a sender that is much slower, a byte is left of each short pulse, always the same; long ones are
            // breaks. A line that is not driven gives all zeros or all ones.
            return [0x00, 0xFF].contains(only) ? .stuck(only) : .garbled
        }
        return Self.repetition(bytes) > 0.2 ? .garbled : .noise
    }

    /// The labels of a charger's text.
    private static let labels: Set = [
        "PID", "FW", "FWE", "SER#", "V", "I", "T", "ERR", "CS", "HC#", "Checksum",
    ]

    /// Whether the bytes are VE.Direct once the levels are exchanged.
    ///
    /// Of an inverted line a UART takes each stop bit for a start bit, since it is low, and what follows for
    /// the data: the inverted start bit, always 1, and the next byte's seven lowest bits, inverted. The
    /// eighth, inverted, serves as the stop bit: 1 for ASCII, so the mistake is never noticed.
    private static func isInverted(_ bytes: [UInt8]) -> Bool {
        let text = bytes.map { $0 & 1 == 1 ? ~($0 >> 1) & 0x7F : 0 }
        var parser = StreamParser()
        var frames = 0
        parser.push(contentsOf: text) { event in if case .frame = event { frames += 1 } }
        let lines = text.split(separator: 0x0A).map { $0.prefix { $0 != 0x09 } }
        let fields = lines.filter { labels.contains(String(decoding: $0, as: UTF8.self)) }
        return frames > 2 || fields.count > 4
    }

    /// The byte that nearly all are; nil when there is none.
    private static func onlyByte(_ bytes: [UInt8]) -> UInt8? {
        var counts = [Int](repeating: 0, count: 256)
        for byte in bytes { counts[Int(byte)] += 1 }
        guard let most = counts.indices.max(by: { counts[$0] < counts[$1] }) else { return nil }
        return counts[most] * 20 >= bytes.count * 19 ? UInt8(most) : nil
    }

    /// Which part of the bytes goes on as it did somewhere before: chance does not repeat six bytes.
    private static func repetition(_ bytes: [UInt8]) -> Double {
        let length = 6
        guard bytes.count > 2 * length else { return 0 }
        var seen: Set<UInt64> = []
        var repeated = 0
        var window: UInt64 = 0
        for (index, byte) in bytes.enumerated() {
            window = (window << 8 | UInt64(byte)) & 0xFFFF_FFFF_FFFF
            guard index >= length - 1 else { continue }
            if !seen.insert(window).inserted { repeated += 1 }
        }
        return Double(repeated) / Double(bytes.count - length + 1)
    }
}
