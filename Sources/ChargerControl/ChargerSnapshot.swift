// SPDX-License-Identifier: MIT
/// Everything that can be shown of a charger at one moment; nil is "not available".
public struct ChargerSnapshot: Sendable, Hashable {
    /// Which charger it is; known from before while it is off.
    public var identity: ChargerIdentity?
    /// Whether it was heard within the last 30 s.
    public var isOnline: Bool
    /// What it measures and does.
    public var values: CurrentValues
    /// Energy and charge delivered, as saved.
    public var totals: Totals
    /// The limit the charger said is in force.
    public var limitInForce: CurrentLimit?
    /// What was last wished, before clamping.
    public var wish: CurrentLimit?
    /// Between which values the limit can be set.
    public var bounds: LimitBounds?
    /// Why nothing flows into the battery; nil while it is charged.
    public var idleReason: String?
    /// Writes to the charger's settings memory.
    public var wear: WearCounters
    /// How the volatile register is doing; nil where it is not chosen.
    public var volatile: VolatileStatus?
    /// What holds the limit down; nil when nothing does.
    public var cap: Cap?
    /// Why the limit is not as it should be; nil when it is.
    public var problem: String?
    /// Who decides the current, and why so; nil where nothing but a person can.
    public var control: ControlStatus?
    /// Values held back until a second one confirmed them.
    public var heldBack: Int
    /// Another bridge noticed on the same charger.
    public var otherBridge: String?
}

/// How often the charger's settings memory was written.
public struct WearCounters: Sendable, Hashable, Codable {
    /// In the last 24 hours.
    public var today: Int
    /// By this program, ever.
    public var lifetime: Int
    /// Whether raising is stopped until some of the last 24 hours' writes are older.
    public var isExhausted: Bool

    /// Makes counters.
    public init(today: Int, lifetime: Int, isExhausted: Bool) {
        self.today = today
        self.lifetime = lifetime
        self.isExhausted = isExhausted
    }
}
