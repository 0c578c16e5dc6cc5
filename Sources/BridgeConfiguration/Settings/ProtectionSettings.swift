// SPDX-License-Identifier: MIT
/// What holds the charge current limit down, whoever wishes it higher (section `protect`).
public struct ProtectionSettings: Sendable, Hashable {
    /// Above this voltage the limit is lowered as far as it goes (`max_voltage`), V.
    public var maximumVoltage: Double?
    /// Below this battery temperature too (`min_temperature`), °C.
    public var minimumTemperature: Double?
    /// Above this battery temperature too (`max_temperature`), °C.
    public var maximumTemperature: Double?
    /// While the charger reports an error too (`on_error`).
    public var onError: Bool
    /// A topic with a cap from outside in amperes, such as a battery management system's (`cap_topic`).
    public var capTopic: String?
    /// How old that cap may become before it counts as the lowest (`cap_max_age`).
    public var capMaximumAge: Duration
    /// What happens without a broker (`on_broker_loss`); nil: it is lowered while it follows the sun.
    public var onBrokerLoss: LossReaction?
    /// What happens when the program is stopped (`on_shutdown`); nil: it is lowered when it follows the sun.
    public var onShutdown: LossReaction?

    /// Settings, by default without any protection.
    public init(
        maximumVoltage: Double? = nil,
        minimumTemperature: Double? = nil,
        maximumTemperature: Double? = nil,
        onError: Bool = false,
        capTopic: String? = nil,
        capMaximumAge: Duration = .seconds(60),
        onBrokerLoss: LossReaction? = nil,
        onShutdown: LossReaction? = nil
    ) {
        self.maximumVoltage = maximumVoltage
        self.minimumTemperature = minimumTemperature
        self.maximumTemperature = maximumTemperature
        self.onError = onError
        self.capTopic = capTopic
        self.capMaximumAge = capMaximumAge
        self.onBrokerLoss = onBrokerLoss
        self.onShutdown = onShutdown
    }
}

/// What becomes of the limit when the broker is gone or the program stops.
public enum LossReaction: String, Sendable, Hashable, CaseIterable {
    /// It stays as it is.
    case hold
    /// It is lowered as far as it goes.
    case minimum
}
