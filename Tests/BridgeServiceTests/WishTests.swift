// SPDX-License-Identifier: MIT
import BridgeConfiguration
import ChargerSimulator
import Foundation
import Testing
import TestBroker

@Suite("Whose wish counts")
struct WishTests {
    @Test("A retained 20 A, then 5 A on current_limit/set: after a restart it is still the lower one")
    func laterWishStays() async throws {
        try await withScene { scene in
            try await scene.broker.publish(Scene.command, "20", retain: true)
            try await scene.withBridge { witness, _ in
                #expect(try await witness.outcome(of: "20.0").source == "retained")
                try await scene.ask("5")
                #expect(try await witness.outcome(of: "5.0").in_force == 7.5)
            }
            let frames = scene.setFrames
            try await scene.withBridge { witness, _ in
                try await witness.value("current_limit", "7.5")
                // After this the start's calm is over, and the replay was long there.
                try await scene.ask("8")
                try await witness.outcome(of: "8.0")
                #expect(scene.setFrames == frames + ["8F0ED00500020"])
            }
        }
    }

    @Test("A retained command that changed while the bridge was away counts")
    func changedWhileAway() async throws {
        try await withScene { scene in
            try await scene.broker.publish(Scene.command, "20", retain: true)
            try await scene.withBridge { witness, _ in try await witness.outcome(of: "20.0") }
            try await scene.broker.publish(Scene.command, "15", retain: true)
            try await scene.withBridge { witness, _ in
                let result = try await witness.outcome(of: "15.0")
                #expect(result.source == "retained")
                #expect(result.in_force == 15)
            }
        }
    }

    @Test("A slider moved to 20, to 15 and, while the bridge was away, back to 20 counts")
    func backWhileAway() async throws {
        try await withScene { scene in
            try await scene.withBridge { witness, _ in
                for limit in ["20", "15"] {
                    let position = scene.broker.logPosition
                    try await scene.broker.publish(Scene.command, limit, retain: true)
                    try await witness.outcome(of: "\(limit).0")
                    // The bridge asks anew what the broker keeps.
                    try await scene.broker.logLine(from: position) {
                        $0.contains("\t\(Scene.command) (QoS 1)")
                    }
                    // What it is told then comes before this.
                    try await scene.ask("x\(limit)")
                    try await witness.outcome(of: "x\(limit)")
                }
            }
            try await scene.broker.publish(Scene.command, "20", retain: true)
            try await scene.withBridge { witness, _ in
                let result = try await witness.outcome(of: "20.0")
                #expect(result.source == "retained")
                #expect(result.in_force == 20)
            }
        }
    }

    @Test("initial_current_limit is set at the first start only; a restart keeps the later wish")
    func initialOnce() async throws {
        let initial: (inout Configuration) -> Void = { $0.chargers[0].initialCurrentLimit = 10 }
        try await withScene { scene in
            try await scene.withBridge(initial) { witness, _ in
                #expect(try await witness.outcome(of: "10.0").source == "configuration")
                try await scene.ask("9")
                try await witness.outcome(of: "9.0")
            }
            let frames = scene.setFrames
            try await scene.withBridge(initial) { witness, _ in
                try await witness.value("current_limit", "9.0")
                try await scene.ask("8")
                try await witness.outcome(of: "8.0")
                #expect(scene.setFrames.count == frames.count + 1)
            }
        }
    }

    @Test("Without a broker a start raises nothing, though more was once wished")
    func brokerDown() async throws {
        try await withScene { scene in
            try await scene.withBridge { witness, _ in
                try await scene.ask("20")
                try await witness.outcome(of: "20.0")
            }
            // The charger came back with less: another hand's, which is adopted, not undone.
            scene.charger.writeByAnotherHand(0xEDF0, [80, 0])
            let frames = scene.setFrames
            try await scene.broker.stop()
            try await BridgeServiceTests.withBridge(scene.configuration(), states: scene.states) { log in
                try await log.line(containing: "the limit was changed to 8.0 A by another hand")
                #expect(scene.setFrames == frames)
            }
        }
    }

    @Test(
        "A higher limit than the kept wish is lowered at a start, with or without a broker",
        arguments: [true, false])
    func loweredAtStart(hasBroker: Bool) async throws {
        try await withScene { scene in
            try await scene.withBridge { witness, _ in
                try await scene.ask("8")
                try await witness.outcome(of: "8.0")
            }
            scene.charger.writeByAnotherHand(0xEDF0, [250, 0])
            if !hasBroker { try await scene.broker.stop() }
            try await BridgeServiceTests.withBridge(scene.configuration(), states: scene.states) { log in
                try await log.line(containing: "above the 8.0 A wished: it is set again")
                try await log.line(containing: "(kept wish, 8.0) acknowledged")
                #expect(scene.charger.registers[0xEDF0]?.value == [80, 0])
            }
        }
    }

    @Test("A limit an app lowers meanwhile is taken over, said, and not raised back")
    func appLowers() async throws {
        try await withScene { scene in
            try await scene.withBridge { witness, log in
                try await scene.ask("20")
                try await witness.outcome(of: "20.0")
                scene.charger.writeByAnotherHand(0xEDF0, [90, 0])
                try await log.line(containing: "changed to 9.0 A by another hand, perhaps an app")
                #expect(try await witness.outcome(of: "9.0").source == "other hand")
                try await witness.value("current_limit", "9.0")
                #expect(scene.setFrames.count == 1)
            }
        }
    }

    @Test("limit.max holds against an app at the next start")
    func cap() async throws {
        try await withScene { scene in
            try await scene.withBridge {
                $0.chargers[0].limit.maximum = 15
            } _: { witness, log in
                try await log.line(containing: "above the 15.0 A allowed")
                #expect(try await witness.outcome(of: "15.0").source == "cap")
                try await witness.value("current_limit", "15.0")
                try await scene.ask("25")
                let result = try await witness.outcome(of: "25.0")
                #expect(result.in_force == 15)
                #expect(result.reason?.contains("the configured limit.max") == true)
            }
        }
    }

    @Test("A request while the mains are off waits in sight and is applied after their return")
    func mainsOff() async throws {
        try await withScene { scene in
            try await scene.withBridge { witness, _ in
                try await witness.value("current_limit", "30.0")
                scene.charger.powerOff()
                try await witness.message {
                    $0.topic == "\(Scene.root)/idle_reason" && $0.text.contains("silent")
                }
                try await scene.ask("12")
                let waiting = try await witness.result("waiting") { $0.asked == "12.0" && $0.outcome == nil }
                #expect(waiting.reason?.contains("silent") == true, "\(waiting)")
                #expect(waiting.in_force == nil)
                scene.charger.powerOn()
                let result = try await witness.outcome(of: "12.0")
                #expect(result.outcome == "acknowledged")
                #expect(result.in_force == 12)
                #expect(scene.setFrames.count == 1)
            }
        }
    }
}
