// SPDX-License-Identifier: MIT
/// A cap that comes from outside, such as a battery management system's charge current limit.
///
/// A lower one counts at once, a higher one after it has held for a while; one that is too old counts as the
/// lowest there is.
struct ExternalCap: Sendable {
    private struct Value: Sendable {
        var limit: CurrentLimit
        var at: Duration
    }

    private let longestAge: Duration
    private let startedAt: Duration
    private var latest: Value?
    /// Since when they come again, after there was none that was fresh; nil once they have done so for a while.
    private var backSince: Duration?
    /// The values of the last while that no later one undercuts, lowest first.
    private var recent: [Value] = []

    init(longestAge: Duration, startedAt: Duration) {
        self.longestAge = longestAge
        self.startedAt = startedAt
    }

    mutating func arrived(_ limit: CurrentLimit, at now: Duration) {
        if isStale(at: now) {
            backSince = now
        } else if let since = backSince, now - since >= CapBoard.calm {
            backSince = nil
        }
        recent.removeAll { $0.limit >= limit || now - $0.at >= CapBoard.calm }
        let value = Value(limit: limit, at: now)
        recent.append(value)
        latest = value
    }

    func isReady(at now: Duration) -> Bool { latest != nil || now - startedAt >= longestAge }

    func cap(at now: Duration) -> Cap? {
        let seconds = longestAge.components.seconds
        if isStale(at: now) { return Cap(reason: "no fresh cap has come from outside for \(seconds) s") }
        guard let latest else { return nil }
        if backSince != nil {
            return Cap(reason: "no fresh cap had come from outside for \(seconds) s until a moment ago")
        }
        let lowest = recent.first { now - $0.at < CapBoard.calm } ?? latest
        return Cap(limit: lowest.limit, reason: "the cap from outside is \(lowest.limit)")
    }

    private func isStale(at now: Duration) -> Bool {
        guard let latest else { return now - startedAt >= longestAge }
        return now - latest.at > longestAge
    }
}
