// SPDX-License-Identifier: MIT
import MQTTClient
import TestBroker
import Testing

/// What brokers say, from a server that says it byte by byte.
@Suite struct BrokerWordsTests {
    @Test(
        "a refusal is put in words, and only a lasting one is retried slowly",
        arguments: [
            (0x85, "refused the client name client", true),
            (0x86, "refused the user name or password", true),
            (0x87, "without a user name and password", true),
            (0x88, "not available just now", false),
            (0x89, "too busy just now", false),
            (0x8A, "refused: Banned", true),
            (0x9C, "refused: Use another server", false),
            (0xFF, "refused: ", false),
        ])
    func refusals(_ code: UInt8, _ words: String, _ isLasting: Bool) async throws {
        let broker = try server { [[0x20, 3, 0, code, 0]] }
        defer { broker.stop() }
        try await running(MosquittoConnection(settings: settings(port: broker.port))) { _, reader in
            let (reason, retryIn) = try await reader.refused()
            #expect(reason.contains("127.0.0.1:\(broker.port) "))
            #expect(reason.contains(words), "\(reason)")
            #expect((retryIn == .seconds(30)) == isLasting)
        }
    }

    @Test(
        "a broker's reason to end the connection is put in words",
        arguments: [
            (0x8E, "another client named client"), (0x8B, "is shutting down"),
            (0x98, "ended the connection: Administrative action"), (0x00, "closed the connection"),
        ])
    func farewells(_ code: UInt8, _ words: String) async throws {
        let broker = try server { [[0x20, 3, 0, 0, 0], [0xE0, 2, code, 0]] }
        defer { broker.stop() }
        try await running(MosquittoConnection(settings: settings(port: broker.port))) { _, reader in
            try await reader.connected()
            let reason = try await reader.disconnected()
            #expect(reason.contains(words), "\(reason)")
        }
    }

    @Test("a connection that the broker has closed hard is said to be closed")
    func reset() async throws {
        let broker = try TestServer { socket, number, _ in
            _ = TestServer.receive(socket)
            TestServer.send([0x20, 3, 0, 0, 0], socket)
            guard number == 0 else { return _ = TestServer.receive(socket) }
            _ = TestServer.receive(socket)
            TestServer.resetOnClose(socket)
        }
        defer { broker.stop() }
        try await running(MosquittoConnection(settings: settings(port: broker.port))) { connection, reader in
            try await reader.connected()
            connection.publish(MQTTMessage(topic: "some", payload: "thing"))
            let reason = try await reader.disconnected()
            #expect(reason == "the broker at 127.0.0.1:\(broker.port) closed the connection")
        }
    }

    @Test(
        "a broker that sends nonsense is left, not believed",
        arguments: [
            // A topic that is not UTF-8.
            [0x30, 6, 0, 2, 0xC3, 0x28, 0, 0x78],
            // A topic with a NUL.
            [0x30, 6, 0, 2, 0x61, 0, 0, 0x78],
            // A topic longer than its packet.
            [0x30, 4, 0xFF, 0xFF, 0x61, 0x61],
            // A length without end.
            [0x30, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF],
            // A packet type that does not exist.
            [0x00, 0],
        ])
    func nonsense(_ packet: [UInt8]) async throws {
        let broker = try server { [[0x20, 3, 0, 0, 0], packet] }
        defer { broker.stop() }
        try await running(MosquittoConnection(settings: settings(port: broker.port))) { _, reader in
            try await reader.connected()
            let isClean = try await reader.first("the end of it, without a message") { event -> Bool? in
                switch event {
                case .disconnected: true
                case .message: false
                default: nil
                }
            }
            #expect(isClean)
        }
    }

    private func server(_ answers: @escaping @Sendable () -> [[UInt8]]) throws -> TestServer {
        try TestServer { socket, _, _ in
            guard !TestServer.receive(socket).isEmpty else { return }
            for answer in answers() { TestServer.send(answer, socket) }
            while !TestServer.receive(socket).isEmpty {}
        }
    }
}
