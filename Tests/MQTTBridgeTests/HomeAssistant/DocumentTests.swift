// SPDX-License-Identifier: MIT
import ChargerControl
import MQTTBridge
import MQTTClient
import Testing

@Suite("What Home Assistant is told about a charger")
struct DocumentTests {
    @Test("a 12|30 with a battery sensor, byte for byte")
    func knownCharger() throws {
        let message = try #require(Examples.documents().messages().first)
        #expect(message.topic == "homeassistant/device/victron_itbatchrg/config")
        #expect(message.retain)
        #expect(message.qos == .atLeastOnce)
        #expect(message.text == GoldenDocuments.known)
    }

    @Test("a charger of which nothing is known, byte for byte")
    func unknownCharger() throws {
        let messages = Examples.documents(Examples.unknown()).messages()
        #expect(messages.map(\.text) == [GoldenDocuments.unknown])
    }

    @Test("a charger that can follow the sun has a mode to choose, its settings and its reasons")
    func controlled() throws {
        let entities = try entities(of: Examples.controlled(), form: .device)
        let mode = try #require(entities["victron_itbatchrg_mode"])
        #expect(mode["platform"] == .text("select"))
        #expect(mode["command_topic"] == .text("bat_charger/itbatchrg/mode/set"))
        #expect(mode["state_topic"] == .text("bat_charger/itbatchrg/mode"))
        #expect(
            mode["options"]
                == .list(["manual", "surplus", "surplus or minimum", "full", "off"].map { .text($0) }))
        // It must be possible to switch the charger on again.
        for key in ["mode", "reserve", "surplus_maximum", "owner", "control_reason", "meter_problem"] {
            let entity = try #require(entities["victron_itbatchrg_\(key)"], "no \(key)")
            #expect(entity["availability"] == topics("bat_charger/bridge/garage"))
        }
        let plain = try self.entities(of: Examples.known(), form: .device)
        #expect(plain["victron_itbatchrg_mode"] == nil)
    }

    @Test("the same charger always gives the same bytes", arguments: Examples.chargers, Examples.forms)
    func determinism(charger: DiscoveredCharger, form: DiscoverySettings.Form) {
        let settings = DiscoverySettings(form: form)
        let first = Examples.documents(charger, settings).messages()
        for _ in 1...20 { #expect(Examples.documents(charger, settings).messages() == first) }
    }

    @Test("what the script announced keeps its device and unique ids", arguments: Examples.forms)
    func scriptIdentity(form: DiscoverySettings.Form) throws {
        let entities = try entities(of: Examples.unknown(label: "Garage charger"), form: form)
        #expect(
            entities["victron_itbatchrg_voltage"]?["state_topic"] == .text("bat_charger/itbatchrg/voltage"))
        #expect(
            entities["victron_itbatchrg_current"]?["state_topic"] == .text("bat_charger/itbatchrg/current"))
        for key in ["voltage", "current"] {
            let entity = try #require(entities["victron_itbatchrg_\(key)"])
            #expect(entity["force_update"] == .flag(true))
            #expect(entity["platform"] == .text("sensor"))
            #expect(entity["availability"] == topics("bat_charger/itbatchrg/status"))
        }
    }

    @Test(
        "the device is called as in the script until it has a label",
        arguments: [
            (nil, "victron_itbatchrg"), ("", "victron_itbatchrg"), ("Garage charger", "Garage charger"),
        ])
    func label(label: String?, name: String) throws {
        let message = try #require(Examples.documents(Examples.unknown(label: label)).messages().first)
        let device = try #require(JSON(message)?["device"])
        #expect(device["name"] == .text(name))
        #expect(device["identifiers"] == .list([.text("victron_itbatchrg")]))
    }

    @Test("measurements follow the charger; what can be told or asked without it follows the bridge")
    func availability() throws {
        let entities = try entities(of: Examples.known(), form: .device)
        let charger = [
            "voltage", "current", "power", "temperature", "internal_temperature", "charge_state", "error",
            "problem",
        ]
        for (id, entity) in entities {
            let key = String(id.dropFirst("victron_itbatchrg_".count))
            let expected =
                charger.contains(key)
                ? topics("bat_charger/itbatchrg/status") : topics("bat_charger/bridge/garage")
            #expect(entity["availability"] == (key == "connectivity" ? nil : expected), "\(key)")
        }
        #expect(entities.count == 20)
    }

    @Test("the limit is offered with the charger's bounds, once they are known")
    func limit() throws {
        let id = "victron_itbatchrg_charge_current_limit"
        #expect(try entities(of: Examples.unknown(), form: .device)[id] == nil)
        let limit = try #require(try entities(of: Examples.known(), form: .device)[id])
        #expect(limit["min"] == .number(7.5))
        #expect(limit["max"] == .number(30))
        #expect(limit["step"] == .number(0.1))
        #expect(limit["command_topic"] == .text("bat_charger/itbatchrg/current_limit/set"))
    }

    @Test("bounds of the owner's that contradict each other leave the upper one")
    func contradictingBounds() throws {
        let settings = LimitSettings(
            minimum: CurrentLimit(deciamperes: 200), maximum: CurrentLimit(deciamperes: 100))
        let entities = try entities(of: Examples.known(settings: settings), form: .device)
        let limit = try #require(entities["victron_itbatchrg_charge_current_limit"])
        #expect(limit["min"] == .number(10))
        #expect(limit["max"] == .number(10))
    }

    @Test("the limit's value is read where it has moved to, the user's command topic being in its place")
    func movedLimit() throws {
        var charger = Examples.known()
        charger.topics = ChargerTopics(
            base: "bat_charger", device: "itbatchrg", configuredCommand: "bat_charger/itbatchrg/current_limit"
        )
        let limit = try #require(
            try entities(of: charger, form: .device)["victron_itbatchrg_charge_current_limit"])
        #expect(limit["state_topic"] == .text("bat_charger/itbatchrg/current_limit/state"))
    }

    @Test("a temperature appears with its first value", arguments: ExtraMeasurement.allCases, Examples.forms)
    func extras(extra: ExtraMeasurement, form: DiscoverySettings.Form) throws {
        var charger = Examples.unknown()
        let before = try entities(of: charger, form: form)
        charger.extras = [extra]
        let after = try entities(of: charger, form: form)
        #expect(Set(after.keys).subtracting(before.keys) == ["victron_itbatchrg_\(extra.rawValue)"])
    }

    @Test("every charge stage can be shown")
    func stages() throws {
        let state = try #require(
            try entities(of: Examples.unknown(), form: .device)["victron_itbatchrg_charge_state"])
        #expect(state["options"] == .list(ChargeStage.allCases.map { .text($0.rawValue) }))
    }

    @Test("older releases are told nothing about the device that they may not know")
    func olderReleases() throws {
        let messages = Examples.documents(Examples.known(), DiscoverySettings(form: .component)).messages()
        for message in messages where !message.payload.isEmpty {
            let device = try #require(JSON(message)?["device"]?.object)
            #expect(Set(device.keys) == ["identifiers", "manufacturer", "model", "name", "sw_version"])
        }
    }

    @Test("an entity of an earlier version is removed in the document")
    func retiredInDevice() throws {
        let retired = [
            RetiredEntity(platform: "switch", key: "gone"), RetiredEntity(platform: "sensor", key: "power"),
        ]
        let message = try #require(Examples.documents(retired: retired).messages().first)
        let components = try #require(JSON(message)?["components"])
        #expect(components["gone"] == .object(["platform": .text("switch")]))
        #expect(components["power"]?["unique_id"] == .text("victron_itbatchrg_power"))
    }

    @Test("an entity of an earlier version is removed from its topic")
    func retiredInComponents() {
        let retired = [
            RetiredEntity(platform: "switch", key: "gone"), RetiredEntity(platform: "sensor", key: "power"),
        ]
        let settings = DiscoverySettings(form: .component)
        let messages = Examples.documents(Examples.known(), settings, retired: retired).messages()
        let removal = MQTTMessage(
            topic: "homeassistant/switch/victron_itbatchrg/gone/config", payload: "", retain: true)
        #expect(messages.filter { $0.payload.isEmpty }.first == removal)
        #expect(messages.filter { !$0.payload.isEmpty }.count == 20)
    }

    @Test(
        "what only another configuration has is removed, in case it was there before",
        arguments: Examples.forms)
    func withoutControl(form: DiscoverySettings.Form) throws {
        let settings = DiscoverySettings(form: form)
        let with = try Self.keys(Examples.documents(Examples.controlled(), settings).messages())
        let without = try Self.keys(Examples.documents(Examples.known(), settings).messages())
        #expect(without.announced.union(without.removed) == with.announced.union(with.removed))
        #expect(with.announced.subtracting(without.announced) == without.removed)
        #expect(without.removed.isSuperset(of: ["mode", "reserve", "plug"]) && with.removed.isEmpty)
    }

    /// The keys of what is announced and of what is removed, in either form.
    private static func keys(_ messages: [MQTTMessage]) throws -> (
        announced: Set<String>, removed: Set<String>
    ) {
        var (announced, removed): (Set<String>, Set<String>) = ([], [])
        for message in messages {
            if let components = JSON(message)?["components"]?.object {
                for (key, component) in components {
                    if component.object?.count == 1 { removed.insert(key) } else { announced.insert(key) }
                }
            } else {
                let key = String(message.topic.split(separator: "/").dropLast().last ?? "")
                if message.payload.isEmpty { removed.insert(key) } else { announced.insert(key) }
            }
        }
        return (announced, removed)
    }

    @Test("nothing is announced when it is off")
    func off() {
        #expect(Examples.documents(Examples.known(), DiscoverySettings(form: .off)).messages() == [])
    }

    @Test("removal empties all that was published", arguments: Examples.forms)
    func removal(form: DiscoverySettings.Form) {
        let documents = Examples.documents(Examples.known(), DiscoverySettings(form: form, prefix: "ha"))
        let removal = documents.removal()
        #expect(removal.map(\.topic) == documents.messages().map(\.topic))
        #expect(removal.allSatisfy { $0.payload.isEmpty && $0.retain && $0.topic.hasPrefix("ha/") })
    }

    @Test(
        "only an address of the web is given as the place for help",
        arguments: [
            ("https://chargebridge.example", true), ("http://192.0.2.1/x", true),
            ("chargebridge.example", false),
            ("ftp://chargebridge.example", false), ("https://", false), ("https:// ", false), ("", false),
        ])
    func supportURL(text: String, isAddress: Bool) {
        #expect(DiscoveryOrigin(version: "1", supportURL: text).supportURL == (isAddress ? text : nil))
    }

    @Test(
        "the birth message is told from others",
        arguments: [
            ("homeassistant/status", "online", true), ("homeassistant/status", "offline", false),
            ("homeassistant/state", "online", false), ("homeassistant/status", "", false),
        ])
    func birth(topic: String, payload: String, isBirth: Bool) {
        #expect(DiscoverySettings().isBirth(MQTTMessage(topic: topic, payload: payload)) == isBirth)
    }

    private func topics(_ topics: String...) -> JSON { .list(topics.map { .object(["topic": .text($0)]) }) }

    private func entities(
        of charger: DiscoveredCharger, form: DiscoverySettings.Form
    ) throws -> [String: JSON] {
        let documents = Examples.documents(charger, DiscoverySettings(form: form)).messages().compactMap {
            JSON($0)
        }
        let entities = documents.flatMap { $0["components"].map { Array(($0.object ?? [:]).values) } ?? [$0] }
        // What is only removed has no id.
        return Dictionary(
            entities.compactMap { entity in entity["unique_id"]?.text.map { ($0, entity) } },
            uniquingKeysWith: { first, _ in first })
    }
}
