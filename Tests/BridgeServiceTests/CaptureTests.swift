// SPDX-License-Identifier: MIT
import BridgeConfiguration
import ByteLink
import Captures
import Foundation
import Testing
import TestBroker

@Suite("Recordings of real chargers, through the whole program")
struct CaptureTests {
    @Test("A charging 24|12: each block's values are published, and nothing else")
    func charging() async throws {
        let parts = try CaptureParts(.charging).parts
        let blocks = parts.compactMap(\.block)
        #expect(blocks.count == 20)
        try await play(parts) { witness in
            #expect(witness.published("voltage") == blocks.map(\.voltage).withoutRepetition)
            #expect(witness.published("current") == blocks.map(\.current).withoutRepetition)
            #expect(witness.published("charge_state") == ["bulk", "absorption"])
            #expect(witness.published("error") == ["OK"])
            #expect(witness.published("error_code") == ["0"])
            #expect(witness.published("temperature") == [])
            #expect(witness.published("current_limit") == [])
            #expect(witness.published("internal_temperature") == ["24.6"])
            #expect(witness.published("power").count == blocks.map(\.current).withoutRepetition.count)
        }
    }

    @Test("A 24|8 in a network: the text's values, whatever its frames carry")
    func bulk() async throws {
        try await play(try CaptureParts(.bulk).parts) { witness in
            #expect(witness.published("voltage") == ["26.87"])
            #expect(witness.published("current") == ["2.0"])
            #expect(witness.published("power") == ["53.7"])
            #expect(witness.published("charge_state") == ["bulk"])
            #expect(witness.published("error") == ["OK"])
            #expect(witness.published("temperature") == [])
            #expect(witness.published("current_limit") == [])
        }
    }

    /// Plays the parts; each follows when what the one before brought has been published.
    private func play(_ parts: [CaptureParts.Part], _ check: (Witness) -> Void) async throws {
        try await withBroker { broker in
            try await withFolder { folder in
                let line = try PlayedLine()
                let configuration = Configuration(
                    chargers: [
                        ChargerSettings(
                            name: "itbatchrg", vendor: "victron",
                            serial: SerialSettings(port: .device(path: line.path)))
                    ],
                    mqtt: MQTTBrokerSettings(
                        host: "127.0.0.1", port: broker.port, baseTopic: "bat_charger", publishInterval: .zero
                    ),
                    instance: "test")
                let witness = try await broker.watch("bat_charger/#")
                defer { witness.stop() }
                try await withBridge(configuration, states: folder) { log in
                    try await log.line(containing: "is open")
                    try await witness.value("voltage", "None")
                    for part in parts {
                        let position = witness.position
                        line.play(part.bytes)
                        if let topic = part.shownBy {
                            try await witness.value(topic.name, topic.text, from: position)
                        }
                    }
                    // One after another, of the same block.
                    for topic in ["power", "charge_state", "error"] { try await witness.anyValue(topic) }
                    // What the last frames bring comes with the next counters, at the latest.
                    if parts.contains(where: { $0.bytes.containsInternalTemperature }) {
                        try await witness.anyValue("internal_temperature")
                    }
                    check(witness)
                }
            }
        }
    }
}

extension Witness {
    /// What was published of a measured value, from the first that was available.
    fileprivate func published(_ topic: String) -> [String] { texts(topic).filter { $0 != "None" } }
}

extension [String] {
    /// A value that did not change is published once.
    fileprivate var withoutRepetition: [String] {
        reduce(into: []) { if $0.last != $1 { $0.append($1) } }
    }
}

extension [UInt8] {
    fileprivate var containsInternalTemperature: Bool {
        String(decoding: self, as: UTF8.self).contains(":ADBED00")
    }
}

/// A recording taken apart without the library under test.
private struct CaptureParts {
    /// A block with the frames before it, or the frames after the last block.
    struct Part {
        var bytes: [UInt8]
        var block: Block?
        /// The value by which it can be seen that this part was read: one that differs from the last.
        var shownBy: (name: String, text: String)?
    }

    /// What a block says, as it is to be published.
    struct Block {
        var voltage: String
        var current: String
    }

    var parts: [Part] = []

    init(_ capture: Capture) throws {
        var rest = try capture.bytes[...]
        var fine: Int?
        let label = Array("\r\nChecksum\t".utf8)
        while let end = rest.firstRange(of: label) {
            let bytes = Array(rest[..<min(end.upperBound + 1, rest.endIndex)])
            rest = rest[min(end.upperBound + 1, rest.endIndex)...]
            let text = String(decoding: bytes, as: UTF8.self)
            fine = try Self.fineCurrent(text) ?? fine
            let millivolts = try Self.field("V", text)
            let milliamperes = try Self.field("I", text)
            let block = Block(voltage: Self.decimal(millivolts), current: Self.decimal(fine ?? milliamperes))
            let last = parts.last?.block
            let shownBy =
                last?.current != block.current
                ? ("current", block.current)
                : last?.voltage != block.voltage ? ("voltage", block.voltage) : nil
            parts.append(Part(bytes: bytes, block: block, shownBy: shownBy))
        }
        parts.append(Part(bytes: Array(rest), block: nil, shownBy: nil))
    }

    /// Register 0xED8C, the last in a text.
    private static func fineCurrent(_ text: String) throws -> Int? {
        guard let match = text.matches(of: try Regex(#":A8CED00([0-9A-F]{8})[0-9A-F]{2}\n"#)).last,
            let digits = match.output[1].substring
        else { return nil }
        let raw = UInt32(digits, radix: 16).map { Int32(bitPattern: $0.byteSwapped) }
        return raw.map(Int.init)
    }

    private static func field(_ label: String, _ text: String) throws -> Int {
        let match = try #require(text.firstMatch(of: try Regex(#"\r\n\#(label)\t(-?\d+)\r\n"#)))
        return try #require(match.output[1].substring.flatMap { Int($0) })
    }

    private static func decimal(_ thousandths: Int) -> String { "\(Double(thousandths) / 1000)" }
}
