// SPDX-License-Identifier: MIT
/// How control stands, as it is shown.
public struct ControlStatus: Sendable, Hashable {
    /// Whose word the limit in force is.
    public enum Owner: String, Sendable, Hashable, Codable, CaseIterable {
        /// A person's, also one at an app.
        case manual
        /// The sun's.
        case surplus
        /// The mode's: as much as the charger may give.
        case full
        /// The mode's: nothing.
        case off
        /// What protects the battery holds it down.
        case protection
    }

    /// The mode in force, with its end.
    public var choice: ModeChoice
    /// The modes that can be chosen.
    public var modes: [ControlMode]
    /// Whose word the limit in force is.
    public var owner: Owner
    /// Why control does what it does, or why it does nothing.
    public var reason: String
    /// Whether the mode wants to control and is kept from it; ``reason`` says by what.
    public var isPaused: Bool
    /// The power that could go into the charger without drawing from the grid, W; nil: not known.
    public var surplus: Double?
    /// The limit that control last asked for.
    public var target: CurrentLimit?
    /// Power drawn from the grid, W; negative flows into it; nil: not known.
    public var grid: Double?
    /// What is wrong with the meter; nil when nothing is, or when there is none.
    public var meterProblem: String?
    /// Whether there is a meter.
    public var hasMeter: Bool
    /// The power left unused, W.
    public var reserve: Double
    /// The most that following the sun may use; nil: what the charger can do.
    public var maximum: CurrentLimit?
    /// Whether there is a plug.
    public var hasPlug: Bool
    /// Whether the plug is on; nil: not known.
    public var plugIsOn: Bool?
    /// Changes that following the sun made in the last 24 hours, and may make.
    public var writesToday: Int
    /// Changes that following the sun may make in 24 hours.
    public var dailyBudget: Int
    /// How often the plug was switched in the last 24 hours.
    public var switchingsToday: Int
}
