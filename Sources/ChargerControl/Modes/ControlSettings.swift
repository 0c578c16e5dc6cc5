// SPDX-License-Identifier: MIT
/// The owner's settings for who decides the charge current.
public struct ControlSettings: Sendable, Hashable {
    /// The mode at the first start, and after it was changed in the configuration.
    public var initialMode: ControlMode
    /// How the sun is followed; its plug is nil where there is none.
    public var surplus: SurplusParameters
    /// Whether there is a grid meter; without one nothing can follow the sun.
    public var hasMeter: Bool
    /// How long a person's limit holds before control goes on; nil: until the mode is chosen again.
    public var manualHold: Duration?
    /// The most that following the sun may use; nil: what the charger can do.
    public var maximum: CurrentLimit?

    /// Makes settings.
    public init(
        initialMode: ControlMode = .manual, surplus: SurplusParameters = SurplusParameters(),
        hasMeter: Bool = true, manualHold: Duration? = .seconds(3600), maximum: CurrentLimit? = nil
    ) {
        self.initialMode = initialMode
        self.surplus = surplus
        self.hasMeter = hasMeter
        self.manualHold = manualHold
        self.maximum = maximum
    }

    /// The modes that can be chosen.
    public var modes: [ControlMode] { ControlMode.allCases.filter { reasonAgainst($0) == nil } }

    /// Why a mode can't be chosen; nil when it can.
    public func reasonAgainst(_ mode: ControlMode) -> String? {
        if mode.followsTheSun, !hasMeter { return "'\(mode.rawValue)' needs a grid meter: surplus.meter" }
        if mode == .off, surplus.plug == nil { return "'off' needs a plug that switches: surplus.plug" }
        return nil
    }
}

/// What control remembers over a restart.
public struct KeptControl: Sendable, Hashable, Codable {
    /// The mode in force.
    public var choice: ModeChoice
    /// Milliseconds left to the end of the mode when this was saved, where it ends at a time.
    public var left: Int64?
    /// The mode that comes back at that end.
    public var after: ControlMode
    /// The mode that was configured when this was saved.
    public var configured: ControlMode
    /// How much longer a person's limit holds, milliseconds; nil when none does.
    public var handLeft: Int64?
    /// When it ends, in milliseconds since 1970; nil also in a state of before this was kept.
    public var handEnd: Int64?
    /// The last limit that a person wished, to be given back at the end of a mode.
    public var handLimit: CurrentLimit?
    /// The reserve as it was last set, in watts; nil: as configured.
    public var reserve: Double?
    /// The maximum as it was last set; nil: as configured.
    public var maximum: CurrentLimit?
    /// What the controller remembers.
    public var surplus: KeptSurplus?
}
