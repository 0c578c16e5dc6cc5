// SPDX-License-Identifier: MIT
/// Between which currents the limit can be set, and why.
public struct LimitBounds: Sendable, Hashable {
    /// The lowest limit that can be set.
    public let lower: CurrentLimit
    /// The highest limit that can be set.
    public let upper: CurrentLimit
    /// The lowest the charger itself can be set to.
    public let chargerMinimum: CurrentLimit
    /// The highest the charger itself can do; what is above twice this is taken as a mistake.
    public let chargerMaximum: CurrentLimit
    /// Whether the configured `limit.max` is below what the charger can go down to.
    public let maximumIsBelowMinimum: Bool
    private let lowerReason: String
    private let upperReason: String

    /// Works the bounds out from the charger and the owner's settings.
    ///
    /// The minimum is register 0xEDC8's, else a quarter of the maximum (VE.Direct notes on Blue Smart chargers).
    /// - Parameters:
    ///   - identity: the charger.
    ///   - settings: the owner's `limit.min` and `limit.max`.
    /// - Returns: nil when nothing says how much the charger can do.
    public init?(identity: ChargerIdentity, settings: LimitSettings) {
        guard let maximum = identity.maximum ?? settings.maximum, maximum.deciamperes > 0 else { return nil }
        let minimum = identity.minimum ?? CurrentLimit(deciamperes: (maximum.deciamperes + 3) / 4)
        chargerMaximum = maximum
        chargerMinimum = min(minimum, maximum)
        if let own = settings.maximum, own < maximum {
            upper = max(own, min(minimum, maximum))
            upperReason = own < minimum ? "the lowest this charger can be set to" : "the configured limit.max"
            maximumIsBelowMinimum = own < minimum
        } else {
            upper = maximum
            upperReason = "the charger's maximum"
            maximumIsBelowMinimum = false
        }
        // An upper bound holds before a lower one: too little charge harms no battery.
        if let own = settings.minimum, own > minimum {
            lower = min(own, upper)
            lowerReason = "the configured limit.min"
        } else {
            lower = min(minimum, upper)
            lowerReason = "the lowest this charger can be set to"
        }
    }

    /// What becomes of a wish: the nearest limit that can be set, and why if it is another.
    func clamp(_ wish: CurrentLimit) -> (limit: CurrentLimit, reason: String?) {
        if wish > upper { return (upper, "\(wish) was clamped to \(upper), \(upperReason)") }
        if wish < lower { return (lower, "\(wish) was clamped to \(lower), \(lowerReason)") }
        return (wish, nil)
    }
}

/// The owner's settings for the limit.
public struct LimitSettings: Sendable, Hashable {
    /// The lowest limit the owner wants, `limit.min`.
    public var minimum: CurrentLimit?
    /// The highest limit the owner allows, `limit.max`; a higher one in force is lowered.
    public var maximum: CurrentLimit?
    /// The rule that spares the charger's settings memory.
    public var wear: WearRule
    /// What holds the limit down.
    public var protection: Protection
    /// The register that takes the limit.
    public var register: LimitRegister

    /// Makes settings; without bounds of the owner's the charger's own hold.
    public init(
        minimum: CurrentLimit? = nil, maximum: CurrentLimit? = nil, wear: WearRule = WearRule(),
        protection: Protection = Protection(), register: LimitRegister = .persistent
    ) {
        self.minimum = minimum
        self.maximum = maximum
        self.wear = wear
        self.protection = protection
        self.register = register
    }
}
