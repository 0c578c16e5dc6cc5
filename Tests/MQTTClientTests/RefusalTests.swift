// SPDX-License-Identifier: MIT
import MQTTClient
import TestBroker
import Testing

@Suite struct RefusalTests {
    private let options = TestBrokerOptions(users: ["user": "right-secret"])

    @Test("the right password connects")
    func rightPassword() async throws {
        try await withBroker(options) { broker in
            let settings = settings(port: broker.port, username: "user", password: "right-secret")
            try await running(MosquittoConnection(settings: settings)) { _, reader in
                try await reader.connected()
            }
        }
    }

    @Test(
        "a wrong password, an unknown user and none at all are refused in words, and retried slowly",
        arguments: [("user", "wrong-secret"), ("nobody", "wrong-secret"), (nil, nil)])
    func wrongPassword(_ username: String?, _ password: String?) async throws {
        try await withBroker(options) { broker in
            let settings = settings(port: broker.port, username: username, password: password)
            try await running(MosquittoConnection(settings: settings)) { _, reader in
                let (reason, retryIn) = try await reader.refused()
                #expect(reason.contains("127.0.0.1:\(broker.port)"))
                #expect(reason.contains("password"), "\(reason)")
                #expect(!reason.contains("secret"))
                #expect(retryIn == .seconds(30))
            }
        }
    }

    @Test("a settings value shows no secret, however it is printed")
    func printing() {
        let settings = MQTTSettings(
            host: "192.0.2.10", clientID: "bridge", username: "hidden-user", password: "hidden-secret")
        var dumped = ""
        dump(settings, to: &dumped)
        for text in ["\(settings)", String(reflecting: settings), "\([settings])", dumped] {
            #expect(!text.contains("hidden"), "\(text)")
            #expect(text.contains("192.0.2.10"))
        }
    }

    @Test("a message the broker refuses is counted and told in words, and the connection stays")
    func messageTooBig() async throws {
        try await withBroker(TestBrokerOptions(messageSizeLimit: 1000)) { broker in
            try await running(MosquittoConnection(settings: settings(port: broker.port))) {
                connection, reader in
                try await reader.connected()
                connection.subscribe("a", qos: .atLeastOnce)
                connection.publish(MQTTMessage(topic: "a", payload: [UInt8](repeating: 1, count: 5000)))
                connection.publish(MQTTMessage(topic: "a", payload: "small"))
                let reason = try await reader.first("a refused message") {
                    if case .publishRefused(let reason) = $0 { reason } else { nil }
                }
                #expect(reason.contains("127.0.0.1:\(broker.port) refuses what is published: "), "\(reason)")
                connection.publish(MQTTMessage(topic: "a", payload: "another"))
                try await reader.first("the next message") {
                    if case .message(let message) = $0, message.text == "another" { true } else { nil }
                }
                #expect(connection.events.dropCounts.refusedPublishes == 1)
            }
        }
    }
}
