// SPDX-License-Identifier: MIT
/// Who decides the current besides a person (section `surplus`).
public struct SurplusSettings: Sendable, Hashable {
    /// What may decide.
    public enum Mode: String, Sendable, Hashable, CaseIterable {
        /// A person only.
        case manual
        /// What the house does not use.
        case surplus
        /// What the house does not use, and never less than the charger's minimum.
        case surplusOrMinimum = "surplus or minimum"
        /// As much as the charger may give.
        case full
        /// Off, by the plug.
        case off
    }

    /// What happens when the grid meter is silent.
    public enum Fallback: String, Sendable, Hashable, CaseIterable {
        /// The limit goes to the charger's minimum.
        case minimum
        /// The plug goes off; without one the limit goes to the minimum.
        case off
        /// Everything stays as it is.
        case hold
    }

    /// What happens below the charger's minimum when there is no plug.
    public enum BelowMinimum: String, Sendable, Hashable, CaseIterable {
        /// The limit goes to the minimum; what is missing comes from the grid.
        case minimum
        /// The limit stays as it is.
        case nothing
    }

    /// The mode at the first start, and after it was changed here (`mode`).
    public var mode: Mode
    /// The grid meter (`meter`); nil: none, and nothing can follow the sun.
    public var meter: MeterSettings?
    /// The plug in the charger's mains (`plug`); nil: none.
    public var plug: PlugSettings?
    /// Watts that go on flowing into the grid (`reserve`), -5000…5000.
    public var reserve: Double
    /// The most that following the sun may use, in amperes (`max`); nil: what the charger can do.
    public var maximum: Double?
    /// Output power over input power of the charger (`efficiency`), 0.5…1.
    public var efficiency: Double
    /// The share of the charged energy that may come from the grid (`import_share`), 0…1.
    public var importShare: Double
    /// What happens when the meter is silent (`fallback`).
    public var fallback: Fallback
    /// What happens below the minimum without a plug (`below_minimum`).
    public var belowMinimum: BelowMinimum
    /// How long a limit set by hand holds (`manual_hold`); nil: until the mode is chosen again.
    public var manualHold: Duration?

    /// Settings, by default without meter and plug.
    public init(
        mode: Mode = .manual, meter: MeterSettings? = nil, plug: PlugSettings? = nil, reserve: Double = 0,
        maximum: Double? = nil, efficiency: Double = 0.94, importShare: Double = 0.045,
        fallback: Fallback = .minimum, belowMinimum: BelowMinimum = .minimum,
        manualHold: Duration? = .seconds(3600)
    ) {
        self.mode = mode
        self.meter = meter
        self.plug = plug
        self.reserve = reserve
        self.maximum = maximum
        self.efficiency = efficiency
        self.importShare = importShare
        self.fallback = fallback
        self.belowMinimum = belowMinimum
        self.manualHold = manualHold
    }
}
