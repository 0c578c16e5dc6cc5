// SPDX-License-Identifier: MIT
extension KeyReference {
    private static let limits = LimitSettings()
    private static let protections = ProtectionSettings()

    /// A charger's name.
    static let device = [
        KeyEntry(
            "device.name", "device.vendor", standard: KeyEntry.needed,
            meaning: "make the topics and Home Assistant's ids"),
        KeyEntry("device.label", standard: "none", meaning: "a nicer name in Home Assistant"),
        KeyEntry(
            "device.initial_current_limit", standard: "none",
            meaning: "A; used while nothing was wished yet, or after it was changed"),
    ]

    /// The limit's bounds, and how often it may be written.
    static let limit = [
        KeyEntry(
            "limit.min", "limit.max", standard: limits.minimum?.shown ?? "the charger's",
            limits.maximum?.shown ?? "the charger's",
            meaning: "A; a higher limit in force is lowered, also when an app set it"),
        KeyEntry(
            "limit.write_burst", "limit.write_interval", standard: limits.writeBurst.shown,
            limits.writeInterval.shown,
            meaning: "changes at once, \(Allowed.writeBurst.shown), the last two of them for lowering only; "
                + "seconds until one more is possible, \(Allowed.writeInterval.shown)"),
        KeyEntry(
            "limit.daily_max", standard: limits.dailyMaximum.shown,
            meaning: "changes in 24 hours beyond which the limit is not raised, \(Allowed.dailyMaximum.shown)"
        ),
        KeyEntry(
            "limit.daily_budget", standard: limits.dailyBudget.shown,
            meaning: "of them, those that following the sun may make, 0 … `limit.daily_max`"),
        KeyEntry(
            "limit.register", standard: limits.register.shown,
            meaning: "\(LimitRegister.volatile.shown): a register that lapses instead of one that wears; "
                + "experimental, see below"),
    ]

    /// What holds the limit down.
    static let protection = [
        KeyEntry(
            "protect.max_voltage", standard: protections.maximumVoltage?.shown ?? "none",
            meaning: "V, \(Allowed.batteryVoltage.shown); above it the limit is lowered as far as it goes"),
        KeyEntry(
            "protect.min_temperature", "protect.max_temperature",
            standard: protections.minimumTemperature?.shown ?? "none",
            protections.maximumTemperature?.shown ?? "none",
            meaning:
                "°C of the battery, \(Allowed.batteryTemperature.shown); outside them too (LiFePO4 must not be "
                + "charged below 0 °C)"),
        KeyEntry(
            "protect.on_error", standard: protections.onError.shown,
            meaning: "`true`: while the charger reports an error too"),
        KeyEntry(
            "protect.cap_topic", "protect.cap_max_age", standard: "none", protections.capMaximumAge.shown,
            meaning:
                "a topic with a cap in A, such as a BMS's charge current limit; one that is older than so many "
                + "seconds, \(Allowed.capAge.shown), counts as the lowest"),
        KeyEntry(
            "protect.on_broker_loss", "protect.on_shutdown",
            standard: protections.onBrokerLoss?.shown ?? unlessFollowing,
            protections.onShutdown?.shown ?? unlessFollowing,
            meaning:
                "\(LossReaction.minimum.shown): lower the limit after a minute without a broker; when the "
                + "program is stopped"),
    ]

    private static let unlessFollowing =
        "\(LossReaction.hold.shown); \(LossReaction.minimum.shown) while the sun is followed"
}
