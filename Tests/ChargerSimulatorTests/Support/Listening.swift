// SPDX-License-Identifier: MIT
import ChargerSimulator
import VEDirect

/// What a host makes of a stream: the library's parser, event by event.
func events(in bytes: some Sequence<UInt8>) -> [StreamEvent] {
    var parser = StreamParser()
    var events: [StreamEvent] = []
    parser.push(contentsOf: Array(bytes)) { events.append($0) }
    return events
}

extension [StreamEvent] {
    var blocks: [TextBlock] { compactMap { if case .block(let block) = $0 { block } else { nil } } }

    var frames: [HexFrame] { compactMap { if case .frame(let frame) = $0 { frame } else { nil } } }

    var faults: [StreamFault] { compactMap { if case .fault(let fault) = $0 { fault } else { nil } } }

    /// The registers sent unasked, in order.
    var unasked: [RegisterAnswer] {
        frames.compactMap { frame in
            guard case .async(let answer)? = try? HexAnswer(frame: frame) else { return nil }
            return answer
        }
    }

    /// What the charger answered, in order.
    var answers: [HexFrame] { frames.filter { $0.command != 0xA } }
}

extension TextBlock {
    func number(_ label: String) -> Int? { self[label].flatMap { Int($0) } }
}

extension RegisterAnswer {
    /// The value as an unsigned number.
    var number: Int { value.reversed().reduce(0) { $0 << 8 | Int($1) } }
}

extension SimulatedCharger {
    /// A 24 V, 12 A charger as in the recordings, on a half-charged battery.
    static func typical(_ change: (inout Configuration) throws -> Void = { _ in }) throws -> SimulatedCharger
    {
        var configuration = try Configuration.typical()
        try change(&configuration)
        return SimulatedCharger(configuration)
    }

    /// Lets seconds pass and returns what a host makes of the bytes.
    mutating func listen(seconds: Double) -> [StreamEvent] {
        events(in: advance(to: now + .seconds(seconds)))
    }

    /// Sends a request as written in the protocol's documents and returns what comes back, unasked frames left out.
    mutating func ask(_ request: String, seconds: Double = 1) -> [String] {
        receive(Array((request + "\n").utf8))
        return listen(seconds: seconds).answers.map(\.description)
    }
}

extension SimulatedCharger.Configuration {
    static func typical() throws -> SimulatedCharger.Configuration {
        guard let model = ChargerModel(productID: 0xA334) else { throw UnknownModel() }
        return SimulatedCharger.Configuration(model: model)
    }
}

struct UnknownModel: Error {}
