// SPDX-License-Identifier: MIT
import ChargerControl
import EnergySources
import MQTTClient
import Testing

/// A plug as its makers document it, with a state it tells and one that it can't.
struct PlugKind: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let settings: SmartPlugSettings
    let on: String
    let off: String
    let online: String
    let offline: String

    static var all: [PlugKind] {
        [tasmota, shellyOne, shellyTwo, zigbee]
    }

    private static var tasmota: PlugKind {
        var settings = SmartPlugSettings(commandTopic: "cmnd/charger/POWER", stateTopic: "stat/charger/POWER")
        settings.availabilityTopic = "tele/charger/LWT"
        settings.queryTopic = "cmnd/charger/POWER"
        return PlugKind(
            testDescription: "Tasmota", settings: settings, on: "ON", off: "OFF", online: "Online",
            offline: "Offline")
    }

    private static var shellyOne: PlugKind {
        let topic = "shellies/shellyplug-s-1/relay/0"
        var settings = SmartPlugSettings(
            commandTopic: "\(topic)/command", stateTopic: topic, payloadOn: "on", payloadOff: "off")
        settings.availabilityTopic = "shellies/shellyplug-s-1/online"
        return PlugKind(
            testDescription: "Shelly, first generation", settings: settings, on: "on", off: "off",
            online: "true",
            offline: "false")
    }

    private static var shellyTwo: PlugKind {
        var settings = SmartPlugSettings(
            commandTopic: "shellyplus/command/switch:0", stateTopic: "shellyplus/status/switch:0",
            payloadOn: "on", payloadOff: "off")
        settings.statePointer = JSONPointer("/output")
        settings.availabilityTopic = "shellyplus/online"
        settings.queryTopic = "shellyplus/command/switch:0"
        settings.queryPayload = "status_update"
        return PlugKind(
            testDescription: "Shelly, second generation", settings: settings,
            on: #"{"id":0,"source":"MQTT","output":true,"apower":60.1}"#,
            off: #"{"id":0,"source":"MQTT","output":false}"#, online: "true", offline: "false")
    }

    private static var zigbee: PlugKind {
        var settings = SmartPlugSettings(
            commandTopic: "zigbee2mqtt/charger/set", stateTopic: "zigbee2mqtt/charger",
            payloadOn: #"{"state":"ON"}"#, payloadOff: #"{"state":"OFF"}"#)
        settings.statePointer = JSONPointer("/state")
        settings.availabilityTopic = "zigbee2mqtt/charger/availability"
        settings.availabilityPointer = JSONPointer("/state")
        settings.queryTopic = "zigbee2mqtt/charger/get"
        settings.queryPayload = #"{"state":""}"#
        return PlugKind(
            testDescription: "Zigbee2MQTT", settings: settings, on: #"{"linkquality":90,"state":"ON"}"#,
            off: #"{"linkquality":90,"state":"OFF"}"#, online: #"{"state":"online"}"#,
            offline: #"{"state":"offline"}"#)
    }
}

@Suite("A plug over MQTT")
struct SmartPlugTests {
    @Test("Its state is read back", arguments: PlugKind.all)
    func state(kind: PlugKind) {
        var plug = SmartPlug(settings: kind.settings)
        #expect(kind.settings.problem == nil)
        #expect(plug.state.position == .unknown && plug.trouble != nil)
        let on = plug.take(MQTTMessage(topic: kind.settings.stateTopic, payload: kind.on), at: at(1))
        #expect(on == [.state(plug.state)])
        #expect(plug.state.position == .on && plug.state.heard == at(1) && !plug.state.isKept)
        #expect(plug.trouble == nil)
        // Each is an answer, changed or not.
        #expect(
            plug.take(MQTTMessage(topic: kind.settings.stateTopic, payload: kind.on), at: at(2)).count == 1)
        #expect(plug.state.heard == at(2))
        _ = plug.take(MQTTMessage(topic: kind.settings.stateTopic, payload: kind.off), at: at(3))
        #expect(plug.state.position == .off)
        #expect(plug.take(MQTTMessage(topic: "other", payload: kind.on), at: at(4)) == [])
    }

    @Test("A plug that goes away is not believed any more", arguments: PlugKind.all)
    func availability(kind: PlugKind) throws {
        let topic = try #require(kind.settings.availabilityTopic)
        var plug = SmartPlug(settings: kind.settings)
        #expect(plug.filters == [kind.settings.stateTopic, topic])
        #expect(plug.state.isReachable == nil)
        _ = plug.take(MQTTMessage(topic: topic, payload: kind.online, retain: true), at: at(0))
        #expect(plug.state.isReachable == true)
        _ = plug.take(MQTTMessage(topic: kind.settings.stateTopic, payload: kind.on), at: at(1))
        _ = plug.take(MQTTMessage(topic: topic, payload: kind.offline), at: at(2))
        #expect(plug.state.isReachable == false && plug.state.position == .unknown)
        #expect(plug.trouble?.contains(topic) == true)
        let kept = MQTTMessage(topic: kind.settings.stateTopic, payload: kind.on, retain: true)
        _ = plug.take(kept, at: at(3))
        #expect(plug.state.position == .unknown)
        _ = plug.take(MQTTMessage(topic: topic, payload: kind.online), at: at(4))
        _ = plug.take(MQTTMessage(topic: kind.settings.stateTopic, payload: kind.off), at: at(5))
        #expect(plug.state.position == .off && plug.trouble == nil)
    }

    @Test("A kept state is the last known, and is marked")
    func kept() {
        var plug = SmartPlug(settings: SmartPlugSettings(commandTopic: "c", stateTopic: "s"))
        _ = plug.take(MQTTMessage(topic: "s", payload: "ON", retain: true), at: at(0))
        #expect(plug.state.position == .on && plug.state.isKept)
        _ = plug.take(MQTTMessage(topic: "s", payload: "ON"), at: at(1))
        #expect(plug.state.position == .on && !plug.state.isKept)
        plug.brokerLost()
        #expect(plug.state.position == .unknown && plug.state.heard == nil)
    }

    @Test("Commands are as configured, confirmed, and not kept unless asked for")
    func commands() {
        var settings = SmartPlugSettings(
            commandTopic: "c", stateTopic: "s", payloadOn: "an", payloadOff: "aus")
        #expect(SmartPlug(settings: settings).command(isOn: true) == MQTTMessage(topic: "c", payload: "an"))
        #expect(SmartPlug(settings: settings).command(isOn: false) == MQTTMessage(topic: "c", payload: "aus"))
        #expect(SmartPlug(settings: settings).command(isOn: true).qos == .atLeastOnce)
        #expect(SmartPlug(settings: settings).query == nil)
        settings.retainsCommands = true
        settings.queryTopic = "q"
        #expect(SmartPlug(settings: settings).command(isOn: true).retain)
        #expect(SmartPlug(settings: settings).query == MQTTMessage(topic: "q", payload: ""))
    }

    @Test(
        "Its own words are understood in any case",
        arguments: [
            ("An", SmartPlugState.Position.on), ("eingeschaltet", .on), (" AUS ", .off),
            ("Ausgeschaltet\n", .off),
            ("on", .on), ("1", .on), ("TRUE", .on), ("0", .off), ("False", .off),
        ])
    func words(payload: String, position: SmartPlugState.Position) {
        var settings = SmartPlugSettings(
            commandTopic: "c", stateTopic: "s", payloadOn: "an", payloadOff: "aus")
        settings.stateOn = "EINGESCHALTET"
        settings.stateOff = "ausgeschaltet"
        var plug = SmartPlug(settings: settings)
        _ = plug.take(MQTTMessage(topic: "s", payload: payload), at: at(0))
        #expect(plug.state.position == position)
    }

    @Test("What is no state changes nothing and is told once", arguments: PlugKind.all)
    func hostile(kind: PlugKind) throws {
        let topics = [kind.settings.stateTopic, try #require(kind.settings.availabilityTopic)]
        var plug = SmartPlug(settings: kind.settings)
        _ = plug.take(MQTTMessage(topic: topics[0], payload: kind.on), at: at(0))
        let before = plug.state
        let payloads: [[UInt8]] = [
            [], [0xFF], Array("maybe".utf8), Array("2".utf8), Array(#"{"state":{}}"#.utf8),
            Array(#"{"state":null,"output":null}"#.utf8), Array(#"{"output":2,"state":1e999}"#.utf8),
            Array(repeating: UInt8(ascii: "["), count: 60_000), Array(repeating: 0x20, count: 100_000),
        ]
        var told = 0
        for topic in topics {
            for _ in 0..<10 {
                for payload in payloads {
                    let reports = plug.take(MQTTMessage(topic: topic, payload: payload), at: at(1))
                    for case .ignored(let words) in reports {
                        #expect(words.contains(topic) && words.utf8.count < 300)
                    }
                    told += reports.count
                }
            }
        }
        #expect(plug.state == before)
        #expect((4...14).contains(told))
    }

    @Test("A plug that is wired the other way round is believed as it says", arguments: ["ON", "on", " On"])
    func inverted(word: String) {
        let settings = SmartPlugSettings(
            commandTopic: "c", stateTopic: "s", payloadOn: "OFF", payloadOff: "ON")
        #expect(settings.problem == nil)
        var plug = SmartPlug(settings: settings)
        _ = plug.take(MQTTMessage(topic: "s", payload: "OFF"), at: at(1))
        #expect(plug.state.position == .on)
        _ = plug.take(MQTTMessage(topic: "s", payload: word), at: at(2))
        #expect(plug.state.position == .off)
        // Which way round these would be nobody has said.
        #expect(plug.take(MQTTMessage(topic: "s", payload: "true"), at: at(3)) != [.state(plug.state)])
    }

    @Test("A word of its own is understood as a JSON number too", arguments: ["99", "-5", "2.5", "1"])
    func number(word: String) {
        var settings = SmartPlugSettings(commandTopic: "c", stateTopic: "s")
        settings.statePointer = JSONPointer("/value")
        settings.stateOn = word
        var plug = SmartPlug(settings: settings)
        _ = plug.take(MQTTMessage(topic: "s", payload: #"{"value":\#(word)}"#), at: at(1))
        #expect(plug.state.position == .on)
        _ = plug.take(MQTTMessage(topic: "s", payload: #"{"value":0}"#), at: at(2))
        #expect(plug.state.position == .off)
    }

    @Test("Settings that can't work are found")
    func problems() {
        let good = SmartPlugSettings(commandTopic: "c", stateTopic: "s")
        #expect(good.problem == nil)
        let breaks: [(inout SmartPlugSettings) -> Void] = [
            { $0.commandTopic = "c/#" }, { $0.stateTopic = "" }, { $0.stateTopic = "c" },
            { $0.availabilityTopic = "+" }, { $0.queryTopic = "#" }, { $0.payloadOn = "" },
            { $0.payloadOff = "ON" }, { $0.stateOn = "off" }, { $0.stateOff = "On" }, { $0.payloadOff = " " },
        ]
        for spoil in breaks {
            var settings = good
            spoil(&settings)
            #expect(settings.problem != nil)
        }
    }
}
