// SPDX-License-Identifier: MIT
extension ProtectionSettings {
    /// Reads a section `protect`; what it does not say is as in `defaults`.
    init(_ section: Section, defaults: ProtectionSettings) {
        self = defaults
        maximumVoltage =
            section.field("max_voltage")?.number(in: Allowed.batteryVoltage, "volts") ?? maximumVoltage
        let coldest = section.field("min_temperature")
        let hottest = section.field("max_temperature")
        minimumTemperature = coldest?.number(in: Allowed.batteryTemperature, "°C") ?? minimumTemperature
        maximumTemperature = hottest?.number(in: Allowed.batteryTemperature, "°C") ?? maximumTemperature
        if let minimumTemperature, let maximumTemperature, minimumTemperature >= maximumTemperature {
            (coldest ?? hottest)?.error(
                "min_temperature (\(minimumTemperature) °C) is not below max_temperature (\(maximumTemperature) °C)"
            )
        }
        onError = section.field("on_error")?.boolean() ?? onError
        capTopic = section.field("cap_topic").flatMap { CommandTopic($0) }?.text ?? capTopic
        capMaximumAge = section.field("cap_max_age")?.seconds(in: Allowed.capAge) ?? capMaximumAge
        onBrokerLoss = section.field("on_broker_loss")?.choice(LossReaction.self) ?? onBrokerLoss
        onShutdown = section.field("on_shutdown")?.choice(LossReaction.self) ?? onShutdown
    }
}
