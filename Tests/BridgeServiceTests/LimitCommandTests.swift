// SPDX-License-Identifier: MIT
import BridgeConfiguration
import ChargerSimulator
import Testing
import TestBroker

typealias ChargerConfiguration = SimulatedCharger.Configuration

@Suite("Setting the limit")
struct LimitCommandTests {
    @Test(
        "Above 25.5 A the frame is right, where the script's was not",
        arguments: [("27.5", "8F0ED0013015C"), ("30", "8F0ED002C0143")])
    func above(payload: String, frame: String) async throws {
        try await withScene { scene in
            scene.charger.writeByAnotherHand(0xEDF0, [100, 0])
            try await scene.withBridge { witness, _ in
                try await scene.ask(payload)
                let asked = payload.contains(".") ? payload : payload + ".0"
                let result = try await witness.outcome(of: asked)
                #expect(result.outcome == "acknowledged")
                #expect(result.in_force == Double(payload))
                #expect(scene.setFrames == [frame])
                try await witness.value("current_limit", asked)
            }
        }
    }

    @Test("A limit below what the charger can do is clamped, and the result says so and why")
    func clamped() async throws {
        try await withScene { scene in
            try await scene.withBridge { witness, _ in
                try await scene.ask("2")
                let result = try await witness.outcome(of: "2.0")
                #expect(result.outcome == "acknowledged")
                #expect(result.in_force == 7.5)
                #expect(result.reason?.contains("clamped to 7.5 A") == true)
                #expect(result.reason?.contains("the lowest this charger can be set to") == true)
                try await witness.value("current_limit", "7.5")
            }
        }
    }

    @Test("Spaces around a number, and the other command topic, are as good")
    func spaces() async throws {
        try await withScene { scene in
            try await scene.withBridge { witness, _ in
                try await scene.ask("  12.5\n", on: Scene.command)
                #expect(try await witness.outcome(of: "12.5").in_force == 12.5)
            }
        }
    }

    @Test("A limit in force already is acknowledged without wearing the charger's memory")
    func inForceAlready() async throws {
        try await withScene { scene in
            try await scene.withBridge { witness, _ in
                try await scene.ask("30")
                #expect(try await witness.outcome(of: "30.0").outcome == "acknowledged")
                #expect(scene.setFrames == [])
            }
        }
    }

    @Test("Nonsense is refused with its reason, reaches no charger, and the next command works")
    func nonsense() async throws {
        let payloads: [(bytes: [UInt8], words: String)] = [
            (Array("abc".utf8), "'abc' is not a number"), ([], "empty"), (Array("-5".utf8), "negative"),
            (Array("0".utf8), "can't switch the charger off"), (Array("nan".utf8), "not a number"),
            (Array("inf".utf8), "not a number"), (Array("1e9".utf8), "no charger"),
            (Array("1e999".utf8), "beyond any current"), (Array("125".utf8), "more than twice"),
            (Array("0x1F".utf8), "not a number"), (Array("1,5".utf8), "not a number"),
            ([UInt8](repeating: 0x39, count: 10_240), "at most 32 characters"),
            ([0x00, 0xFF, 0xFE, 0x80], "not plain text"),
        ]
        try await withScene { scene in
            try await scene.withBridge { witness, _ in
                try await witness.anyValue("current_limit")
                for topic in [Scene.command, Scene.root + "/current_limit/set"] {
                    for (bytes, words) in payloads {
                        let position = witness.position
                        if bytes.isEmpty {
                            try await scene.broker.publish(topic, "")
                        } else {
                            try await scene.broker.publish(topic, bytes: bytes)
                        }
                        let result = try await witness.result("'\(words)'", from: position) { _ in true }
                        #expect(result.outcome == "refused")
                        #expect(result.reason?.contains(words) == true, "\(result.reason ?? "no reason")")
                    }
                }
                #expect(scene.setFrames == [])
                try await scene.ask("12")
                #expect(try await witness.outcome(of: "12.0").in_force == 12)
                #expect(scene.setFrames.count == 1)
            }
        }
    }

    @Test("A retained message on current_limit/set is ignored")
    func retainedSet() async throws {
        try await withScene { scene in
            let topic = Scene.root + "/current_limit/set"
            try await scene.broker.publish(topic, "8", retain: true)
            try await scene.withBridge { witness, log in
                try await log.line(containing: "a retained message on \(topic) is ignored")
                try await scene.ask("20")
                try await witness.outcome(of: "20.0")
                #expect(scene.setFrames.count == 1)
                #expect(!witness.messages.contains { LimitResult($0)?.asked == "8.0" })
            }
        }
    }

    @Test("A user's command topic where the limit would stand: our value gives way, with a warning")
    func movedAside() async throws {
        try await withScene { scene in
            let topic = Scene.root + "/current_limit"
            let file = try scene.file(
                scene.plainFile.replacing(
                    "publish_interval", with: "current_limit_topic: \(topic), publish_interval"))
            let witness = try await scene.broker.watch("#")
            defer { witness.stop() }
            try await withProgram(["--config", file], environment: ["STATE_DIRECTORY": scene.states]) {
                program in
                try await program.line(containing: "that moves to …/current_limit/state")
                try await scene.broker.logLine { $0.contains("\t\(topic) (QoS 1)") }
                try await scene.ask("11", on: topic)
                try await witness.outcome(of: "11.0")
                try await witness.value("current_limit/state", "11.0")
                #expect(witness.texts("current_limit") == ["11"])
            }
        }
    }

    @Test("A charger that declines: the request fails with its words, and the limit is read again")
    func declined() async throws {
        try await withScene { scene in
            try await scene.withBridge { witness, _ in
                try await witness.value("current_limit", "30.0")
                let position = witness.position
                scene.charger.withCharger { $0.faults.answerFlags = 2 }
                try await scene.ask("12")
                let result = try await witness.outcome(of: "12.0")
                #expect(result.outcome == "failed")
                #expect(result.reason?.contains("declined") == true)
                // Read again rather than believed.
                scene.charger.withCharger { $0.faults = .none }
                try await witness.value("current_limit", "30.0", from: position)
            }
        }
    }
}
