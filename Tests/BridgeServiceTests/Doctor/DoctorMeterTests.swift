// SPDX-License-Identifier: MIT
import BridgeService
import Foundation
import Testing
import TestBroker
import TestMeter

@Suite("chargebridge doctor: the grid meter and the plug")
struct DoctorMeterTests {
    private static let topic = "grid/power"

    /// Runs the doctor with what stands under `surplus`, while something goes on at the broker.
    private func examine(
        _ surplus: String, broker: TestBroker? = nil, seconds: String = "1",
        meanwhile: (@Sendable () async throws -> Void)? = nil
    ) async throws -> Examination {
        var examination: Examination?
        try await withFolder { folder in
            var file = DoctorFile(folder: folder)
            if let broker { file.broker = "host: 127.0.0.1, port: \(broker.port)" }
            file.more = "surplus: { mode: surplus, \(surplus) }"
            let path = try file.write()
            examination = try await withThrowingTaskGroup(
                of: Void.self, returning: Examination.self
            ) { group in
                if let meanwhile {
                    group.addTask { while !Task.isCancelled { try await meanwhile() } }
                }
                let found = try await BridgeServiceTests.examine(path, ["--seconds", seconds])
                group.cancelAll()
                return found
            }
        }
        return try #require(examination)
    }

    @Test(
        "A meter on a topic: what it says and which way it flows",
        arguments: [
            ("412.4", "import", "412 W are drawn from the grid"),
            ("-88", "import", "88 W are fed into the grid"),
            ("88", "export", "88 W are fed into the grid"),
        ])
    func meter(payload: String, positive: String, words: String) async throws {
        try await withBroker { broker in
            let found = try await examine(
                "meter: { mqtt: { topics: [\(Self.topic)], positive: \(positive) } }", broker: broker
            ) { try await broker.publish(Self.topic, payload) }
            found.expect(.meter, .ok, words)
            #expect(found.of(.meter).first?.charger == "itbatchrg")
        }
    }

    @Test("A meter that is silent, says nonsense, or has only left a kept value")
    func noValue() async throws {
        try await withBroker { broker in
            let meter = "meter: { mqtt: { topics: [\(Self.topic)] } }"
            var found = try await examine(meter, broker: broker)
            found.expect(.meter, .warning, "no value from the meter yet on grid/power", do: "--seconds")
            found = try await examine(
                "meter: { mqtt: { topics: [\(Self.topic)] }, stale_after: 5 }", broker: broker, seconds: "3")
            found.expect(.meter, .problem, "listened for 5 s", do: "mosquitto_sub")
            found = try await examine(meter, broker: broker) {
                try await broker.publish(Self.topic, "much")
            }
            found.expect(.meter, .warning, "does not count", do: "correct surplus.meter.mqtt")
            try await broker.publish(Self.topic, "5", retain: true)
            found = try await examine(meter, broker: broker)
            found.expect(.meter, .warning, "kept (retained) value on grid/power does not count")
        }
    }

    @Test("A meter over Modbus: what it says, or why it says nothing")
    func modbus() async throws {
        try await withModbusServer(ModbusContent(input: ["820": [400, 50, 0xFFFF]])) { port in
            var found = try await examine("meter: { modbus: { host: 127.0.0.1, port: \(port) } }")
            found.expect(.meter, .ok, "the grid meter at 127.0.0.1:\(port) says that 449 W are drawn")
            found = try await examine("meter: { modbus: { host: 127.0.0.1, port: \(port), registers: [5] } }")
            found.expect(.meter, .problem, "has no input register", do: "registers")
        }
        let found = try await examine("meter: { modbus: { host: 127.0.0.1, port: 1 } }")
        found.expect(.meter, .problem, "127.0.0.1:1", do: "Modbus TCP is switched on")
    }

    @Test("A plug: what it says when asked, what was kept, silence, a word that means nothing, and its leave")
    func plug() async throws {
        let topics = "command_topic: plug/set, state_topic: plug/state, availability_topic: plug/lwt"
        let surplus = "meter: { mqtt: { topics: [\(Self.topic)] } }, plug: { \(topics) }"
        try await withBroker { broker in
            var found = try await examine(surplus, broker: broker)
            found.expect(.plug, .warning, "has not told on plug/state whether it is on", do: "query_topic")
            found = try await examine(surplus, broker: broker) {
                try await broker.publish("plug/state", "OFF")
            }
            found.expect(.plug, .ok, "the plug says on plug/state that it is off")
            try await broker.publish("plug/state", "ON", retain: true)
            found = try await examine(surplus, broker: broker)
            found.expect(.plug, .ok, "that it is on (kept by the broker, of unknown age)")
            try await broker.publish("plug/state", "perhaps", retain: true)
            found = try await examine(surplus, broker: broker)
            found.expect(.plug, .warning, "it means neither on nor off")
            try await broker.publish("plug/lwt", "offline", retain: true)
            found = try await examine(surplus, broker: broker)
            found.expect(.plug, .problem, "can't be reached", do: "mains")
            #expect(!broker.log.contains { $0.contains("PUBLISH") && $0.contains("plug/set") })
        }
    }

    @Test("Without the broker it says that neither was heard")
    func noBroker() async throws {
        let found = try await examine(
            "meter: { mqtt: { topics: [\(Self.topic)] } }, plug: { command_topic: a, state_topic: b }")
        found.expect(.meter, .unknown, "the broker is not reached")
        found.expect(.plug, .unknown, "the broker is not reached")
    }
}
