// SPDX-License-Identifier: MIT
import BridgeConfiguration
import Foundation
import Testing
import TestBroker

@Suite("The page about the topics")
struct DocumentedTopicTests {
    @Test("Every topic on it is there, every command on it is answered, and there is no other topic")
    func complete() async throws {
        let topics = try Self.names(under: "Topics")
        let commands = try Self.names(under: "Commands").filter { $0.hasSuffix("/set") }
        #expect(topics.count > 20 && commands.count > 3, "\(topics) \(commands)")
        try await withScene { scene in
            try await scene.withHouse(surplus: 300) { _ in
                try await scene.withBridge(Self.everything) { witness, _ in
                    for command in commands { try await scene.ask("x", on: "\(Scene.root)/\(command)") }
                    let results = commands.map { $0.replacing("/set", with: "/result") }
                    for topic in Set(topics + results) {
                        try await witness.message(from: 0, topic) { $0.topic == "\(Scene.root)/\(topic)" }
                    }
                    let retained = try await scene.broker.retained("\(Scene.root)/#").keys
                    let names = Set(retained.map { String($0.dropFirst(Scene.root.count + 1)) })
                    #expect(names.subtracting(topics + results) == [])
                }
            }
        }
    }

    @Test("A charger's own topic is refused as a command topic of one's own, or it gives way")
    func reserved() throws {
        let topics = try Self.names(under: "Topics") + Self.names(under: "Commands")
        for topic in topics where topic != "mqtt.current_limit_topic" {
            let file = """
                serial: { port: /dev/ttyUSB0 }
                mqtt: { host: broker.example, current_limit_topic: victron/boat/\(topic) }
                device: { name: boat, vendor: victron }
                """
            let read = ConfigurationReader.read(
                yaml: file, file: "config.yaml", environment: [:], mode: .check, secretFile: { _ in "" })
            #expect(read.findings.map(\.key) == ["mqtt.current_limit_topic"], "\(topic)")
        }
    }

    /// A charger with all there can be.
    private static let everything: @Sendable (inout Configuration) -> Void = {
        var surplus = SurplusSettings()
        surplus.meter = MeterSettings(
            source: .mqtt(MQTTMeterSettings(parts: [.init(topic: SimulatedHouse.meter)])))
        surplus.plug = PlugSettings(
            commandTopic: SimulatedHouse.plugCommand, stateTopic: SimulatedHouse.plugState)
        $0.chargers[0].surplus = surplus
    }

    /// The topics in the first column of the tables under a heading of the page, to the next heading.
    private static func names(under heading: String) throws -> [String] {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let text = try String(contentsOf: root.appendingPathComponent("docs/topics.md"), encoding: .utf8)
        let part = text.components(separatedBy: "# \(heading)\n").dropFirst().first ?? ""
        let rows = part.components(separatedBy: "\n").prefix { !$0.hasPrefix("#") }
        return rows.filter { $0.hasPrefix("| `") }.flatMap { row in
            (row.dropFirst(2).components(separatedBy: " |").first ?? "").components(separatedBy: "`")
                .enumerated().filter { $0.offset % 2 == 1 }.map(\.element)
        }
    }
}
