// SPDX-License-Identifier: MIT
import MQTTClient
import TestBroker
import Testing

@Suite struct LimitTests {
    @Test(
        "the wait doubles up to its bound, and jitter only shortens it",
        arguments: [(1, 1), (2, 2), (3, 4), (5, 16), (6, 30), (64, 30), (Int.max, 30), (0, 1), (-1, 1)])
    func backoff(_ failures: Int, _ seconds: Int) {
        let backoff = MQTTBackoff()
        #expect(backoff.delay(afterFailures: failures, jitter: 0) == .seconds(seconds))
        #expect(backoff.delay(afterFailures: failures, jitter: 1) == .milliseconds(seconds * 750))
        #expect(backoff.delay(afterFailures: failures, jitter: 9) == .milliseconds(seconds * 750))
    }

    @Test("no back-off is so short that it hammers", arguments: [Duration.zero, .seconds(-5)])
    func shortestBackoff(_ initial: Duration) {
        for failures in [1, 2, 50] {
            let delay = MQTTBackoff(initial: initial).delay(afterFailures: failures, jitter: 1)
            #expect(delay == .milliseconds(10))
        }
    }

    @Test("an unread flood drops the oldest messages, counts them, and keeps the events")
    func flood() async throws {
        let broker = InMemoryBroker()
        let connection = broker.connection(settings(port: 1883))
        try await running(connection) { connection, reader in
            try await reader.connected()
            connection.subscribe("a", qos: .atLeastOnce)
            for number in 0..<5000 { connection.publish(MQTTMessage(topic: "a", payload: "\(number)")) }
            broker.goDown()
            #expect(connection.events.dropCounts.surplusMessages == 5000 - MQTTLimits.waitingMessages)
            try await reader.subscribed("a")
            #expect(try await reader.message().text == "\(5000 - MQTTLimits.waitingMessages)")
            try await reader.disconnected()
        }
    }

    @Test("a message costs the same, however many have come behind an event that nobody read")
    func longFlood() async throws {
        let broker = InMemoryBroker()
        try await running(broker.connection(settings(port: 1883))) { connection, reader in
            try await reader.connected()
            connection.subscribe("a", qos: .atLeastOnce)
            let message = MQTTMessage(topic: "a", payload: "1")
            /// The least of several times, since other tests run beside this one.
            func cost() -> Duration {
                (0..<20).reduce(.seconds(60)) { least, _ in
                    min(least, ContinuousClock().measure { for _ in 0..<50 { connection.publish(message) } })
                }
            }
            for _ in 0..<1000 { connection.publish(message) }
            let soon = cost()
            for _ in 0..<30_000 { connection.publish(message) }
            let late = cost()
            #expect(late < soon * 5)
            try await reader.subscribed("a")
        }
    }

    @Test("unread payloads are bounded in bytes as well")
    func bytes() async throws {
        let broker = InMemoryBroker()
        try await running(broker.connection(settings(port: 1883))) { connection, reader in
            try await reader.connected()
            connection.subscribe("a", qos: .atLeastOnce)
            let payload = [UInt8](repeating: 1, count: MQTTLimits.payloadBytes)
            let fitting = MQTTLimits.waitingBytes / MQTTLimits.payloadBytes
            for _ in 0..<(fitting + 3) { connection.publish(MQTTMessage(topic: "a", payload: payload)) }
            #expect(connection.events.dropCounts.surplusMessages == 3)
        }
    }

    @Test("failures that nobody reads take one place, the newest")
    func unreadFailures() async throws {
        let broker = InMemoryBroker()
        broker.goDown()
        try await running(broker.connection(settings(port: 1883))) { _, reader in
            _ = try await reader.unreachable()
            broker.comeUp()
            for _ in 0..<3 { broker.goDown() }
            try await reader.connected()
            try await reader.disconnected()
        }
    }

    @Test("more publishes than may be under way are refused while the broker stands still")
    func outstanding() async throws {
        try await withBroker { broker in
            try await running(MosquittoConnection(settings: settings(port: broker.port))) {
                connection, reader in
                try await reader.connected()
                broker.freeze()
                let taken = (0..<(MQTTLimits.outstandingPublishes + 500)).count { number in
                    connection.publish(MQTTMessage(topic: "a", payload: "\(number)"))
                }
                #expect(taken == MQTTLimits.outstandingPublishes)
                broker.thaw()
                connection.subscribe("done", qos: .atLeastOnce)
                try await reader.subscribed("done")
            }
        }
    }

    @Test("the events end for a reader that is cancelled, and go on for the next")
    func cancelledReader() async throws {
        let broker = InMemoryBroker()
        try await running(broker.connection(settings(port: 1883))) { connection, reader in
            try await reader.connected()
            await withTaskGroup(of: Void.self) { group in
                group.addTask { for await _ in connection.events {} }
                group.cancelAll()
            }
            connection.subscribe("a", qos: .atLeastOnce)
            try await reader.subscribed("a")
        }
    }

    @Test("the twin publishes the will of a client that is cut off")
    func twinWill() async throws {
        let broker = InMemoryBroker()
        let will = MQTTMessage(topic: "status", payload: "offline", retain: true)
        try await running(broker.connection(settings(port: 1883, will: will))) { connection, reader in
            try await reader.connected()
            connection.publish(MQTTMessage(topic: "status", payload: "online", retain: true))
            broker.sever(clientID: "client")
            try await reader.disconnected()
            try await reader.connected()
            #expect(broker.retained["status"]?.text == "offline")
        }
    }
}
