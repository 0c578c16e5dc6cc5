// SPDX-License-Identifier: MIT
package import EnergySources

extension EnergySources.MQTTMeterSettings {
    /// A meter as it is configured.
    package init(_ settings: BridgeConfiguration.MQTTMeterSettings, staleAfter: Duration) {
        self.init(
            parts: settings.parts.map {
                Part(topic: $0.topic, pointer: $0.pointer.flatMap { JSONPointer($0) })
            },
            unit: settings.unit == .kilowatts ? .kilowatts : .watts,
            positive: PositiveDirection(settings.positive), staleAfter: staleAfter,
            keepaliveTopic: settings.keepaliveTopic)
    }
}

extension EnergySources.ModbusMeterSettings {
    /// A meter as it is configured.
    package init(_ settings: BridgeConfiguration.ModbusMeterSettings) {
        self.init(host: settings.host, port: settings.port)
        unit = settings.unit
        registers = settings.registers
        kind = settings.kind == .holding ? .holding : .input
        type = RegisterType(rawValue: settings.format.rawValue) ?? .int16
        wordOrder = settings.wordOrder == .little ? .little : .big
        scale = settings.scale
        positive = PositiveDirection(settings.positive)
        zeroIsMissing = settings.zeroIsMissing
        interval = settings.interval
        timeout = settings.timeout
    }
}

extension PositiveDirection {
    fileprivate init(_ sign: BridgeConfiguration.MeterSign) {
        self = sign == .feedIn ? .intoGrid : .fromGrid
    }
}

extension SmartPlugSettings {
    /// A plug as it is configured.
    package init(_ settings: PlugSettings) {
        self.init(
            commandTopic: settings.commandTopic, stateTopic: settings.stateTopic,
            payloadOn: settings.payloadOn, payloadOff: settings.payloadOff)
        statePointer = settings.statePointer.flatMap { JSONPointer($0) }
        stateOn = settings.stateOn
        stateOff = settings.stateOff
        availabilityTopic = settings.availabilityTopic
        availabilityPointer = settings.availabilityPointer.flatMap { JSONPointer($0) }
        retainsCommands = settings.retains
        queryTopic = settings.queryTopic
        queryPayload = settings.queryPayload
    }
}
