// SPDX-License-Identifier: MIT
import EnergySources
import MQTTClient
import TestBroker
import Testing

@Suite("A meter and a plug at a real broker", .timeLimit(.minutes(5)))
struct BrokerTests {
    @Test("A kept value is told from a live one, and a command from its answer")
    func keptAndLive() async throws {
        let broker = try await TestBroker()
        try await broker.start()
        let connection = MosquittoConnection(
            settings: MQTTSettings(host: "127.0.0.1", port: broker.port, clientID: "meter"))
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { await connection.run() }
            defer { group.cancelAll() }
            try await patiently("a meter and a plug") { try await Self.play(connection) }
        }
        try await broker.stop()
    }

    private static func play(_ connection: MosquittoConnection) async throws {
        var meter = MQTTMeter(settings: MQTTMeterSettings(parts: [.init(topic: "meter")]))
        var plug = SmartPlug(
            settings: SmartPlugSettings(commandTopic: "plug/set", stateTopic: "plug"))
        var told: [String] = []
        for await event in connection.events {
            switch event {
            case .connected:
                connection.publish(MQTTMessage(topic: "meter", payload: "1", retain: true))
                connection.publish(MQTTMessage(topic: "plug", payload: "OFF", retain: true))
                for filter in meter.filters.union(plug.filters).union(["plug/set"]).sorted() {
                    connection.subscribe(filter, qos: .atLeastOnce)
                }
            case .subscribed(filter: "plug/set"):
                connection.publish(MQTTMessage(topic: "meter", payload: "2", retain: true))
                connection.publish(plug.command(isOn: true))
            case .message(let message):
                for case .reading(let reading) in meter.take(message, at: at(0)) {
                    told.append("\(reading.watts)")
                }
                for case .state(let state) in plug.take(message, at: at(0)) {
                    told.append("\(state.position) \(state.isKept)")
                }
                if message.topic == "plug/set" {
                    connection.publish(MQTTMessage(topic: "plug", payload: message.payload, retain: true))
                }
            default: break
            }
            if told.last == "on false" { break }
        }
        // The kept 1 W is not among them.
        #expect(told == ["off true", "2.0", "on false"])
    }
}
