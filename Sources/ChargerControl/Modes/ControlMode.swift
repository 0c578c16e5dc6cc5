// SPDX-License-Identifier: MIT
/// Who decides the charge current: a person, the sun, or nobody because all or nothing is wanted.
public enum ControlMode: String, Sendable, Hashable, Codable, CaseIterable {
    /// A person's limit, from wherever it comes.
    case manual
    /// What the house does not use; off below the charger's minimum, where a plug can switch it.
    case surplus
    /// What the house does not use, and never less than the charger's minimum.
    case surplusOrMinimum = "surplus or minimum"
    /// As much as the charger may give.
    case full
    /// Off, by the plug.
    case off

    /// Whether the limit follows the sun.
    public var followsTheSun: Bool { self == .surplus || self == .surplusOrMinimum }
}

/// When a mode ends by itself, and the one before it comes back.
public enum ModeEnd: Sendable, Hashable, Codable {
    /// At this time, milliseconds since 1970.
    case time(Int64)
    /// When the charger has delivered this much in all, in hundredths of an ampere-hour.
    case charge(Int)
}

/// The mode in force, with its end.
public struct ModeChoice: Sendable, Hashable, Codable {
    /// The mode.
    public var mode: ControlMode
    /// When it ends by itself; nil: it stays.
    public var end: ModeEnd?

    /// Chooses a mode.
    public init(_ mode: ControlMode, until end: ModeEnd? = nil) {
        self.mode = mode
        self.end = end
    }
}
