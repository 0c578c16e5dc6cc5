// SPDX-License-Identifier: MIT
import BridgeConfiguration
import Testing
import TestBroker

@Suite("The broker comes and goes")
struct BrokerTests {
    @Test("A broker that lost everything has everything again")
    func restarted() async throws {
        try await withScene { scene in
            try await scene.withBridge { _, _ in
                let before = try await scene.broker.watch("#")
                defer { before.stop() }
                try await before.anyValue("voltage")
                try await before.value("current_limit", "30.0")
                try await scene.ask("12")
                try await before.outcome(of: "12.0")
                try await before.message {
                    $0.topic == Self.document && $0.text.contains("current_limit/set")
                }
                try await scene.broker.restart(losingRetained: true)
                let after = try await scene.broker.watch("#")
                defer { after.stop() }
                try await after.value("status", "online")
                try await after.message { $0.topic == "bat_charger/bridge/test" && $0.text == "online" }
                try await after.message { $0.topic == Self.document && $0.text.contains("current_limit/set") }
                try await after.value("current_limit", "12.0")
                try await after.anyValue("voltage")
                try await after.value("error", "OK")
                #expect(try await after.outcome(of: "12.0").outcome == "acknowledged")
                // And commands still arrive.
                try await scene.takesCommands()
                try await scene.ask("13")
                #expect(try await after.outcome(of: "13.0").in_force == 13)
            }
        }
    }

    @Test("A broker that starts late is found, and its absence was one line")
    func late() async throws {
        try await withScene(brokerStarted: false) { scene in
            try await BridgeServiceTests.withBridge(scene.configuration(), states: scene.states) { log in
                try await log.line(containing: "no connection to the broker")
                try await scene.broker.start()
                let witness = try await scene.broker.watch("#")
                defer { witness.stop() }
                try await witness.value("status", "online")
                try await witness.anyValue("voltage")
                try await log.line(containing: "connected to the broker")
                #expect(log.lines.filter { $0.contains("broker") }.count <= 3, "\(log.lines)")
            }
        }
    }

    @Test("However often it is tried in vain, what does not change is said once")
    func saidOnce() async throws {
        let attempts = LineFeed()
        let stranger = try TestServer { _, number, _ in attempts.add(Array("\(number)\n".utf8)[...]) }
        defer { stranger.stop() }
        try await withScene(brokerStarted: false) { scene in
            let configuration = scene.configuration { $0.mqtt.port = stranger.port }
            try await BridgeServiceTests.withBridge(configuration, states: scene.states) { log in
                // Both connections have tried several times by then.
                _ = try await patiently("many attempts") { try await attempts.first { $0 == "15" } }
                let lines = log.lines.filter { $0.contains("no connection to the broker") }
                #expect((1...3).contains(lines.count), "\(lines)")
            }
        }
    }

    @Test("A broker that went away for a while is found again")
    func down() async throws {
        try await withScene { scene in
            try await scene.withBridge { _, log in
                try await log.line(containing: "connected to the broker")
                try await scene.broker.stop()
                try await log.line(containing: "no connection to the broker")
                try await scene.broker.start()
                let witness = try await scene.broker.watch("#")
                defer { witness.stop() }
                try await witness.value("status", "online")
                try await scene.takesCommands()
                try await scene.ask("12")
                try await witness.outcome(of: "12.0")
                #expect(log.lines.filter { $0.contains("broker") }.count <= 5, "\(log.lines)")
            }
        }
    }

    @Test("The last will of a run before, sent late, does not leave a living charger or bridge offline")
    func lateWill() async throws {
        try await withScene { scene in
            try await scene.withBridge { witness, _ in
                try await witness.value("status", "online")
                try await witness.message { $0.topic == "bat_charger/bridge/test" && $0.text == "online" }
                let position = witness.position
                try await scene.broker.publish("\(Scene.root)/status", "offline", retain: true)
                try await scene.broker.publish("bat_charger/bridge/test", "offline", retain: true)
                try await witness.value("status", "online", from: position)
                try await witness.message(from: position) {
                    $0.topic == "bat_charger/bridge/test" && $0.text == "online"
                }
            }
        }
    }

    @Test("Over TLS, checked against the broker's authority")
    func tls() async throws {
        try await withScene(broker: TestBrokerOptions(tls: TestTLSOptions())) { scene in
            let authority = scene.broker.certificates?.ca
            try await scene.withBridge {
                $0.mqtt.host = "localhost"
                $0.mqtt.tls = TLSSettings(authority: authority)
            } _: { witness, _ in
                try await witness.value("status", "online")
                try await scene.ask("12")
                #expect(try await witness.outcome(of: "12.0").in_force == 12)
            }
        }
    }

    @Test("A broker with a certificate of someone else's is not trusted, and the log says why")
    func wrongAuthority() async throws {
        try await withScene(broker: TestBrokerOptions(tls: TestTLSOptions())) { scene in
            let other = scene.broker.certificates?.otherCA
            let change: (inout Configuration) -> Void = {
                $0.mqtt.host = "localhost"
                $0.mqtt.tls = TLSSettings(authority: other)
            }
            try await scene.withBridge(change, whenReady: false) { witness, log in
                let line = try await log.line(containing: "no connection to the broker")
                #expect(line.contains("certificate"), "\(line)")
                #expect(witness.messages.isEmpty)
            }
        }
    }

    @Test("A wrong password: one clear line without it, tried again until it is right")
    func wrongPassword() async throws {
        try await withScene(broker: TestBrokerOptions(users: ["user": "right"])) { scene in
            let change: (inout Configuration) -> Void = {
                $0.mqtt.username = "user"
                $0.mqtt.password = Secret("wr0ng-s3cret")
            }
            try await scene.withBridge(change, whenReady: false) { witness, log in
                let line = try await log.line(containing: "no connection to the broker")
                #expect(line.contains("user") && line.contains("password"), "\(line)")
                #expect(!log.lines.contains { $0.contains("wr0ng-s3cret") })
                #expect(witness.messages.isEmpty)
                // Set right at the broker, it is found by the next try.
                try await scene.broker.change(users: ["user": "wr0ng-s3cret"])
                try await witness.value("status", "online")
                try await witness.anyValue("voltage")
            }
        }
    }

    private static let document = "homeassistant/device/victron_itbatchrg/config"
}
