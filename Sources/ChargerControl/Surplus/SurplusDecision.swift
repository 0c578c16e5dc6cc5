// SPDX-License-Identifier: MIT
/// What the surplus controller wants now, and why.
public struct SurplusDecision: Sendable, Hashable {
    /// What the control is doing, for a program; ``SurplusDecision/reason`` is for a person.
    public enum Kind: String, Sendable, Hashable, CaseIterable, Codable {
        /// The charger is on and follows the surplus.
        case charging
        /// Too little surplus: off, or on the way there.
        case idle
        /// Too little surplus, and the charger is kept at its minimum.
        case atMinimum
        /// Acted, and waiting for what comes of it: a newer reading, the plug, the charger's start.
        case waiting
        /// A better limit is known, but the changes of the day are spent or too dear for it.
        case sparing
        /// The battery takes less than is offered.
        case batteryFull
        /// The meter has not been heard for too long, or never.
        case meterStale
        /// The meter counts the wrong way round.
        case meterReversed
        /// The charger does not speak though it should have mains.
        case chargerSilent
        /// The plug can't be told anything.
        case plugUnreachable
        /// The plug was told, and did not.
        case plugDisobeys
        /// A hand switched the plug; it is left alone.
        case handAtPlug
    }

    /// The limit to ask for now, once; nil: leave it.
    public var limit: CurrentLimit?
    /// What to tell the plug now, once; nil: tell it nothing.
    public var plug: Bool?
    /// The power that could go into the charger without drawing from the grid, in watts; nil: not known.
    ///
    /// May be below zero.
    public var surplus: Double?
    /// Why, in words.
    public var reason: String
    /// Why, for a program.
    public var kind: Kind

    /// Makes a decision.
    public init(
        limit: CurrentLimit? = nil, plug: Bool? = nil, surplus: Double? = nil, reason: String, kind: Kind
    ) {
        self.limit = limit
        self.plug = plug
        self.surplus = surplus
        self.reason = reason
        self.kind = kind
    }
}
