// SPDX-License-Identifier: MIT
/// Switches the plug for a mode: told once, told again when it does not obey, and left to whoever switches it
/// by hand afterwards.
struct PlugHandle: Sendable {
    /// After so long without the state that was ordered, the plug is told again.
    private static let patience: Duration = .seconds(60)

    /// Whether there is one.
    let exists: Bool
    private(set) var seen = SurplusInputs.Plug(isOn: nil, isReachable: false)
    private var hasBroker = false
    private var isAvailable = true
    private var wanted: Bool?
    private var toldAt: Duration?

    init(exists: Bool) { self.exists = exists }

    /// What the mode wants of it; nil: nothing.
    mutating func want(_ isOn: Bool?) {
        guard exists else { return }
        wanted = isOn
        toldAt = nil
    }

    /// It said how it stands.
    mutating func says(isOn: Bool?) {
        seen.isOn = isOn
        if isOn == wanted, toldAt != nil { wanted = nil }
    }

    /// Whether there is a broker to tell it over.
    mutating func broker(stands: Bool) {
        hasBroker = stands
        // It may be switched by hand meanwhile; its state is retained, or told when it changes.
        seen.isReachable = hasBroker && isAvailable
    }

    /// Whether it says of itself that it is there.
    mutating func says(isAvailable available: Bool) {
        isAvailable = available
        seen.isReachable = hasBroker && isAvailable
    }

    /// What it is to be told now; nil when nothing.
    mutating func order(at now: Duration) -> Bool? {
        guard let wanted else { return nil }
        if seen.isOn == wanted {
            self.wanted = nil
            return nil
        }
        guard seen.isReachable, toldAt.map({ now - $0 >= Self.patience }) ?? true else { return nil }
        toldAt = now
        return wanted
    }

    /// Why the mode has not got what it wants of the plug; nil when it has.
    var trouble: String? {
        guard let wanted, exists else { return nil }
        let word = wanted ? "on" : "off"
        if hasBroker, !isAvailable { return "the plug can't be switched \(word): it says that it is offline" }
        if !seen.isReachable {
            return "the plug can't be switched \(word): it can't be reached without a broker"
        }
        return toldAt == nil ? nil : "the plug was told to go \(word) and does not say that it did"
    }
}
