// SPDX-License-Identifier: MIT
import BridgeConfiguration
import BridgeService
import ChargerControl
import ChargerSimulator
import TestBroker
import Testing

@Suite("The command set low-current")
struct LowCurrentCommandTests {
    @Test("Through the bridge it sets the mode once, halves the current, and leaves the limit's topics alone")
    func throughBridge() async throws {
        try await withScene { scene in
            let file = try scene.commandFile()
            try await scene.withReachableBridge { witness, log in
                let on = try await scene.command("set", "low-current", "on", config: file)
                #expect(on == (0, "itbatchrg: low current on acknowledged"))
                #expect(scene.charger.withCharger { $0.limitInForce } == 150)
                #expect(try await scene.command("get", "low-current-mode", config: file) == (0, "1 (on)"))
                let again = try await scene.command("set", "low-current", "on", config: file)
                #expect(again.code == 0 && again.text.contains("nothing was written"), "\(again)")
                let json = try await scene.command("set", "low-current", "night", "--json", config: file)
                #expect(json.code == 0 && json.text.contains(#""subject" : "low current""#), "\(json)")
                #expect(scene.lowCurrentFrames == ["801E000016B", "801E000026A"])
                #expect(scene.charger.withCharger { $0.nonVolatileWrites } == 2)
                #expect(scene.setFrames.isEmpty)
                try await log.line(containing: "(command line, low current night) acknowledged")

                // What was asked for after it is told; it itself has no topic.
                _ = try await scene.command("set", "limit", "12.5", config: file)
                try await witness.outcome(of: "12.5")
                #expect(witness.texts("current_limit/result").allSatisfy { $0.contains("12.5") })
                #expect(!witness.messages.contains { $0.topic.contains("low") })
            }
        }
    }

    @Test("Without a bridge the same rules and counters hold on the port itself")
    func straight() async throws {
        try await withScene(brokerStarted: false) { scene in
            let file = try scene.commandFile()
            let set = try await scene.command("set", "low-current", "night", config: file)
            #expect(set == (0, "itbatchrg: low current night acknowledged"))
            #expect(scene.charger.withCharger { $0.limitInForce } == 150)
            let again = try await scene.command("set", "low-current", "night", config: file)
            #expect(again.code == 0 && again.text.contains("nothing was written"), "\(again)")
            #expect(scene.lowCurrentFrames == ["801E000026A"])
            #expect(scene.charger.withCharger { $0.nonVolatileWrites } == 1)
            let found = StateFolder(path: scene.states).file(vendor: "victron", name: "itbatchrg").load()
            guard case .kept(let kept) = found else { throw TestFailure("no state: \(found)") }
            #expect(kept.wear?.lifetime == 1)
            #expect(kept.openRequests.isEmpty && kept.wish == nil)
        }
    }

    @Test("A charger without the mode refuses it in words, and a word that is none is wrong use")
    func refused() async throws {
        try await withScene(brokerStarted: false, simulation: { $0.missingRegisters = [0xE001] }) { scene in
            let file = try scene.commandFile()
            let set = try await scene.command("set", "low-current", "on", config: file)
            #expect(set.code == 1 && set.text.contains("no low-current mode"), "\(set)")
            #expect(scene.lowCurrentFrames.isEmpty)
            let wrong = try await scene.command("set", "low-current", "dim", config: file)
            #expect(wrong.code == 64 && wrong.text.contains("night"), "\(wrong)")
        }
    }
}

extension Scene {
    /// The low-current modes written to the charger, as the frames it received.
    fileprivate var lowCurrentFrames: [String] {
        charger.requests.map(\.line).filter { $0.hasPrefix("801E0") }
    }
}
