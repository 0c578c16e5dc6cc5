// SPDX-License-Identifier: MIT
/// Sees from the measured current whether the charger keeps to the volatile limit.
struct Obedience: Sendable {
    /// How long the charger may take to follow a lower limit.
    static let followingTime: Duration = .seconds(10)
    /// How long the current must be too high after that.
    static let patience: Duration = .seconds(5)

    private struct Earlier: Sendable {
        var limit: CurrentLimit
        var until: Duration
    }

    private var limit: CurrentLimit?
    /// Higher limits that held a moment ago, highest first.
    private var earlier: [Earlier] = []
    private var tooHighSince: Duration?

    /// A limit holds from now on.
    /// - Parameter before: what held until now.
    mutating func holds(_ new: CurrentLimit, before: CurrentLimit, at now: Duration) {
        if before > new {
            earlier.removeAll { $0.limit <= before || $0.until <= now }
            earlier.append(Earlier(limit: before, until: now + Self.followingTime))
        }
        limit = new
    }

    /// Whether the charger has given more than it may for too long.
    /// - Parameter current: what flows; nil when that is not known.
    mutating func isBroken(by current: Milliamperes?, at now: Duration) -> Bool {
        guard let limit, let current else { return false }
        let allowed = max(limit, earlier.first { $0.until > now }?.limit ?? limit)
        // Measurements are not exact: half an ampere and three in a hundred above it is still obeyed.
        guard current.rawValue > allowed.deciamperes * 103 + 500 else {
            tooHighSince = nil
            return false
        }
        let since = tooHighSince ?? now
        tooHighSince = since
        return now - since >= Self.patience
    }
}
