// SPDX-License-Identifier: MIT
extension KeyReference {
    private static let mqtt = MQTTMeterSettings(parts: [])
    private static let modbus = ModbusMeterSettings(host: "")
    private static let plugSettings = PlugSettings(commandTopic: "", stateTopic: "")

    /// How a grid meter is read.
    static let meter = [
        KeyEntry(
            "surplus.meter.mqtt.topic", "surplus.meter.mqtt.topics", standard: KeyEntry.needed,
            meaning:
                "where it publishes: one topic, or a list of \(Allowed.meterTopics.shown) to be added up, each "
                + "a topic or `{ topic, pointer }`"),
        KeyEntry(
            "surplus.meter.mqtt.pointer", standard: "none",
            meaning: "where in the JSON the number is, such as `/power`; without it the payload is the number"
        ),
        KeyEntry(
            "surplus.meter.mqtt.unit", standard: mqtt.unit.shown, meaning: MQTTMeterSettings.Unit.shown),
        KeyEntry(
            "surplus.meter.mqtt.positive", "surplus.meter.modbus.positive", standard: mqtt.positive.shown,
            modbus.positive.shown,
            meaning: "which way a positive value flows: \(MeterSign.consumption.shown) from the grid, "
                + "\(MeterSign.feedIn.shown) into it"),
        KeyEntry(
            "surplus.meter.mqtt.keepalive_topic", standard: "none",
            meaning: "published to every 30 s with an empty payload, for a GX device"),
        KeyEntry(
            "surplus.meter.modbus.host", "surplus.meter.modbus.port", "surplus.meter.modbus.unit",
            standard: KeyEntry.needed, modbus.port.shown, modbus.unit.shown,
            meaning: "the device; the unit is 0 … 247, or 255"),
        KeyEntry(
            "surplus.meter.modbus.registers", standard: "\(modbus.registers)".shown,
            meaning:
                "\(Allowed.meterRegisters.shown) registers, added up; as they are, a GX device's grid power"),
        KeyEntry(
            "surplus.meter.modbus.kind", standard: modbus.kind.shown, meaning: ModbusMeterSettings.Kind.shown),
        KeyEntry(
            "surplus.meter.modbus.type", standard: modbus.format.shown,
            meaning: ModbusMeterSettings.Format.shown),
        KeyEntry(
            "surplus.meter.modbus.word_order", standard: modbus.wordOrder.shown,
            meaning:
                "of two registers the upper half is in the first, \(ModbusMeterSettings.WordOrder.big.shown), or "
                + "in the second, \(ModbusMeterSettings.WordOrder.little.shown)"),
        KeyEntry(
            "surplus.meter.modbus.scale", standard: modbus.scale.shown,
            meaning: "watts for each unit, \(Allowed.modbusScale.shown)"),
        KeyEntry(
            "surplus.meter.modbus.zero_is_missing",
            standard: "\(modbus.zeroIsMissing.shown); with `registers` \((!modbus.zeroIsMissing).shown)",
            meaning: "`true`: when all registers are exactly 0 that is no reading"),
        KeyEntry(
            "surplus.meter.modbus.interval", "surplus.meter.modbus.timeout", standard: modbus.interval.shown,
            modbus.timeout.shown,
            meaning:
                "seconds between questions, \(Allowed.modbusInterval.shown), and until one counts as lost, "
                + Allowed.modbusTimeout.shown),
    ]

    /// How a plug is told, and tells.
    static let plug = [
        KeyEntry(
            "surplus.plug.command_topic", "surplus.plug.state_topic", standard: KeyEntry.needed,
            meaning: "where it takes commands; where it says how it stands"),
        KeyEntry(
            "surplus.plug.payload_on", "surplus.plug.payload_off", standard: plugSettings.payloadOn.shown,
            plugSettings.payloadOff.shown,
            meaning: "what it is told, as it is written here; JSON in quotes"),
        KeyEntry(
            "surplus.plug.retain", standard: plugSettings.retains.shown,
            meaning: "`true`: the broker keeps the last command for a plug that comes later"),
        KeyEntry(
            "surplus.plug.state_pointer", "surplus.plug.availability_pointer", standard: "none",
            meaning: "where in the JSON the state is, and whether it is there"),
        KeyEntry(
            "surplus.plug.state_on", "surplus.plug.state_off", standard: "as it is told",
            meaning: "what it says when it is on, and off"),
        KeyEntry(
            "surplus.plug.availability_topic", standard: "none", meaning: "where it says whether it is there"),
        KeyEntry(
            "surplus.plug.query_topic", "surplus.plug.query_payload", standard: "none",
            plugSettings.queryPayload.shown,
            meaning: "what makes it tell its state"),
    ]
}
