// SPDX-License-Identifier: MIT
import BridgeConfiguration
import ChargerSimulator
import Foundation
import Testing
import TestBroker

@Suite("The limit in the register that lapses")
struct VolatileLimitTests {
    @Test("Fifty limits are brought about and confirmed without one write to the charger's memory")
    func fifty() async throws {
        try await withScene { scene in
            try await scene.withBridge({ $0.chargers[0].limit.register = .volatile }) { witness, _ in
                for number in 0..<50 {
                    let asked = "\(8 + Double(number % 25) / 2)"
                    let position = witness.position
                    try await scene.ask(asked)
                    let result = try await witness.outcome(of: asked, from: position)
                    #expect(result.outcome == "acknowledged")
                    #expect(result.in_force == Double(asked))
                }
                try await witness.value("current_limit", "20.0")
                #expect(scene.charger.nonVolatileWrites == 0)
                #expect(scene.setFrames.isEmpty)
                let lines = Set(scene.charger.requests.map(\.line).filter { $0.hasPrefix("80E20") })
                #expect(lines == ["80E2000051A"])
                try await witness.message(from: 0, "diagnostics that say so") {
                    $0.topic == "\(Scene.root)/diagnostics" && $0.text.contains(#""volatile":"in use""#)
                        && $0.text.contains(#""writes_lifetime":0"#)
                }
            }
        }
    }

    @Test("After a SIGKILL it lapses by itself, and the charger's own limit holds again")
    func killed() async throws {
        try await withScene(simulation: { $0.timing.networkLimit = .seconds(15) }) { scene in
            let file = try scene.file(scene.plainFile + "\nlimit: { register: volatile }\n")
            let witness = try await scene.broker.watch("#")
            defer { witness.stop() }
            let position = scene.broker.logPosition
            try await withProgram(["run", "--config", file], environment: ["STATE_DIRECTORY": scene.states]) {
                program in
                try await scene.broker.logLine(from: position) { $0.contains("current_limit/set (QoS 1)") }
                try await scene.ask("12")
                let result = try await witness.outcome(of: "12.0")
                #expect(result.in_force == 12)
                try await witness.current("12 A") { (11...12.5).contains($0) }
                try await program.end(by: SIGKILL)
            }
            // Another bridge without any wish only looks on.
            let later = witness.position
            try await withBridge(scene.configuration(), states: scene.folder + "/other") { _ in
                try await witness.current("30 A again", from: later) { $0 > 29 }
            }
            #expect(scene.charger.nonVolatileWrites == 0)
            #expect(scene.charger.withCharger { $0.limitInForce } == 300)
        }
    }

    @Test("A charger that declines it gets the limit where it is kept, and log and diagnostics say why")
    func declined() async throws {
        try await withScene { scene in
            try await scene.withBridge({ $0.chargers[0].limit.register = .volatile }) { witness, log in
                try await scene.ask("15")
                try await witness.outcome(of: "15.0")
                scene.charger.withCharger { $0.faults.networkControlFlags = 0x02 }
                try await scene.ask("12")
                let result = try await witness.outcome(of: "12.0")
                #expect(result.outcome == "acknowledged")
                #expect(scene.setFrames == ["8F0ED007800F8"])
                try await log.line(containing: "warning charger=itbatchrg the volatile limit is given up")
                try await witness.message(from: 0, "diagnostics that say why") {
                    $0.topic == "\(Scene.root)/diagnostics" && $0.text.contains(#""volatile":"given up: "#)
                        && $0.text.contains(#""problem":"the volatile limit is given up"#)
                }
            }
        }
    }
}

extension Witness {
    /// Waits for a current, in amperes.
    fileprivate func current(
        _ what: String, from position: Int = 0, where matches: @escaping @Sendable (Double) -> Bool
    ) async throws {
        try await message(from: position, what) {
            $0.topic == "\(Scene.root)/current" && Double($0.text).map(matches) == true
        }
    }
}
