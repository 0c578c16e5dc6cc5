// SPDX-License-Identifier: MIT
import ChargerControl
import MQTTBridge
import Testing

@Suite("The topics of a charger")
struct ChargerTopicsTests {
    @Test("They are the documented ones")
    func names() {
        let topics = ChargerTopics(base: "bat_charger", device: "itbatchrg")
        let found = [
            topics.status, topics.voltage, topics.current, topics.power, topics.chargeState, topics.error,
            topics.errorCode, topics.temperature, topics.internalTemperature, topics.energy, topics.charge,
            topics.limit, topics.limitCommand, topics.limitResult, topics.idleReason, topics.diagnostics,
        ]
        let expected = [
            "status", "voltage", "current", "power", "charge_state", "error", "error_code", "temperature",
            "internal_temperature", "energy", "charge", "current_limit", "current_limit/set",
            "current_limit/result", "idle_reason", "diagnostics",
        ]
        #expect(found == expected.map { "bat_charger/itbatchrg/\($0)" })
        #expect(
            ChargerTopics.bridge(base: "site/chargers", instance: "garage") == "site/chargers/bridge/garage")
    }

    @Test(
        "Only a command topic in the limit's own place moves the limit aside",
        arguments: [
            ("b/c/current_limit", "b/c/current_limit/state"), ("b/c/curlimit", "b/c/current_limit"),
            ("b/c/current_limit/set", "b/c/current_limit"), (nil, "b/c/current_limit"),
        ] as [(String?, String)])
    func movedAside(command: String?, limit: String) {
        let topics = ChargerTopics(base: "b", device: "c", configuredCommand: command)
        #expect(topics.limit == limit)
        #expect(topics.limitHasMoved == (limit != "b/c/current_limit"))
    }

    @Test("What has no topic can't be asked for on one")
    func withoutTopic() {
        let topics = ChargerTopics(base: "b", device: "c")
        #expect(topics.controlCommand(.limit) == nil)
        #expect(topics.controlCommand(.lowCurrent) == nil)
        #expect(topics.controlCommand(.mode) == "b/c/mode/set")
    }
}
