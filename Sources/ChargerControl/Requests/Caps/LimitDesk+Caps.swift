// SPDX-License-Identifier: MIT
extension LimitDesk {
    /// What may be in force now: the charger's and owner's bounds, and what holds the limit down.
    struct Ceiling: Sendable, Hashable {
        var limit: CurrentLimit
        /// Why it is below the upper bound; nil when it is not.
        var reason: String?
    }

    /// The highest limit that may be in force; nil until the charger is known.
    var ceiling: Ceiling? {
        guard let bounds else { return nil }
        guard let cap else { return Ceiling(limit: bounds.upper) }
        let level = max(cap.limit ?? bounds.chargerMinimum, bounds.chargerMinimum)
        return level < bounds.upper ? Ceiling(limit: level, reason: cap.reason) : Ceiling(limit: bounds.upper)
    }

    /// What is to be written for a wish, and why if it is another limit.
    func target(_ wish: CurrentLimit) -> (limit: CurrentLimit, reason: String?)? {
        guard let bounds, let ceiling else { return nil }
        let clamped = bounds.clamp(wish)
        guard let reason = ceiling.reason, ceiling.limit < clamped.limit else { return clamped }
        return (ceiling.limit, "held down to \(ceiling.limit): \(reason)")
    }

    /// The cap that keeps a wish from coming true; nil when none does.
    func bindingCap(_ wish: CurrentLimit) -> CurrentLimit? {
        guard let bounds, let ceiling, ceiling.reason != nil else { return nil }
        return ceiling.limit < bounds.clamp(wish).limit ? ceiling.limit : nil
    }

    /// What holds the limit down has changed, or may have.
    mutating func setCap(_ new: Cap?, isReady: Bool, at now: Moment) {
        capsAreReady = isReady
        guard new != cap else { return }
        cap = new
        if let new {
            // Nothing is lowered before the limit was read: that is not put off any more.
            reading.notBefore = nil
            let level = new.limit.map { "\($0)" } ?? "as low as it goes"
            say(.warning, "the limit is held down, \(level): \(new.reason)")
        } else {
            say(.info, "nothing holds the limit down any more")
        }
        decide(at: now)
    }

    /// A cap that came or went makes a wish that has come true due again.
    mutating func reviewCap(at now: Moment) {
        guard let inForce, situation.isReconciled, let ceiling else { return }
        if wish == nil, ceiling.reason != nil, inForce.limit > ceiling.limit {
            // Nobody wished anything: what was in force comes back when the cap goes.
            wish = Wish(limit: inForce.limit, source: .otherHand, settled: inForce.limit)
        }
        guard var due = wish, due.settled != nil, due.capped != bindingCap(due.limit) else { return }
        if bindingCap(due.limit) == nil, !due.source.outlastsItsMoment {
            wish = due.asItCameTrue
            mayHaveNews = true
            return
        }
        due.isDueAgain()
        wish = due
        let asked = target(due.limit)?.limit ?? due.limit
        if open == nil { open = newRecord(.cap, asked: asked.decimalText, at: now) }
        mayHaveNews = true
    }

    /// Why a cap can't be met; nil when it can.
    var unmetCap: String? {
        guard let bounds, let cap, let limit = cap.limit, limit < bounds.chargerMinimum else { return nil }
        return "\(cap.reason), but the lowest this charger can be set to is \(bounds.chargerMinimum)"
    }
}
