// SPDX-License-Identifier: MIT
import MQTTClient
import TestBroker
import Testing

/// What both implementations promise, asked of both.
@Suite struct ContractTests {
    enum Implementation: CaseIterable { case mosquitto, inMemory }

    @Test("a message published is delivered to a subscriber", arguments: Implementation.allCases)
    func delivers(_ implementation: Implementation) async throws {
        try await withPlace(implementation) { place in
            try await running(place.connection()) { connection, reader in
                try await reader.connected()
                #expect(connection.isConnected)
                connection.subscribe("a/+", qos: .atLeastOnce)
                try await reader.subscribed("a/+")
                let payload: [UInt8] = [0, 1, 0xFF, 0]
                #expect(connection.publish(MQTTMessage(topic: "a/b", payload: payload)))
                let message = try await reader.message()
                #expect(message == MQTTMessage(topic: "a/b", payload: payload))
                #expect(message.text == nil)
            }
        }
    }

    @Test(
        "a retained message is marked when it is replayed, not when it is new",
        arguments: Implementation.allCases)
    func marksReplays(_ implementation: Implementation) async throws {
        try await withPlace(implementation) { place in
            try await running(place.connection()) { connection, reader in
                try await reader.connected()
                connection.publish(MQTTMessage(topic: "r/x", payload: "old", retain: true))
                connection.subscribe("r/#", qos: .atLeastOnce)
                let replay = try await reader.message()
                #expect(replay.retain && replay.text == "old")
                connection.publish(MQTTMessage(topic: "r/x", payload: "new", retain: true))
                let live = try await reader.message()
                #expect(!live.retain && live.text == "new")
                #expect(try await place.retained("r/#") == ["r/x": "new"])
            }
        }
    }

    @Test("an empty retained message removes what was retained", arguments: Implementation.allCases)
    func removesRetained(_ implementation: Implementation) async throws {
        try await withPlace(implementation) { place in
            try await place.publish("r/x", "old", retain: true)
            try await running(place.connection()) { connection, reader in
                try await reader.connected()
                connection.publish(MQTTMessage(topic: "r/x", payload: "", retain: true))
            }
            #expect(try await place.retained("#").isEmpty)
        }
    }

    @Test("an ended subscription brings nothing more", arguments: Implementation.allCases)
    func unsubscribes(_ implementation: Implementation) async throws {
        try await withPlace(implementation) { place in
            try await running(place.connection()) { connection, reader in
                try await reader.connected()
                connection.subscribe("a", qos: .atLeastOnce)
                connection.subscribe("b", qos: .atLeastOnce)
                try await reader.subscribed("b")
                connection.unsubscribe("a")
                connection.publish(MQTTMessage(topic: "a", payload: "unwanted"))
                connection.publish(MQTTMessage(topic: "b", payload: "wanted"))
                #expect(try await reader.message().text == "wanted")
            }
        }
    }

    @Test(
        "a filter with a misplaced wildcard is refused", arguments: Implementation.allCases,
        ["a#", "a/#/b", "", "+a"])
    func refusesFilters(_ implementation: Implementation, _ filter: String) async throws {
        try await withPlace(implementation) { place in
            try await running(place.connection()) { connection, reader in
                try await reader.connected()
                connection.subscribe(filter, qos: .atLeastOnce)
                try await reader.first("a refused subscription") {
                    $0 == .subscriptionRefused(filter: filter) ? true : nil
                }
            }
        }
    }

    @Test(
        "a topic that can't be published to is refused", arguments: Implementation.allCases, ["", "a/+", "#"])
    func refusesTopics(_ implementation: Implementation, _ topic: String) async throws {
        try await withPlace(implementation) { place in
            try await running(place.connection()) { connection, reader in
                try await reader.connected()
                #expect(!connection.publish(MQTTMessage(topic: topic, payload: "x")))
                #expect(connection.isConnected)
            }
        }
    }

    @Test("topics with a NUL or too long are refused, the longest is not", arguments: Implementation.allCases)
    func boundsTopics(_ implementation: Implementation) async throws {
        try await withPlace(implementation) { place in
            try await running(place.connection()) { connection, reader in
                try await reader.connected()
                connection.subscribe("#", qos: .atLeastOnce)
                let longest = String(repeating: "x", count: 65535)
                #expect(!connection.publish(MQTTMessage(topic: "a\0b", payload: "x")))
                #expect(!connection.publish(MQTTMessage(topic: longest + "x", payload: "x")))
                #expect(connection.publish(MQTTMessage(topic: longest, payload: "x")))
                #expect(try await reader.message().topic == longest)
            }
        }
    }

    @Test("nothing is taken while not connected", arguments: Implementation.allCases)
    func refusesWhileAway(_ implementation: Implementation) async throws {
        try await withPlace(implementation) { place in
            let connection = place.connection()
            #expect(!connection.publish(MQTTMessage(topic: "a", payload: "too early")))
            try await running(connection) { connection, reader in
                try await reader.connected()
                try await place.goDown()
                try await reader.disconnected()
                #expect(!connection.isConnected)
                #expect(!connection.publish(MQTTMessage(topic: "a", payload: "away", retain: true)))
                try await place.comeUp()
                try await reader.connected()
                #expect(try await place.retained("#").isEmpty)
            }
            #expect(!connection.publish(MQTTMessage(topic: "a", payload: "too late")))
        }
    }

    @Test("it waits for a broker that is not there yet", arguments: Implementation.allCases)
    func waitsForBroker(_ implementation: Implementation) async throws {
        try await withPlace(implementation) { place in
            try await place.goDown()
            try await running(place.connection()) { connection, reader in
                _ = try await reader.unreachable()
                #expect(!connection.isConnected)
                try await place.comeUp()
                try await reader.connected()
                #expect(connection.publish(MQTTMessage(topic: "a", payload: "here")))
            }
        }
    }

    @Test("subscriptions end with the connection", arguments: Implementation.allCases)
    func forgetsSubscriptions(_ implementation: Implementation) async throws {
        try await withPlace(implementation) { place in
            try await running(place.connection()) { connection, reader in
                try await reader.connected()
                connection.subscribe("before", qos: .atLeastOnce)
                try await reader.subscribed("before")
                try await place.goDown()
                try await reader.disconnected()
                try await place.comeUp()
                try await reader.connected()
                connection.subscribe("after", qos: .atLeastOnce)
                try await reader.subscribed("after")
                try await place.publish("before", "x", retain: false)
                try await place.publish("after", "x", retain: false)
                #expect(try await reader.message().topic == "after")
            }
        }
    }

    @Test("a clean stop publishes the will's message and ends the events", arguments: Implementation.allCases)
    func saysGoodbye(_ implementation: Implementation) async throws {
        try await withPlace(implementation) { place in
            let will = MQTTMessage(topic: "status", payload: "offline", qos: .atMostOnce, retain: true)
            try await running(place.connection(will: will)) { connection, reader in
                try await reader.connected()
                connection.publish(MQTTMessage(topic: "status", payload: "online", retain: true))
                connection.publish(MQTTMessage(topic: "last", payload: "word", retain: true))
            }
            #expect(try await place.retained("#") == ["status": "offline", "last": "word"])
        }
    }

    @Test("500 messages come back, in order", arguments: Implementation.allCases)
    func echoes(_ implementation: Implementation) async throws {
        try await withPlace(implementation) { place in
            try await running(place.connection()) { connection, reader in
                try await reader.connected()
                connection.subscribe("echo", qos: .atLeastOnce)
                try await reader.subscribed("echo")
                for number in 0..<500 {
                    let text = "\(number) " + String(repeating: "x", count: 700)
                    #expect(connection.publish(MQTTMessage(topic: "echo", payload: text)))
                }
                for number in 0..<500 {
                    #expect(try await reader.message().text?.hasPrefix("\(number) ") == true)
                }
                #expect(connection.events.dropCounts == MQTTDropCounts())
            }
        }
    }

    @Test("an oversized payload is ignored and counted", arguments: Implementation.allCases)
    func ignoresOversized(_ implementation: Implementation) async throws {
        try await withPlace(implementation) { place in
            try await running(place.connection()) { connection, reader in
                try await reader.connected()
                connection.subscribe("big", qos: .atLeastOnce)
                try await reader.subscribed("big")
                let largest = [UInt8](repeating: 7, count: MQTTLimits.payloadBytes)
                connection.publish(MQTTMessage(topic: "big", payload: largest + [7]))
                connection.publish(MQTTMessage(topic: "big", payload: largest))
                #expect(try await reader.message().payload.count == MQTTLimits.payloadBytes)
                #expect(connection.events.dropCounts.oversizedMessages == 1)
            }
        }
    }
}
