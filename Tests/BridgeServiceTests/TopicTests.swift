// SPDX-License-Identifier: MIT
import ChargerSimulator
import Foundation
import Testing
import TestBroker

@Suite("Topics")
struct TopicTests {
    /// All topics, with the form their values have while a charger charges.
    private static let forms: [String: String] = [
        "voltage": #"\d+\.\d+"#, "current": #"\d+\.\d+"#, "power": #"\d+\.\d"#, "status": "online",
        "charge_state": "bulk", "error": "OK", "error_code": "0", "temperature": #"\d+\.\d+"#,
        "internal_temperature": #"\d+\.\d+"#, "energy": #"\d+\.\d+"#, "charge": #"\d+\.\d+"#,
        "current_limit": #"30\.0"#, "current_limit/result": #"\{.*\}"#, "idle_reason": "not idle: charging",
        "diagnostics": #"\{.*\}"#,
    ]

    @Test("Every documented topic is retained, in its form, and there is no other")
    func all() async throws {
        let withSensor: @Sendable (inout ChargerConfiguration) -> Void = {
            $0.battery.temperatureCelsius = 21.5
        }
        try await withScene(simulation: withSensor) { scene in
            try await scene.withBridge { witness, _ in
                for topic in ["voltage", "internal_temperature", "temperature", "current_limit"] {
                    try await witness.anyValue(topic)
                }
                try await witness.value("charge_state", "bulk")
                try await scene.ask("30")
                try await witness.outcome(of: "30.0")
                let retained = try await scene.broker.retained("\(Scene.root)/#")
                #expect(Set(retained.keys) == Set(Self.forms.keys.map { "\(Scene.root)/\($0)" }))
                for (topic, form) in Self.forms {
                    let text = retained["\(Scene.root)/\(topic)"] ?? ""
                    #expect(try Regex(form).wholeMatch(in: text) != nil, "\(topic) is '\(text)'")
                    #expect(try Regex(#"\d+\.\d+0"#).wholeMatch(in: text) == nil || text.hasSuffix(".0"))
                }
                #expect(
                    try await scene.broker.retained("bat_charger/bridge/#") == [
                        "bat_charger/bridge/test": "online"
                    ])
            }
        }
    }

    @Test("What is not available reads None, also when it was never known")
    func unavailable() async throws {
        try await withScene { scene in
            scene.charger.powerOff()
            try await scene.withBridge { witness, _ in
                let topics = [
                    "voltage", "current", "power", "temperature", "internal_temperature", "charge_state",
                    "error", "error_code", "current_limit",
                ]
                for topic in topics { try await witness.value(topic, "None") }
                try await witness.value("status", "offline")
                try await witness.value("energy", "0.0")
                #expect(try await witness.anyValue("idle_reason").text.contains("not been heard"))
            }
        }
    }

    @Test("Results and diagnostics have all their keys")
    func keys() async throws {
        try await withScene { scene in
            try await scene.withBridge { witness, _ in
                try await scene.ask("x")
                try await witness.outcome(of: "x")
                let result = try await scene.broker.retained("\(Scene.root)/current_limit/result").values
                    .first
                #expect(
                    try keys(of: result)
                        == [
                            "asked", "id", "in_force", "outcome", "reason", "source", "state", "time",
                            "waits_until",
                        ])
                try await witness.anyValue("current_limit")
                let diagnostics = try await scene.broker.retained("\(Scene.root)/diagnostics").values.first
                let expected: Set = [
                    "instance", "version", "blocks", "frames", "faults", "held_back", "connections",
                    "writes_today", "writes_lifetime", "wear_exhausted",
                ]
                #expect(try keys(of: diagnostics).isSuperset(of: expected))
            }
        }
    }

    private func keys(of json: String?) throws -> Set<String> {
        let object = try JSONSerialization.jsonObject(with: Data((json ?? "").utf8))
        return Set((object as? [String: Any] ?? [:]).keys)
    }
}
