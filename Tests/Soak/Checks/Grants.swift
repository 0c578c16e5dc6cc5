// SPDX-License-Identifier: MIT
import ChargerControl

/// Up to where the limit may be raised: what somebody wished, by this soak's own reckoning.
///
/// All in 0.1 A.
struct Grants: CustomStringConvertible {
    private struct Wish {
        var limit: Int
        var at: Duration
        /// Until when it may still be on its way to the charger after it ended.
        var until: Duration?
        /// A lowering that failed is tried again, and the wish stays.
        var hasFailed = false
    }

    private var wishes = [Wish].withRoom(for: 600, of: Wish(limit: 0, at: .zero))
    /// What was wished and came true, or what another hand set.
    private var standing: Int
    /// The limit and what stood before another hand did what the bridge has not seen yet.
    private var unseen: (limit: Int, standing: Int)?

    init(highest: Int) { standing = highest }

    /// Somebody asked for a limit.
    mutating func wished(_ limit: Int, at now: Duration) {
        for index in wishes.indices where wishes[index].until == nil {
            wishes[index].until = now + .seconds(15)
        }
        wishes.append(Wish(limit: limit, at: now))
        wishes.removeAll { $0.until.map { $0 < now - .seconds(60) } ?? false }
    }

    /// Another hand lowered the limit: that is the wish now, unless one is still open.
    ///
    /// Raised, it may be the wish; or what holds the limit down takes it back, and the wish before it stays.
    /// - Returns: whether it is lower than what the bridge knows.
    @discardableResult
    mutating func otherHand(_ limit: Int, before: Int) -> Bool {
        let base = unseen ?? (before, standing)
        unseen = base
        standing = limit < base.limit ? limit : max(base.standing, limit)
        return limit < base.limit
    }

    /// Whether somebody's wish for this limit waits for the charger.
    func isWaiting(_ limit: Int, in site: Site) -> Bool {
        wishes.contains { $0.until == nil && site.clamp($0.limit) == limit }
    }

    /// Whether another hand did what the bridge has not seen.
    var isUnseen: Bool { unseen != nil }

    /// The bridge has been told the limit in force.
    mutating func seen() { unseen = nil }

    /// The bridge has lowered the limit: what another hand did before it and the bridge has not seen is gone.
    mutating func lowered() {
        standing = unseen?.standing ?? standing
        unseen = nil
    }

    /// The charger took a raise that was allowed.
    mutating func raised(to limit: Int) {
        lapsingRaised(to: limit)
        unseen = nil
    }

    /// The same in the register that lapses, which says nothing of what another hand did to the one that is kept.
    mutating func lapsingRaised(to limit: Int) { standing = max(standing, limit) }

    /// A request ended.
    mutating func ended(_ record: RequestRecord, at now: Duration) {
        guard record.subject == .limit, record.source != .otherHand, let asked = Double(record.asked),
            abs(asked) < 10_000
        else {
            return
        }
        let limit = Int((asked * 10).rounded())
        let isOurs = record.source == .kept || record.source == .cap
        if isOurs, let again = wishes.lastIndex(where: { $0.hasFailed && $0.limit == limit }) {
            (wishes[again].until, wishes[again].hasFailed) = (nil, false)
        } else if record.source == .cap {
            // A cap that comes to the same number as a wish, perhaps one that never arrived, is not that wish.
            return
        }
        guard let open = wishes.lastIndex(where: { $0.until == nil && $0.limit == limit }) else { return }
        switch record.outcome {
        case .acknowledged:
            standing = limit
            wishes[open].until = now
            // What failed before is not tried again any more.
            for index in wishes.indices { wishes[index].hasFailed = false }
        case .failed, .timedOut: (wishes[open].until, wishes[open].hasFailed) = (now, true)
        case .refused: wishes[open].until = now
        case .superseded where record.reason?.contains("at the charger after it") == true:
            wishes[open].until = now
        case .superseded, .interrupted, nil: break
        }
    }

    /// Whether a raise is covered.
    func allow(_ limit: Int, in site: Site, at now: Duration) -> Bool {
        let open = wishes.filter { $0.until.map { $0 >= now } ?? true }.map(\.limit)
        return limit <= site.clamp(max(open.max() ?? 0, standing))
    }

    var description: String {
        "\(wishes.map { "\($0.limit)@\($0.at)\($0.until.map { "…\($0)" } ?? "")" }), standing \(standing)"
    }
}
