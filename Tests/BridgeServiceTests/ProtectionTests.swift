// SPDX-License-Identifier: MIT
import BridgeConfiguration
import ChargerSimulator
import TestBroker
import Testing

@Suite("What protects the battery")
struct ProtectionTests {
    @Test("A cap on a topic lowers the limit at once, and the wish is kept")
    func cap() async throws {
        try await withScene { scene in
            let change: @Sendable (inout Configuration) -> Void = {
                $0.chargers[0].protection.capTopic = "bms/limit"
            }
            try await scene.broker.publish("bms/limit", "60", retain: true)
            try await scene.withBridge(change) { witness, _ in
                try await scene.ask("20")
                #expect(try await witness.outcome(of: "20.0").in_force == 20)
                try await scene.broker.publish("bms/limit", "11.58")
                try await witness.value("current_limit", "11.5")
                try await scene.ask("25")
                let result = try await witness.outcome(of: "25.0")
                #expect(result.outcome == "acknowledged")
                #expect(result.in_force == 11.5)
                #expect(result.reason?.contains("the cap from outside is 11.5 A") == true)
                let diagnostics = try await scene.broker.retained("\(Scene.root)/diagnostics").values.first
                #expect(diagnostics?.contains("the cap from outside is 11.5 A") == true)
            }
        }
    }

    @Test("A battery that is too cold is charged with the least there is")
    func cold() async throws {
        try await withScene(simulation: { $0.battery.temperatureCelsius = 12 }) { scene in
            let change: @Sendable (inout Configuration) -> Void = {
                $0.chargers[0].protection.minimumTemperature = 0
            }
            try await scene.withBridge(change) { witness, _ in
                try await scene.ask("20")
                #expect(try await witness.outcome(of: "20.0").in_force == 20)
                scene.charger.withCharger { $0.battery.temperatureCelsius = -3 }
                try await witness.value("current_limit", "7.5")
            }
        }
    }

    @Test("At a stop the limit is lowered if that is wished", arguments: [LossReaction.hold, .minimum])
    func stop(reaction: LossReaction) async throws {
        try await withScene { scene in
            let change: @Sendable (inout Configuration) -> Void = {
                $0.chargers[0].protection.onShutdown = reaction
            }
            try await scene.withBridge(change) { witness, _ in
                try await scene.ask("20")
                #expect(try await witness.outcome(of: "20.0").in_force == 20)
            }
            let held = scene.charger.withCharger { $0.limitInForce }
            #expect(held == (reaction == .minimum ? 75 : 200))
        }
    }
}
