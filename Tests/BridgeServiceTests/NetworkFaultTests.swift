// SPDX-License-Identifier: MIT
import BridgeConfiguration
import Foundation
import Testing
import TestBroker

@Suite("The broker's other faults, and the network's")
struct NetworkFaultTests {
    @Test("A network that swallows everything from the start is said, and waited out")
    func blackHoleAtStart() async throws {
        try await withScene { scene in
            try await withNetwork(.blackHole, of: scene) { network, witness, log in
                let line = try await log.line(containing: "no connection to the broker")
                #expect(line.contains("does not answer"), "\(line)")
                #expect(witness.messages.isEmpty)
                network.condition = .open
                try await witness.value("status", "online")
                try await scene.takesCommands()
                try await scene.ask("12")
                #expect(try await witness.outcome(of: "12.0").in_force == 12)
            }
        }
    }

    @Test("A network that swallows everything for a moment: what was asked and answered in it comes through")
    func blackHole() async throws {
        try await withScene { scene in
            try await withNetwork(.open, of: scene) { network, witness, _ in
                try await scene.takesCommands()
                try await witness.value("current_limit", "30.0")
                network.condition = .blackHole
                let position = witness.position
                try await scene.ask("12")
                try await scene.ask("13")
                // Nothing reaches the charger, so nothing is published of it.
                #expect(scene.setFrames.isEmpty)
                network.condition = .open
                #expect(try await witness.outcome(of: "13.0", from: position).in_force == 13)
                let first = try await witness.outcome(of: "12.0", from: position)
                #expect(["acknowledged", "superseded"].contains(first.outcome), "\(first)")
                try await witness.anyValue("voltage", from: position)
            }
        }
    }

    @Test("Over a slow network everything arrives, and requests get through")
    func slow() async throws {
        try await withScene { scene in
            try await withNetwork(.slow(4000), of: scene) { _, witness, _ in
                try await witness.value("status", "online")
                try await scene.takesCommands()
                try await scene.ask("12")
                #expect(try await witness.outcome(of: "12.0").in_force == 12)
                try await witness.value("current_limit", "12.0")
            }
        }
    }

    @Test("A broker without room for another connection is waited out")
    func noRoom() async throws {
        try await withScene { scene in
            let witness = try await scene.broker.watch("#")
            defer { witness.stop() }
            try await scene.broker.fill()
            try await BridgeServiceTests.withBridge(scene.configuration(), states: scene.states) { log in
                try await log.line(containing: "no connection to the broker")
                #expect(witness.messages.isEmpty)
                try await scene.broker.makeRoom()
                try await witness.value("status", "online")
                try await scene.takesCommands()
                try await scene.ask("12")
                #expect(try await witness.outcome(of: "12.0").in_force == 12)
            }
        }
    }

    @Test("A broker that keeps no retained messages is said, not served in silence")
    func retainsNothing() async throws {
        try await withScene(broker: TestBrokerOptions(retains: false)) { scene in
            try await scene.withBridge(whenReady: false) { _, log in
                let line = try await log.line(containing: "no connection to the broker")
                #expect(line.contains("etain"), "\(line)")
            }
        }
    }

    @Test("A broker that does not let the bridge publish is said; allowed later, everything is published")
    func forbidden() async throws {
        try await withScene(broker: TestBrokerOptions(accessRules: "topic read nothing\n")) { scene in
            try await scene.withBridge(whenReady: false) { witness, log in
                let line = try await log.line(containing: "refuses what is published")
                #expect(line.hasPrefix("warning"))
                #expect(!witness.messages.contains { $0.topic.hasPrefix(Scene.root) })
                try scene.broker.change(accessRules: "topic readwrite #\n")
                for topic in ["charge_state", "current_limit", "error"] { try await witness.anyValue(topic) }
                try await witness.value("status", "online")
                try await scene.ask("12")
                #expect(try await witness.outcome(of: "12.0").in_force == 12)
                #expect(log.lines.count { $0.contains("refuses what is published") } == 1)
            }
        }
    }

    @Test("Another client with the same id throws the bridge out; it says so, and is back after it")
    func sameClient() async throws {
        try await withScene { scene in
            try await scene.withBridge { witness, log in
                try await witness.value("status", "online")
                let mark = " as chargebridge-test-bridge-"
                let line = try #require(scene.broker.log.first { $0.contains(mark) })
                let name = try #require(
                    line.split(separator: " ").first { $0.hasPrefix("chargebridge-test-bridge-") })
                let position = witness.position
                let path = try Program.path(of: "mosquitto_sub", package: "mosquitto-clients")
                let twin = try Program(
                    path, ["-h", "127.0.0.1", "-p", "\(scene.broker.port)", "-i", "\(name)", "-t", "none"])
                defer { twin.signal(SIGKILL) }
                let said = try await log.line(containing: "no connection to the broker")
                // Not every broker says why.
                let words = ["another client named \(name)", "closed the connection"]
                #expect(words.contains { said.contains($0) }, "\(said)")
                twin.signal(SIGKILL)
                try await twin.end()
                try await witness.message(from: position) {
                    $0.topic == "bat_charger/bridge/test" && $0.text == "online"
                }
                try await scene.ask("12")
                try await scene.ask("13")
                #expect(try await witness.outcome(of: "13.0", from: position).in_force == 13)
            }
        }
    }
}

/// Runs a bridge whose way to the broker leads through a network.
private func withNetwork(
    _ condition: TestNetwork.Condition, of scene: Scene,
    _ body: (TestNetwork, Witness, RecordedLog) async throws -> Void
) async throws {
    let network = TestNetwork(condition)
    let cable = try TestServer.cable(to: scene.broker.port, through: network)
    defer { cable.stop() }
    let witness = try await scene.broker.watch("#")
    defer { witness.stop() }
    let configuration = scene.configuration { $0.mqtt.port = cable.port }
    try await withBridge(configuration, states: scene.states) { log in
        // However the test ends, the bridge's goodbye is not to wait for a network that swallows it.
        defer { network.condition = .open }
        try await body(network, witness, log)
    }
}
