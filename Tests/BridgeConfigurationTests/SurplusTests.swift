// SPDX-License-Identifier: MIT
import BridgeConfiguration
import Testing

@Suite("The section surplus")
struct SurplusTests {
    @Test("Every key of a Modbus meter and a plug is read")
    func everyKey() throws {
        let surplus = try #require(
            Self.surplus(
                """
                  mode: surplus or minimum
                  meter:
                    modbus: { host: venus.local, port: 1502, unit: 31, registers: [10, 12], kind: holding,
                      type: int32, word_order: little, scale: -0.1, positive: export, interval: 5 }
                    stale_after: 30
                  plug:
                    command_topic: cmnd/charger/POWER
                    state_topic: stat/charger/POWER
                    state_pointer: /state
                    payload_on: "1"
                    payload_off: "0"
                    state_on: "true"
                    state_off: "false"
                    availability_topic: tele/charger/LWT
                    availability_pointer: /a
                    enable_power: 250
                    enable_delay: 20
                    disable_power: 100
                    disable_delay: 40
                    min_on: 300
                    min_off: 60
                    daily_switchings: 20
                  reserve: 100
                  max: 20
                  efficiency: 0.9
                  import_share: 0.1
                  fallback: off
                  below_minimum: nothing
                  manual_hold: stay
                """))
        var meter = ModbusMeterSettings(
            host: "venus.local", port: 1502, unit: 31, registers: [10, 12], kind: .holding, format: .int32,
            wordOrder: .little, scale: -0.1, positive: .feedIn, zeroIsMissing: false)
        meter.interval = .seconds(5)
        var plug = PlugSettings(
            commandTopic: "cmnd/charger/POWER", stateTopic: "stat/charger/POWER", statePointer: "/state",
            payloadOn: "1", payloadOff: "0", stateOn: "true", stateOff: "false",
            availabilityTopic: "tele/charger/LWT", availabilityPointer: "/a", enableWatts: 250,
            disableWatts: 100, dailySwitchings: 20)
        plug.enableDelay = .seconds(20)
        plug.disableDelay = .seconds(40)
        plug.minimumOn = .seconds(300)
        plug.minimumOff = .seconds(60)
        let expected = SurplusSettings(
            mode: .surplusOrMinimum, meter: MeterSettings(source: .modbus(meter), staleAfter: .seconds(30)),
            plug: plug, reserve: 100, maximum: 20, efficiency: 0.9, importShare: 0.1, fallback: .off,
            belowMinimum: .nothing, manualHold: nil)
        #expect(surplus == expected)
    }

    @Test("Without a section nothing but a person decides; an empty one gives the defaults")
    func defaults() {
        #expect(Self.load("").configuration?.chargers.first?.surplus == nil)
        #expect(Self.surplus(" {}") == SurplusSettings())
    }

    @Test("The topics of a meter are one, a list, or a list with pointers", arguments: Self.topics)
    func partsOfMeter(yaml: String, parts: [MQTTMeterSettings.Part]) throws {
        let surplus = try #require(Self.surplus("\n  meter: { mqtt: { \(yaml) } }"))
        #expect(surplus.meter?.source == .mqtt(MQTTMeterSettings(parts: parts)))
        #expect(surplus.meter?.staleAfter == .seconds(60))
    }

    static let topics: [(String, [MQTTMeterSettings.Part])] = [
        ("topic: a/b", [.init(topic: "a/b")]),
        ("topic: a/b, pointer: /v", [.init(topic: "a/b", pointer: "/v")]),
        ("topics: [a, b, c]", [.init(topic: "a"), .init(topic: "b"), .init(topic: "c")]),
        (
            "topics: [{ topic: a, pointer: /x }, b], pointer: /y",
            [.init(topic: "a", pointer: "/x"), .init(topic: "b", pointer: "/y")]
        ),
    ]

    @Test("A plug that is wired the other way round can be said to be")
    func inverted() throws {
        let plug = "{ command_topic: a, state_topic: b, payload_on: 'OFF', payload_off: 'ON' }"
        let surplus = try #require(Self.surplus("\n  plug: \(plug)"))
        #expect(surplus.plug?.payloadOn == "OFF" && surplus.plug?.payloadOff == "ON")
    }

    @Test("What a part refuses is told with its line")
    func line() {
        let loaded = Self.load("surplus:\n  meter:\n    modbus:\n      host: a\n      unit: 250\n")
        #expect(loaded.findings.map(\.line) == [8])
    }

    @Test("What is wrong is told with its key", arguments: Self.mistakes)
    func mistake(yaml: String, key: String, words: String) throws {
        let loaded = Self.load("surplus:\n  \(yaml)")
        #expect(loaded.configuration == nil || loaded.findings.first?.severity == .error)
        let finding = try #require(loaded.findings.first, "nothing was said about \(yaml)")
        #expect(loaded.findings.count == 1, "\(loaded.findings)")
        #expect(finding.key == key)
        #expect(finding.message.contains(words), "\(finding.message)")
    }

    static let mistakes: [(String, String, String)] = [
        ("mode: sun", "surplus.mode", "surplus or minimum"),
        ("mode: surplus", "surplus.mode", "surplus.meter"),
        ("mode: off", "surplus.mode", "surplus.plug"),
        ("meter: {}", "surplus.meter.mqtt", "mqtt: or modbus:"),
        ("meter: { mqtt: { topic: a }, modbus: { host: b } }", "surplus.meter.mqtt", "one way or the other"),
        ("meter: { mqtt: {} }", "surplus.meter.mqtt.topic", "missing"),
        ("meter: { mqtt: { topic: a, topics: [b] } }", "surplus.meter.mqtt.topic", "one of them"),
        ("meter: { mqtt: { topics: [] } }", "surplus.meter.mqtt.topics", "one to 12"),
        ("meter: { mqtt: { topic: a/+/b } }", "surplus.meter.mqtt.topic", "wildcard"),
        ("meter: { mqtt: { topic: a, pointer: v } }", "surplus.meter.mqtt.pointer", "/value"),
        ("meter: { mqtt: { topic: a, unit: MW } }", "surplus.meter.mqtt.unit", "W, kW"),
        ("meter: { mqtt: { topic: a, positive: up } }", "surplus.meter.mqtt.positive", "import, export"),
        ("meter: { modbus: {} }", "surplus.meter.modbus.host", "missing"),
        ("meter: { modbus: { host: 'a b' } }", "surplus.meter.modbus.host", "name or address"),
        ("meter: { modbus: { host: a, unit: 300 } }", "surplus.meter.modbus.unit", "0 to 255"),
        (
            "meter: { modbus: { host: a, registers: [] } }", "surplus.meter.modbus.registers",
            "one to 16 registers, found an empty list"
        ),
        ("meter: { modbus: { host: a, registers: [70000] } }", "surplus.meter.modbus.registers[0]", "65535"),
        ("meter: { modbus: { host: a, type: int8 } }", "surplus.meter.modbus.type", "int16"),
        ("meter: { modbus: { host: a, interval: 0 } }", "surplus.meter.modbus.interval", "1 to 60"),
        ("meter: { modbus: { host: a, unit: 250 } }", "surplus.meter.modbus.unit", "0 to 247, or 255"),
        ("meter: { modbus: { host: a, scale: 0 } }", "surplus.meter.modbus.scale", "other than 0"),
        (
            "meter: { modbus: { host: a, registers: [820, 820] } }", "surplus.meter.modbus.registers",
            "overlap"
        ),
        (
            "meter: { modbus: { host: a, registers: [0, 1], type: int32 } }",
            "surplus.meter.modbus.registers", "int32 takes 2"
        ),
        (
            "meter: { modbus: { host: a, registers: [65535], type: int32 } }",
            "surplus.meter.modbus.registers", "0 to 65534"
        ),
        ("meter: { modbus: { host: a, type: float32 } }", "surplus.meter.modbus.type", "overlap"),
        ("meter: { mqtt: { topics: [a, a] } }", "surplus.meter.mqtt.topics", "twice"),
        ("meter: { mqtt: { topic: a, pointer: /b~c } }", "surplus.meter.mqtt.pointer", "/value"),
        ("plug: { state_topic: b }", "surplus.plug.command_topic", "missing"),
        ("plug: { command_topic: a, state_topic: a }", "surplus.plug.state_topic", "answer"),
        (
            "plug: { command_topic: a, state_topic: b, state_on: 'off' }", "surplus.plug.state_on",
            "off, stands for on and for off"
        ),
        (
            "plug: { command_topic: a, state_topic: b, payload_on: an, state_off: An }",
            "surplus.plug.state_off", "an, stands for on and for off"
        ),
        ("plug: { command_topic: b }", "surplus.plug.state_topic", "missing"),
        (
            "plug: { command_topic: a, state_topic: b, payload_on: x, payload_off: x }",
            "surplus.plug.payload_off", "tell them apart"
        ),
        (
            "plug: { command_topic: a, state_topic: b, enable_power: 100, disable_power: 200 }",
            "surplus.plug.disable_power", "above enable_power"
        ),
        ("reserve: 9000", "surplus.reserve", "-5000"),
        ("max: 0", "surplus.max", "amperes"),
        ("efficiency: 2", "surplus.efficiency", "0.5"),
        ("fallback: charge", "surplus.fallback", "minimum, off, hold"),
        ("manual_hold: 0", "surplus.manual_hold", "seconds"),
        ("metre: {}", "surplus.metre", "did you mean `meter`"),
    ]

    @Test("In a list of chargers the section belongs to the charger that follows the sun")
    func list() throws {
        let top = wholeFile("surplus: { reserve: 1 }\nchargers:\n  - { \(Self.charger) }")
        #expect(top.findings.map(\.key) == ["surplus"])
        let entry = wholeFile("chargers:\n  - { \(Self.charger), surplus: { reserve: 1 } }")
        #expect(entry.findings.isEmpty)
        #expect(entry.configuration?.chargers.first?.surplus?.reserve == 1)
    }

    private static let charger = "device: { name: a, vendor: b }, serial: { port: /dev/a }"

    private static func surplus(_ body: String) -> SurplusSettings? {
        let loaded = load("surplus:" + (body.hasPrefix(" {") || body.hasPrefix("\n") ? body : "\n" + body))
        #expect(loaded.findings.isEmpty, "\(loaded.findings)")
        return loaded.configuration?.chargers.first?.surplus
    }

    private static func load(_ text: String) -> LoadedConfiguration {
        wholeFile("device: { name: a, vendor: b }\nserial: { port: /dev/a }\n" + text)
    }
}

/// A file with a broker and this text, as `check` reads it.
private func wholeFile(_ text: String) -> LoadedConfiguration {
    read("mqtt: { host: broker, base_topic: x }\n" + text)
}
