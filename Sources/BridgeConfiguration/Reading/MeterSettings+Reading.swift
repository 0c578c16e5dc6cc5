// SPDX-License-Identifier: MIT
internal import EnergySources

extension MeterSettings {
    /// Reads the section `meter`: either `mqtt` or `modbus`; nil when it says neither or what is wrong.
    init?(reading section: Section) {
        let mqtt =
            section.has("mqtt") ? section.section("mqtt") { MQTTMeterSettings(reading: $0) } : nil
        let modbus =
            section.has("modbus") ? section.section("modbus") { ModbusMeterSettings(reading: $0) } : nil
        let age = section.field("stale_after")?.seconds(in: Allowed.meterAge)
        if section.has("mqtt") == section.has("modbus") {
            section.field("mqtt")?.error("stands beside modbus: a meter is read one way or the other")
            if !section.has("mqtt") {
                _ = section.required("mqtt", "how the meter is read, mqtt: or modbus:")
            }
            return nil
        }
        guard let source = mqtt.map(Source.mqtt) ?? modbus.map(Source.modbus) else { return nil }
        self.init(source: source)
        staleAfter = age ?? staleAfter
    }
}

extension MQTTMeterSettings {
    fileprivate init?(reading section: Section) {
        let pointer = section.field("pointer").flatMap { Self.pointer($0) }
        let unit = section.field("unit")?.choice(Unit.self)
        let positive = section.field("positive")?.choice(MeterSign.self)
        let keepalive = section.field("keepalive_topic").flatMap { Self.topic($0) }
        let one = section.field("topic")
        let several = section.field("topics")
        guard (one == nil) != (several == nil) else {
            if one == nil { _ = section.required("topic", "where the meter publishes its power") }
            one?.error("stands beside topics: give one of them")
            return nil
        }
        let fields = one.map { [$0] } ?? several?.items ?? []
        guard Allowed.meterTopics.contains(fields.count) else {
            several?.error(
                "expected a list of one to \(Allowed.meterTopics.upperBound) topics, found \(several?.shown ?? "")"
            )
            return nil
        }
        let parts = fields.compactMap { Self.part($0, pointer) }
        guard parts.count == fields.count else { return nil }
        self.init(parts: parts, keepaliveTopic: keepalive)
        self.unit = unit ?? self.unit
        self.positive = positive ?? self.positive
        section.report(EnergySources.MQTTMeterSettings(self, staleAfter: .seconds(60)).problem)
    }

    private static func part(_ field: Field, _ pointer: String?) -> Part? {
        guard field.isSection else { return topic(field).map { Part(topic: $0, pointer: pointer) } }
        return Section.read(field) { section in
            let own = section.field("pointer").flatMap { Self.pointer($0) }
            return section.required("topic", "where the meter publishes its power").flatMap { topic($0) }
                .map { Part(topic: $0, pointer: own ?? pointer) }
        }
    }

    static func topic(_ field: Field) -> String? { CommandTopic(field)?.text }

    /// A JSON pointer is empty or begins with a slash (RFC 6901).
    static func pointer(_ field: Field) -> String? {
        guard let text = field.text("a JSON pointer") else { return nil }
        guard text.hasPrefix("/"), JSONPointer(text) != nil else {
            field.error("expected a JSON pointer like /value or /phases/0/power, found \(field.shown)")
            return nil
        }
        return text
    }
}

extension ModbusMeterSettings {
    fileprivate init?(reading section: Section) {
        let host = section.required("host", "the device's name or address").flatMap { Self.host($0) }
        self.init(host: host ?? "")
        port = section.field("port")?.integer(in: Allowed.port) ?? port
        unit = section.field("unit")?.integer(in: Allowed.modbusUnit) ?? unit
        if let field = section.field("registers") { readRegisters(field) }
        kind = section.field("kind")?.choice(Kind.self) ?? kind
        format = section.field("type")?.choice(Format.self) ?? format
        wordOrder = section.field("word_order")?.choice(WordOrder.self) ?? wordOrder
        scale = section.field("scale")?.number(in: Allowed.modbusScale, "a factor") ?? scale
        positive = section.field("positive")?.choice(MeterSign.self) ?? positive
        zeroIsMissing = section.field("zero_is_missing")?.boolean() ?? !section.has("registers")
        timeout =
            section.field("timeout")?.number(in: Allowed.modbusTimeout, "seconds").map { .seconds($0) }
            ?? timeout
        interval = section.field("interval")?.seconds(in: Allowed.modbusInterval) ?? interval
        if host == nil { return nil }
        section.report(EnergySources.ModbusMeterSettings(self).problem)
    }

    private mutating func readRegisters(_ field: Field) {
        let items = field.isList ? field.items : [field]
        guard Allowed.meterRegisters.contains(items.count) else {
            let found = items.isEmpty ? field.shown : "\(items.count)"
            return field.error(
                "expected one to \(Allowed.meterRegisters.upperBound) registers, found \(found)")
        }
        let numbers = items.compactMap { $0.integer(in: Allowed.modbusRegister) }
        if numbers.count == items.count { registers = numbers }
    }

    private static func host(_ field: Field) -> String? {
        guard let host = field.text("a name or an address") else { return nil }
        guard HostName.isValid(host) else {
            field.error("expected the device's name or address, found \(field.shown)")
            return nil
        }
        return host
    }
}
