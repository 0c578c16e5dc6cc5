/// Follows the surplus: a function of parameters, inputs with time, and its own state.
///
/// Call ``step(_:at:)`` once a second and do what it says; tell it of every write that came of it.
public struct SurplusController: Sendable {
    /// What the owner can set; may be changed at any time.
    public var parameters: SurplusParameters

    /// Goes on from what was kept, or starts anew.
    public init(parameters: SurplusParameters, kept: KeptSurplus? = nil, at now: Moment) {
        self.parameters = parameters
    }

    /// Looks at what there is and says what to do.
    /// - Parameters:
    ///   - inputs: What is known now.
    ///   - now: The time; earlier than before changes nothing.
    public mutating func step(_ inputs: SurplusInputs, at now: Moment) -> SurplusDecision {
        SurplusDecision(reason: "waiting for the grid meter", kind: .meterStale)
    }

    /// Counts a write to the charger's settings memory that this control caused.
    public mutating func wrote(at now: Moment) {}

    /// Changes of the limit in the last 24 hours.
    public func writesToday(at now: Duration) -> Int { 0 }

    /// Switchings of the plug in the last 24 hours.
    public func switchingsToday(at now: Duration) -> Int { 0 }

    /// What to keep on disk.
    public func kept(at now: Moment) -> KeptSurplus {
        KeptSurplus(savedAt: now.unixMilliseconds, importPrice: 1)
    }
}
