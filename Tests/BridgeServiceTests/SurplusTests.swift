// SPDX-License-Identifier: MIT
import BridgeConfiguration
import ChargerSimulator
import TestBroker
import Testing

@Suite("Charging with the sun")
struct SurplusTests {
    /// While the meter's delay is unknown each act is given 43 s to show; and a cloud within them can look like a
    /// meter that counts the wrong way round, which is tried with another act.
    fileprivate static let patience = testPatience * 3

    @Test("Chosen on its topic, the charger takes what the house does not use, and says why")
    func follows() async throws {
        try await Self.withSun(300) { house, scene, witness in
            try await witness.value("mode", "manual")
            try await witness.value("meter", "OK")
            try await scene.broker.publish("\(Scene.root)/mode/set", "surplus")
            try await witness.value("mode", "surplus")
            try await witness.value("owner", "surplus")
            // 300 W into a battery of about 13 V.
            let first = try await witness.limit { $0 > 17 && $0 < 23 }
            #expect(scene.charger.withCharger { $0.limitInForce } == Int((first * 10).rounded()))
            house.surplus = 150
            try await witness.limit { $0 < 12 }
            let reasons = witness.texts("control_reason")
            #expect(reasons.allSatisfy { !$0.isEmpty })
            #expect(witness.texts("control_paused").last == "no")
        }
    }

    @Test("A meter that falls silent does not freeze the current: it goes to the minimum, and that is said")
    func stale() async throws {
        try await Self.withSun(300, mode: .surplus) { house, _, witness in
            try await witness.limit { $0 > 17 }
            house.isMetering = false
            try await witness.value("current_limit", "7.5")
            try await witness.message(from: 0, "the meter's problem") {
                $0.topic == "\(Scene.root)/meter" && $0.text != "OK"
            }
            try await witness.value("control_paused", "yes")
            house.isMetering = true
            try await witness.value("control_paused", "no")
            try await witness.limit { $0 > 17 }
        }
    }

    @Test("Below its minimum the charger is switched off by the plug, and on again with the sun")
    func plug() async throws {
        try await Self.withSun(300, mode: .surplus, plug: true) { house, _, witness in
            try await witness.limit { $0 > 17 }
            house.surplus = -100
            try await witness.value("plug", "off", patience: Self.patience)
            try await witness.message(from: 0, "why it is off") {
                $0.topic == "\(Scene.root)/idle_reason" && $0.text.contains("plug is off")
            }
            house.surplus = 300
            let position = witness.position
            try await witness.value("plug", "on", from: position, patience: Self.patience)
            try await witness.anyValue("voltage", from: position)
        }
    }

    @Test("A plug that does not obey is said, and so is a hand that switches it")
    func disobeys() async throws {
        try await Self.withSun(300, mode: .surplus, plug: true) { house, _, witness in
            try await witness.limit { $0 > 17 }
            house.plugObeys = false
            house.surplus = -100
            try await witness.value("control_paused", "yes", patience: Self.patience)
            try await witness.message(from: 0, "that it does not obey") {
                $0.topic == "\(Scene.root)/control_reason" && $0.text.contains("plug")
            }
        }
    }

    @Test("A plug is asked for its state when it is back, and when it does not answer a command")
    func asked() async throws {
        try await Self.withSun(300, mode: .surplus, plug: true) { house, scene, witness in
            let questions = try await scene.broker.watch(Self.plugQuery)
            defer { questions.stop() }
            try await witness.limit { $0 > 17 }
            try await scene.broker.publish(Self.plugAvailability, "offline")
            try await witness.message(from: 0, "that it is away") {
                $0.topic == "\(Scene.root)/plug" && $0.text != "on"
            }
            let before = questions.position
            try await scene.broker.publish(Self.plugAvailability, "online")
            try await questions.message(from: before, "a question to the plug that is back") { _ in true }
            try await house.switchByHand(true)
            let answered = questions.position
            house.plugObeys = false
            house.surplus = -100
            try await questions.message(
                from: answered, "a question to the plug that did not answer", patience: Self.patience
            ) { _ in true }
            #expect(house.orders.last == false)
        }
    }

    @Test("A limit set by hand wins, and control says until when")
    func hand() async throws {
        try await Self.withSun(300, mode: .surplus) { _, scene, witness in
            try await witness.limit { $0 > 17 }
            try await scene.ask("9")
            #expect(try await witness.outcome(of: "9.0").in_force == 9)
            try await witness.value("owner", "manual")
            try await witness.message(from: 0, "until when") {
                $0.topic == "\(Scene.root)/control_reason" && $0.text.contains("surplus goes on in")
            }
            try await scene.broker.publish("\(Scene.root)/mode/set", "surplus")
            try await witness.limit(after: "9.0") { $0 > 17 }
        }
    }

    @Test("What is no mode is refused where the asker can see it")
    func refused() async throws {
        try await Self.withSun(0) { _, scene, witness in
            try await scene.broker.publish("\(Scene.root)/mode/set", "sun")
            let message = try await witness.message(from: 0, "a refusal") {
                $0.topic == "\(Scene.root)/mode/result"
            }
            #expect(message.text.contains("\"outcome\":\"refused\""))
            #expect(message.text.contains("surplus or minimum"))
        }
    }

    @Test("When the program is stopped while it follows the sun, the limit is lowered as far as it goes")
    func stop() async throws {
        try await withScene { scene in
            try await scene.withHouse(surplus: 300) { _ in
                try await scene.withBridge(Self.sunny(mode: .surplus)) { witness, _ in
                    try await witness.limit { $0 > 17 }
                }
            }
            #expect(scene.charger.withCharger { $0.limitInForce } == 75)
        }
    }

    private static func withSun(
        _ surplus: Double, mode: SurplusSettings.Mode = .manual, plug: Bool = false,
        _ body: (SimulatedHouse, Scene, Witness) async throws -> Void
    ) async throws {
        try await withScene { scene in
            try await scene.withHouse(surplus: surplus) { house in
                try await scene.withBridge(sunny(mode: mode, plug: plug)) { witness, _ in
                    try await body(house, scene, witness)
                }
            }
        }
    }

    private static let plugQuery = "cmnd/charger/STATE"
    private static let plugAvailability = "tele/charger/LWT"

    private static func sunny(
        mode: SurplusSettings.Mode, plug: Bool = false
    ) -> @Sendable (inout Configuration) -> Void {
        {
            var surplus = SurplusSettings(mode: mode)
            surplus.meter = MeterSettings(
                source: .mqtt(MQTTMeterSettings(parts: [.init(topic: SimulatedHouse.meter)])),
                staleAfter: .seconds(6))
            if plug {
                surplus.plug = PlugSettings(
                    commandTopic: SimulatedHouse.plugCommand, stateTopic: SimulatedHouse.plugState,
                    availabilityTopic: plugAvailability, queryTopic: plugQuery,
                    enableDelay: .seconds(1), disableDelay: .seconds(1), minimumOn: .seconds(1),
                    minimumOff: .seconds(1), dailySwitchings: 10_000)
            }
            // So that changes cost next to nothing, and are not waited for.
            $0.chargers[0].limit.dailyMaximum = 10_000
            $0.chargers[0].limit.dailyBudget = 10_000
            $0.chargers[0].surplus = surplus
        }
    }
}

extension Witness {
    /// Waits for a limit in force.
    /// - Parameters:
    ///   - earlier: a limit after which it must come.
    ///   - matches: whether it is the one.
    @discardableResult
    fileprivate func limit(
        after earlier: String? = nil, where matches: @escaping @Sendable (Double) -> Bool
    ) async throws -> Double {
        let topic = "\(Scene.root)/current_limit"
        let position =
            earlier.map { text in messages.lastIndex { $0.topic == topic && $0.text == text } ?? 0 } ?? 0
        let message = try await message(from: position, "a limit", patience: SurplusTests.patience) {
            $0.topic == topic && Double($0.text).map(matches) == true
        }
        return Double(message.text) ?? 0
    }
}
