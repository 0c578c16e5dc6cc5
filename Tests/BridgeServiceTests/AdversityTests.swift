// SPDX-License-Identifier: MIT
import BridgeConfiguration
import ChargerSimulator
import Foundation
import Testing
import TestBroker

@Suite("Adversity")
struct AdversityTests {
    private static let limits = ["25.0", "20.0", "22.0", "18.0", "15.0", "12.0", "10.0", "8.0"]

    @Test("Junk on any topic that the bridge listens to harms nothing")
    func junk() async throws {
        let topics = [
            "\(Scene.root)/diagnostics", "\(Scene.root)/status", "bat_charger/bridge/other",
            "bat_charger/bridge/test", "homeassistant/status",
            "homeassistant/sensor/victron_itbatchrg/voltage/config",
            "homeassistant/device/victron_itbatchrg/config",
        ]
        let payloads: [[UInt8]] = [
            Array("{".utf8), Array("null".utf8), Array("[[[[".utf8), [0, 0xFF, 0xC3, 0x28],
            Array(#"{"instance":7}"#.utf8), Array(#"{"unique_id":[]}"#.utf8),
            [UInt8](repeating: 0x5B, count: 60_000), Array("online".utf8),
        ]
        try await withScene { scene in
            try await scene.withBridge { witness, log in
                try await witness.value("status", "online")
                for topic in topics {
                    for payload in payloads { try await scene.broker.publish(topic, bytes: payload) }
                }
                try await scene.ask("12")
                #expect(try await witness.outcome(of: "12.0").in_force == 12)
                #expect(!log.lines.contains { $0.contains("two bridges") })
                try await witness.value("voltage", witness.texts("voltage").last ?? "")
            }
        }
    }

    @Test(
        "Whatever the wire does to bytes, only what a battery can do is published, and requests get through")
    func noise() async throws {
        let noisy: @Sendable (inout ChargerConfiguration) -> Void = {
            $0.timing.text = .milliseconds(60)
            $0.timing.beat = .milliseconds(20)
        }
        try await withScene(simulation: noisy) { scene in
            scene.charger.withCharger {
                $0.faults.garbledBytes = 0.003
                $0.faults.lostBytes = 0.001
                $0.faults.extraBytes = 0.001
                $0.faults.framesInText = .anywhere
            }
            try await scene.withBridge { witness, _ in
                try await witness.value("current_limit", "30.0")
                for limit in Self.limits {
                    let position = witness.position
                    try await scene.ask(limit)
                    let result = try await witness.outcome(of: limit, from: position)
                    #expect(["acknowledged", "timed out"].contains(result.outcome), "\(result)")
                    guard result.outcome == "acknowledged" else { continue }
                    try await witness.message(from: position, "a current that obeys") {
                        $0.topic == "\(Scene.root)/current"
                            && (Double($0.text) ?? 99) <= (Double(limit) ?? 0) + 0.1
                    }
                }
                let voltages = witness.texts("voltage").compactMap(Double.init)
                let currents = witness.texts("current").compactMap(Double.init)
                #expect(voltages.count > 1 && currents.count > 3)
                #expect(voltages.allSatisfy { (11...15).contains($0) }, "\(voltages)")
                #expect(currents.allSatisfy { (0...31).contains($0) }, "\(currents)")
                let limits = Set(witness.texts("current_limit"))
                #expect(limits.isSubset(of: ["None", "30.0"] + Self.limits), "\(limits)")
            }
        }
    }

    @Test("In a storm of requests each has one end, and the last one is in force")
    func storm() async throws {
        try await withScene { scene in
            try await scene.withBridge { witness, _ in
                try await witness.value("current_limit", "30.0")
                let asked = (0..<20).map { "\(28 - $0).5" }
                for payload in asked { try await scene.ask(payload) }
                #expect(try await witness.outcome(of: "9.5").in_force == 9.5)
                let ends = witness.messages.compactMap(LimitResult.init).filter { $0.outcome != nil }
                #expect(ends.map(\.id).sorted() == Array(1...20))
                #expect(Set(ends.map(\.asked)) == Set(asked))
                #expect(Set(ends.compactMap(\.outcome)).isSubset(of: ["acknowledged", "superseded"]))
                let written = ends.count { $0.outcome == "acknowledged" }
                #expect(scene.setFrames.count == written)
                #expect(scene.charger.nonVolatileWrites == written)
            }
        }
    }
}
