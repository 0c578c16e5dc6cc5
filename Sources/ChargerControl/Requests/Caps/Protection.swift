// SPDX-License-Identifier: MIT
/// The owner's settings for what holds the limit down, whoever wishes it higher: `protect` in the configuration.
///
/// No battery protection: a charger that lies, a broken wire or a stopped program defeat it.
public struct Protection: Sendable, Hashable {
    /// Above this output voltage the limit is lowered as far as it goes, `protect.max_voltage`.
    public var maximumVoltage: Millivolts?
    /// Below this battery temperature too, `protect.min_temperature`; LiFePO4 must not be charged below 0 °C.
    public var minimumTemperature: CentiCelsius?
    /// Above this battery temperature too, `protect.max_temperature`.
    public var maximumTemperature: CentiCelsius?
    /// While the charger reports an error too, `protect.on_error`.
    public var lowersOnError: Bool
    /// How old the cap from outside may become, such as a battery management system's; nil without one.
    public var externalAge: Duration?
    /// Whether the limit is lowered as far as it goes while there is no broker, `protect.on_broker_loss`; nil:
    /// while it follows the sun.
    public var lowersWithoutBroker: Bool?
    /// Whether the limit is lowered as far as it goes when the program is stopped, `protect.on_shutdown`; nil:
    /// when it follows the sun.
    public var lowersOnShutdown: Bool?

    /// Makes settings; by default nothing holds the limit down.
    public init(
        maximumVoltage: Millivolts? = nil, minimumTemperature: CentiCelsius? = nil,
        maximumTemperature: CentiCelsius? = nil, lowersOnError: Bool = false, externalAge: Duration? = nil,
        lowersWithoutBroker: Bool? = nil, lowersOnShutdown: Bool? = nil
    ) {
        self.maximumVoltage = maximumVoltage
        self.minimumTemperature = minimumTemperature
        self.maximumTemperature = maximumTemperature
        self.lowersOnError = lowersOnError
        self.externalAge = externalAge
        self.lowersWithoutBroker = lowersWithoutBroker
        self.lowersOnShutdown = lowersOnShutdown
    }

    var watchesTemperature: Bool { minimumTemperature != nil || maximumTemperature != nil }
}

/// Something that holds the limit down now.
public struct Cap: Sendable, Hashable {
    /// The highest limit it allows; nil for the lowest that the charger can be set to.
    public var limit: CurrentLimit?
    /// Why, in words.
    public var reason: String

    /// Makes a cap.
    public init(limit: CurrentLimit? = nil, reason: String) {
        self.limit = limit
        self.reason = reason
    }
}
