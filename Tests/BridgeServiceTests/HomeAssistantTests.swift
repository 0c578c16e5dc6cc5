// SPDX-License-Identifier: MIT
import BridgeConfiguration
import ChargerSimulator
import Foundation
import Testing
import TestBroker

@Suite("Home Assistant finds the charger")
struct HomeAssistantTests {
    private static let document = "homeassistant/device/victron_itbatchrg/config"
    private static let limit = "victron_itbatchrg_charge_current_limit"

    @Test("The document is retained, and sent again with all values when Home Assistant starts")
    func birth() async throws {
        try await withScene { scene in
            try await scene.withBridge { witness, _ in
                try await witness.message { $0.topic == Self.document && $0.text.contains(Self.limit) }
                try await witness.value("current_limit", "30.0")
                try await witness.value("status", "online")
                #expect(try await scene.broker.retained(Self.document).count == 1)
                let position = witness.position
                try await scene.broker.publish("homeassistant/status", "online")
                try await witness.message(from: position) { $0.topic == Self.document && !$0.payload.isEmpty }
                try await witness.value("current_limit", "30.0", from: position)
                try await witness.value("status", "online", from: position)
                try await witness.anyValue("voltage", from: position)
            }
        }
    }

    @Test("The script's documents are flagged, emptied, and only then followed by ours")
    func migration() async throws {
        try await withScene { scene in
            let topics = ["voltage", "current"].map { "homeassistant/sensor/victron_itbatchrg/\($0)/config" }
            for (topic, name) in zip(topics, ["voltage", "current"]) {
                let old = """
                    {"name": "\(name)", "unique_id": "victron_itbatchrg_\(name)", \
                    "state_topic": "\(Scene.root)/\(name)", \
                    "device": {"identifiers": ["victron_itbatchrg"], "name": "victron_itbatchrg"}}
                    """
                try await scene.broker.publish(topic, old, retain: true)
            }
            try await scene.withBridge { witness, _ in
                try await witness.message { $0.topic == Self.document }
                for topic in topics {
                    let seen = witness.messages.filter { $0.topic == topic }.map(\.text)
                    #expect(seen.count == 3)
                    #expect(seen.dropFirst() == [#"{"migrate_discovery": true}"#, ""])
                }
                let order = witness.messages.map(\.topic).filter { $0.hasPrefix("homeassistant/") }
                #expect(order.firstIndex(of: Self.document) == order.count - 1)
                #expect(
                    try await scene.broker.retained("homeassistant/#").keys.map(\.self) == [Self.document])
            }
        }
    }

    @Test("The limit can be set only when its bounds are known, and then also while the charger is off")
    func number() async throws {
        try await withScene { scene in
            scene.charger.powerOff()
            try await scene.withBridge { witness, _ in
                let first = try await witness.message { $0.topic == Self.document }
                #expect(!first.text.contains(Self.limit))
                scene.charger.powerOn()
                let second = try await witness.message {
                    $0.topic == Self.document && $0.text.contains(Self.limit)
                }
                let number = try #require(try component(Self.limit, of: second))
                #expect(number["min"] as? Double == 7.5)
                #expect(number["max"] as? Double == 30)
                #expect(number["step"] as? Double == 0.1)
                #expect(number["command_topic"] as? String == "\(Scene.root)/current_limit/set")
                #expect(number["state_topic"] as? String == "\(Scene.root)/current_limit")
            }
            scene.charger.powerOff()
            try await scene.broker.restart(losingRetained: true)
            try await scene.withBridge { witness, _ in
                let first = try await witness.message { $0.topic == Self.document }
                #expect(first.text.contains(Self.limit))
                #expect(first.text.contains("12|30"))
                #expect(!witness.texts("status").contains("online"))
            }
        }
    }

    @Test("With discovery off nothing is announced")
    func off() async throws {
        try await withScene { scene in
            try await scene.withBridge {
                $0.homeAssistant.discovery = .off
            } _: { witness, _ in
                try await witness.value("current_limit", "30.0")
                try await scene.ask("12")
                try await witness.outcome(of: "12.0")
                #expect(!witness.messages.contains { $0.topic.hasPrefix("homeassistant/") })
            }
        }
    }

    private func component(_ uniqueID: String, of message: WitnessedMessage) throws -> [String: Any]? {
        let object = try JSONSerialization.jsonObject(with: Data(message.payload)) as? [String: Any]
        let components = object?["components"] as? [String: [String: Any]]
        return components?.values.first { $0["unique_id"] as? String == uniqueID }
    }
}
