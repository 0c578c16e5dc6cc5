// SPDX-License-Identifier: MIT
/// Watches the plug: whether it does what it is told, and whether a hand has switched it.
public struct PlugWatch: Sendable {
    /// How the plug is doing.
    public enum Status: Sendable, Hashable {
        /// It is as it was told to be, or was told nothing.
        case obeys
        /// It was told, and has not said yet that it did.
        case waiting
        /// It was told, and did not within ``PlugWatch/patience``.
        case disobeys
        /// A hand switched it; it is left alone until then.
        case hand(until: Duration)
    }

    /// From a command until its state should have been read back.
    public static let patience: Duration = .seconds(10)
    /// A plug that did not obey is told again after this.
    public static let again: Duration = .seconds(60)
    /// How long a plug that a hand switched is left alone: an afternoon.
    ///
    /// The owner's choosing a mode ends it at once, see ``release()``; so does a hand that switches it back.
    public static let handHolds: Duration = .seconds(4 * 3600)

    private var told: (isOn: Bool, at: Duration)?
    private var seen: Bool?
    private var handUntil: Duration?

    /// Makes a watch.
    /// - Parameter handUntil: Until when a hand's switching holds, kept from before.
    public init(handUntil: Duration? = nil) { self.handUntil = handUntil }

    /// Takes in what the plug says of itself.
    /// - Parameters:
    ///   - isOn: Its state as read back; nil when not known.
    ///   - now: The time, as ``Moment/uptime``.
    public mutating func observe(isOn: Bool?, at now: Duration) {
        if let until = handUntil, now >= until { handUntil = nil }
        guard let isOn else { return }
        defer { seen = isOn }
        if let command = told, command.isOn == isOn {
            told = nil
            return
        }
        guard let seen, seen != isOn else { return }
        // It went back to where it was before a hand came: nothing is left to respect.
        handUntil = handUntil == nil ? now + Self.handHolds : nil
        told = nil
    }

    /// How the plug is doing.
    public func status(at now: Duration) -> Status {
        if let handUntil, now < handUntil { return .hand(until: handUntil) }
        guard let told else { return .obeys }
        return now - told.at < Self.patience ? .waiting : .disobeys
    }

    /// Whether a command may be given: not while a hand's switching holds, not twice in a row too soon.
    public func mayTell(_ isOn: Bool, at now: Duration) -> Bool {
        switch status(at: now) {
        case .obeys: true
        case .waiting, .hand: false
        case .disobeys: told.map { now - $0.at >= Self.again } ?? true
        }
    }

    /// Notes a command.
    /// - Returns: Whether it is a new one; telling the same again is no further switching.
    public mutating func tell(_ isOn: Bool, at now: Duration) -> Bool {
        let isNew = told?.isOn != isOn
        told = (isOn, now)
        return isNew
    }

    /// Forgets a hand: the owner chose a mode.
    public mutating func release() { handUntil = nil }
}
