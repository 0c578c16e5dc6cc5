// SPDX-License-Identifier: MIT
import MQTTClient
import TestBroker
import Testing

@Suite struct OutageTests {
    @Test("it is back after the broker was killed and restarted, three times")
    func survivesRestarts() async throws {
        try await withBroker { broker in
            try await running(MosquittoConnection(settings: settings(port: broker.port))) {
                connection, reader in
                try await reader.connected()
                for _ in 0..<3 {
                    try await broker.kill()
                    #expect(try await reader.disconnected().contains("127.0.0.1:\(broker.port)"))
                    #expect(try await reader.unreachable().contains("connection refused"))
                    try await broker.start()
                    try await reader.connected()
                }
                let topic = "back"
                connection.publish(MQTTMessage(topic: topic, payload: "yes", retain: true))
                connection.subscribe(topic, qos: .atLeastOnce)
                #expect(try await reader.message().text == "yes")
            }
        }
    }

    @Test("a broker that stands still is noticed, and found again")
    func noticesFrozenBroker() async throws {
        try await withBroker { broker in
            let settings = settings(port: broker.port, keepAlive: .seconds(5), connectTimeout: .seconds(1))
            try await running(MosquittoConnection(settings: settings)) { _, reader in
                try await reader.connected()
                broker.freeze()
                #expect(try await reader.disconnected().contains("no sign of life"))
                #expect(try await reader.unreachable().contains("does not answer"))
                broker.thaw()
                try await reader.connected()
            }
        }
    }

    @Test("a cut connection is made again, and the broker publishes the last will")
    func lastWill() async throws {
        try await withBroker { broker in
            let cable = try TestServer.cable(to: broker.port)
            defer { cable.stop() }
            let will = MQTTMessage(topic: "status", payload: "offline", retain: true)
            let witness = try await broker.watch("status")
            defer { witness.stop() }
            try await running(MosquittoConnection(settings: settings(port: cable.port, will: will))) {
                _, reader in
                try await reader.connected()
                cable.cut()
                #expect(try await reader.disconnected().contains("closed the connection"))
                try await witness.message { $0.text == "offline" }
                try await reader.connected()
            }
        }
    }

    @Test("the goodbye is seen once, and the will is not published on top")
    func goodbyeOnce() async throws {
        try await withBroker { broker in
            let will = MQTTMessage(topic: "status", payload: "offline", retain: true)
            let witness = try await broker.watch("status")
            defer { witness.stop() }
            try await running(MosquittoConnection(settings: settings(port: broker.port, will: will))) {
                _, reader in
                try await reader.connected()
            }
            try await broker.logLine { $0.contains("Received DISCONNECT from client") }
            try await broker.publish("status", "end")
            try await witness.message { $0.text == "end" }
            #expect(witness.messages.map(\.text) == ["offline", "end"])
        }
    }

    @Test("a name is looked up, and the address that answers is taken")
    func name() async throws {
        try await withBroker { broker in
            try await running(MosquittoConnection(settings: settings(port: broker.port, host: "localhost"))) {
                try await $1.connected()
            }
        }
    }

    @Test("it stops at once in the middle of a wait, of a greeting, and of a lookup")
    func stopsWhileAway() async throws {
        let silent = try TestServer { socket, _, _ in while !TestServer.receive(socket).isEmpty {} }
        defer { silent.stop() }
        try await running(MosquittoConnection(settings: settings(port: silent.port))) { _, _ in }
        try await running(MosquittoConnection(settings: settings(port: 1, host: "name.invalid"))) { _, _ in }
        let slow = MQTTSettings(
            host: "127.0.0.1", port: 1, clientID: "client",
            backoff: MQTTBackoff(initial: .seconds(86_400), maximum: .seconds(86_400)))
        try await running(MosquittoConnection(settings: slow)) { _, reader in
            let reason = try await reader.unreachable()
            #expect(reason.contains("127.0.0.1:1"))
        }
    }

    @Test("it stops although the broker stands still and takes no goodbye")
    func stopsWhileFrozen() async throws {
        try await withBroker { broker in
            let will = MQTTMessage(topic: "status", payload: "offline", retain: true)
            try await running(MosquittoConnection(settings: settings(port: broker.port, will: will))) {
                _, reader in
                try await reader.connected()
                broker.freeze()
            }
        }
    }

    @Test("what is wrong with the address is said")
    func addressWords() async throws {
        for (host, port, words) in [
            ("name.invalid", 1883, "the name name.invalid"), ("", 1883, "not a host"),
            ("127.0.0.1", 0, "not a host and a port"),
            ("127.0.0.1", 70000, "not a host and a port"), ("::1", 1, "[::1]:1"),
        ] {
            try await running(MosquittoConnection(settings: settings(port: port, host: host))) { _, reader in
                let reason = try await reader.unreachable()
                #expect(reason.contains(words), "\(reason)")
            }
        }
    }

    @Test("a broker that speaks something else is said to")
    func notMQTT() async throws {
        let web = try TestServer { socket, _, _ in
            _ = TestServer.receive(socket)
            let page = "HTTP/1.1 400 Bad Request\r\n\r\n" + String(repeating: "no ", count: 100)
            TestServer.send(Array(page.utf8), socket)
            while !TestServer.receive(socket).isEmpty {}
        }
        defer { web.stop() }
        try await running(MosquittoConnection(settings: settings(port: web.port))) { _, reader in
            let reason = try await reader.unreachable()
            #expect(reason.contains("not MQTT"), "\(reason)")
        }
    }
}
