// SPDX-License-Identifier: MIT
import MQTTClient

/// What Home Assistant accepts in discovery documents, checked more strictly than it does itself: a misspelt
/// key or a wrong unit, which it takes in silence, is a mistake here.
struct DiscoveryRules {
    private(set) var mistakes: [String] = []
    private var identities: Set<String> = []

    /// All that is wrong with documents that are published together.
    static func mistakes(in messages: [MQTTMessage], prefix: String = "homeassistant") -> [String] {
        var rules = DiscoveryRules()
        for message in messages { rules.check(message, prefix: prefix) }
        return rules.mistakes
    }

    private mutating func check(_ message: MQTTMessage, prefix: String) {
        expect(message.retain, "\(message.topic) is not retained")
        let levels = message.topic.dropFirst(prefix.count + 1).split(separator: "/").map(String.init)
        expect(message.topic.hasPrefix("\(prefix)/"), "\(message.topic) is not below the prefix")
        for level in levels {
            expect(level.wholeMatch(of: #/[A-Za-z0-9_-]+/#) != nil, "\(message.topic) is an illegal topic")
        }
        expect(levels.last == "config", "\(message.topic) is no discovery topic")
        if message.payload.isEmpty { return }
        guard let document = JSON(message)?.object else {
            return expect(false, "\(message.topic): no JSON object")
        }
        if levels.first == "device" {
            expect(levels.count == 3, "\(message.topic) has not three levels")
            check(device: document)
        } else {
            expect(levels.count == 4, "\(message.topic) has not four levels")
            expect(document["platform"]?.text == levels.first, "\(message.topic) is for another platform")
            check(block: document["device"])
            check(origin: document["origin"])
            check(document.filter { !["device", "origin"].contains($0.key) }, in: message.topic)
        }
    }

    private mutating func check(device document: [String: JSON]) {
        only(
            document.keys, Self.sharedKeys.union(["device", "origin", "components", "qos", "encoding"]),
            in: "document")
        check(block: document["device"])
        check(origin: document["origin"])
        let components = document["components"]?.object ?? [:]
        expect(!components.isEmpty, "no components")
        for (id, component) in components {
            let own = component.object ?? [:]
            if own.count > 1 { check(own, in: id) } else { check(platform: own, in: id) }
        }
    }

    private mutating func check(block: JSON?) {
        let block = block?.object ?? [:]
        only(
            block.keys,
            [
                "identifiers", "connections", "name", "manufacturer", "model", "model_id", "hw_version",
                "sw_version",
                "serial_number", "suggested_area", "configuration_url", "via_device",
            ], in: "device")
        expect(block["identifiers"]?.list?.isEmpty == false, "device without identifiers")
        expect(block["name"]?.text?.isEmpty == false, "device without a name")
        expect(block.values.allSatisfy { $0.text != nil || $0.list != nil }, "device with something but text")
    }

    private mutating func check(origin: JSON?) {
        let origin = origin?.object ?? [:]
        only(origin.keys, ["name", "sw_version", "support_url"], in: "origin")
        expect(origin["name"]?.text != nil, "origin without a name")
        let address = origin["support_url"]?.text ?? "https://example"
        expect(address.wholeMatch(of: #/https?://[a-z].*/#) != nil, "origin with a support_url that is none")
    }

    private mutating func check(platform component: [String: JSON], in id: String) {
        expect(Self.keys[component["platform"]?.text ?? ""] != nil, "\(id): no platform of ours")
    }

    private mutating func check(_ component: [String: JSON], in id: String) {
        check(platform: component, in: id)
        let platform = component["platform"]?.text ?? ""
        only(component.keys, Self.commonKeys.union(Self.sharedKeys).union(Self.keys[platform] ?? []), in: id)
        let identity = component["unique_id"]?.text
        expect(identity?.isEmpty == false, "\(id): no unique_id")
        expect(
            identities.insert("\(platform) \(identity ?? "")").inserted, "\(id): unique_id is there already")
        expect(component["name"]?.text?.isEmpty == false, "\(id): no name")
        expect([0, 1, 2].contains(component["qos"]?.number), "\(id): no qos of its own")
        expect(component["icon"].map { $0.text?.hasPrefix("mdi:") == true } ?? true, "\(id): no icon")
        check(availability: component, in: id)
        switch platform {
        case "sensor": check(sensor: component, in: id)
        case "number": check(number: component, in: id)
        case "select": check(select: component, in: id)
        default: check(binarySensor: component, in: id)
        }
    }

    private mutating func check(availability component: [String: JSON], in id: String) {
        guard let list = component["availability"] else { return }
        expect(component["availability_topic"] == nil, "\(id): both forms of availability")
        expect(list.list?.isEmpty == false, "\(id): availability is no list")
        for entry in list.list ?? [] {
            expect(entry["topic"]?.text?.isEmpty == false, "\(id): availability without a topic")
            only(
                entry.object?.keys ?? [:].keys,
                ["topic", "payload_available", "payload_not_available", "value_template"], in: id)
        }
    }

    private mutating func check(sensor: [String: JSON], in id: String) {
        let deviceClass = sensor["device_class"]?.text
        let unit = sensor["unit_of_measurement"]?.text
        let stateClass = sensor["state_class"]?.text
        expect(sensor["state_topic"]?.text != nil, "\(id): no state_topic")
        expect(
            ["diagnostic", nil].contains(sensor["entity_category"]?.text),
            "\(id): wrong category for a sensor")
        expect(
            ["measurement", "total", "total_increasing", nil].contains(stateClass),
            "\(id): unknown state_class")
        let precision = sensor["suggested_display_precision"]
        expect(precision.map { ($0.number ?? -1) >= 0 } ?? true, "\(id): wrong precision")
        if deviceClass == "enum" {
            expect(sensor["options"]?.list?.isEmpty == false, "\(id): enum without options")
            expect(unit == nil && stateClass == nil && precision == nil, "\(id): enum with numbers")
            return
        }
        expect(sensor["options"] == nil, "\(id): options without enum")
        guard let deviceClass else { return }
        expect(
            Self.units[deviceClass]?.contains(unit ?? "") == true,
            "\(id): \(deviceClass) in \(unit ?? "nothing")")
        if deviceClass == "energy" {
            expect(stateClass?.hasPrefix("total") == true, "\(id): energy that does not count")
        }
    }

    private mutating func check(binarySensor sensor: [String: JSON], in id: String) {
        expect(sensor["state_topic"]?.text != nil, "\(id): no state_topic")
        expect(
            ["diagnostic", nil].contains(sensor["entity_category"]?.text),
            "\(id): wrong category for a sensor")
        expect(
            ["problem", "connectivity", "power", nil].contains(sensor["device_class"]?.text),
            "\(id): unknown device_class")
    }

    private mutating func check(select: [String: JSON], in id: String) {
        expect(select["command_topic"]?.text != nil, "\(id): no command_topic")
        expect(select["state_topic"]?.text != nil, "\(id): no state_topic, so that success is assumed")
        expect(select["options"]?.list?.isEmpty == false, "\(id): no options")
        expect(select["device_class"] == nil, "\(id): a select has no device_class")
        expect(
            ["config", nil].contains(select["entity_category"]?.text), "\(id): wrong category for a select")
        expect([.flag(false), nil].contains(select["retain"]), "\(id): commands are retained")
    }

    private mutating func check(number: [String: JSON], in id: String) {
        let unit = number["unit_of_measurement"]?.text
        let deviceClass = number["device_class"]?.text
        let lowest = number["min"]?.number ?? 0
        let highest = number["max"]?.number ?? 100
        expect(number["command_topic"]?.text != nil, "\(id): no command_topic")
        expect(number["state_topic"]?.text != nil, "\(id): no state_topic, so that success is assumed")
        expect(
            ["config", nil].contains(number["entity_category"]?.text), "\(id): wrong category for a number")
        expect(lowest <= highest, "\(id): min above max")
        expect((number["step"]?.number ?? 1) >= 0.001, "\(id): step too small")
        expect(["auto", "box", "slider", nil].contains(number["mode"]?.text), "\(id): unknown mode")
        expect([.flag(false), nil].contains(number["retain"]), "\(id): commands are retained")
        expect(deviceClass.map { Self.units[$0]?.contains(unit ?? "") == true } ?? true, "\(id): wrong unit")
    }

    private mutating func only(_ keys: some Sequence<String>, _ allowed: Set<String>, in place: String) {
        for key in keys where !allowed.contains(key) { mistakes.append("\(place): unknown key \(key)") }
    }

    private mutating func expect(_ holds: Bool, _ mistake: String) {
        if !holds { mistakes.append(mistake) }
    }

    private static let sharedKeys: Set<String> = [
        "availability", "availability_mode", "availability_topic", "availability_template",
        "payload_available",
        "payload_not_available", "state_topic", "command_topic",
    ]
    private static let commonKeys: Set<String> = [
        "platform", "unique_id", "name", "icon", "entity_category", "enabled_by_default", "qos",
        "device_class",
        "json_attributes_topic", "json_attributes_template", "value_template",
    ]
    private static let keys: [String: Set<String>] = [
        "sensor": [
            "state_class", "unit_of_measurement", "options", "expire_after", "force_update",
            "suggested_display_precision",
        ],
        "select": ["options", "retain"],
        "binary_sensor": ["payload_on", "payload_off", "expire_after", "force_update"],
        "number": ["min", "max", "step", "mode", "unit_of_measurement", "payload_reset", "retain"],
    ]
    private static let units: [String: Set<String>] = [
        "voltage": ["V", "mV", "kV", "MV", "µV"], "current": ["A", "mA"],
        "power": ["W", "mW", "kW", "MW", "GW", "TW"],
        "energy": ["Wh", "kWh", "MWh"], "temperature": ["°C", "°F", "K"],
    ]
}
