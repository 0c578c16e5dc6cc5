// SPDX-License-Identifier: MIT
import ChargerSimulator
import VEDirect

/// The charger's side of the wire, and all that was ever said on it.
struct World {
    /// One line of talk.
    struct Talk {
        var at: Duration
        /// A request, or an answer to one, as in the maker's documents: `7F0ED0071`.
        var line: String
        var isRequest: Bool
    }

    var charger: SimulatedCharger {
        didSet { note() }
    }
    /// When this charger came to life, in the test's time.
    var pluggedInAt = Duration.zero
    /// Sent to the program between the charger's own frames.
    var injected: [UInt8] = []
    private(set) var talk: [Talk] = []
    private(set) var history: [Truth] = []
    private var now = Duration.zero
    private var requests = RequestText()
    private var listener = StreamParser()

    init(_ configuration: SimulatedCharger.Configuration) { charger = SimulatedCharger(configuration) }

    /// Lets the charger live on.
    /// - Returns: what arrives at the program.
    mutating func advance(to time: Duration) -> [UInt8] {
        now = time
        let bytes = inject(charger.advance(to: time - pluggedInAt))
        for byte in bytes {
            if case .frame(let frame) = listener.push(byte), frame.command != 10 {
                talk.append(Talk(at: time, line: String("\(frame)".dropFirst()), isRequest: false))
            }
        }
        return bytes
    }

    mutating func receive(_ bytes: [UInt8]) {
        for line in requests.take(bytes) { talk.append(Talk(at: now, line: line, isRequest: true)) }
        charger.receive(bytes)
    }

    mutating func plugIn(_ configuration: SimulatedCharger.Configuration) {
        pluggedInAt = now
        charger = SimulatedCharger(configuration)
    }

    /// Frames may not be torn: what is put in stands behind the end of one.
    private mutating func inject(_ bytes: [UInt8]) -> [UInt8] {
        let ends = bytes.indices.dropFirst().filter { bytes[$0] == 0x0A && bytes[$0 - 1] != 0x0D }
        guard !injected.isEmpty, let end = charger.isPowered ? ends.first : bytes.count - 1 else {
            return bytes
        }
        defer { injected = [] }
        return Array(bytes[..<(end + 1)]) + injected + Array(bytes[(end + 1)...])
    }

    private mutating func note() {
        let truth = Truth(charger, at: now)
        if history.last?.values != truth.values { history.append(truth) }
    }
}

/// What the charger really had from a time on.
struct Truth {
    struct Values: Equatable {
        var registers: [UInt16: [UInt8]]
        var isPowered: Bool
    }

    var at: Duration
    var values: Values

    private static let watched: [UInt16] = [0xED8C, 0xED8D, 0xED8F, 0xEDDB, 0x0201, 0xEDDA, 0xEDF0]

    init(_ charger: SimulatedCharger, at now: Duration) {
        at = now
        let all = charger.registers
        values = Values(
            registers: Dictionary(uniqueKeysWithValues: Self.watched.map { ($0, all[$0]?.value ?? []) }),
            isPowered: charger.isPowered)
    }

    func number(_ register: UInt16) -> Int {
        (values.registers[register] ?? []).reversed().reduce(0) { $0 << 8 | Int($1) }
    }
}

/// Cuts requests into lines, without colon and line feed.
private struct RequestText {
    private var text = ""

    mutating func take(_ bytes: [UInt8]) -> [String] {
        text += String(decoding: bytes, as: UTF8.self)
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        text = lines.popLast() ?? ""
        return lines.map { String($0.dropFirst()) }
    }
}
