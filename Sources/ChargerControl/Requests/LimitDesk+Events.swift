// SPDX-License-Identifier: MIT
extension LimitDesk {
    mutating func identified(_ identity: ChargerIdentity, at now: Moment) {
        situation.isIdentified = true
        know(identity)
        countWear(of: identity, at: now)
        if let wish, wish.settled == nil, let reason = reasonToRefuse(wish.limit.amperes), var record = open {
            open = nil
            refuse(&record, reason, at: now)
            fallBack(at: now)
        }
        decide(at: now)
    }

    /// Works the bounds out anew, from the charger on the wire or the one kept on disk.
    mutating func know(_ identity: ChargerIdentity) {
        let new = LimitBounds(identity: identity, settings: settings)
        boundsAreMissing = new == nil
        if let new, new != bounds, new.maximumIsBelowMinimum {
            say(.warning, "limit.max is below what this charger can be set to; \(new.upper) is used")
        }
        bounds = new
    }

    mutating func brokerStands(at now: Moment) {
        situation.brokerStoodAt = situation.brokerStoodAt ?? now.uptime
        decide(at: now)
    }

    /// The charger is heard.
    mutating func chargerSpeaks(at now: Moment) {
        let isReturn = !situation.speaks
        situation.speaks(at: now.uptime)
        if isReturn { volatile.speaks(at: now.uptime) }
        // A lowering that waited its turn goes out now, not at the next tick.
        let isDue = waitEnds.map { now.uptime >= $0 } ?? false
        if isReturn || isDue { decide(at: now) }
    }

    /// The charger has fallen silent or the link is gone: what was known of the limit is not known any more.
    mutating func chargerSilent(_ reason: String, at now: Moment) {
        situation.falls(silent: reason)
        persistent = nil
        volatile.fallsSilent()
        stubborn = nil
        reading = Reading()
        decide(at: now)
    }

    mutating func tick(at now: Moment) { decide(at: now) }

    /// The limit in force, as the charger said.
    mutating func limitRead(_ limit: CurrentLimit, at now: Moment) {
        reading = Reading()
        if isDoubtful(limit, at: now.uptime) { return startReading(at: now) }
        let isFirst = !situation.isReconciled
        let before = inForce?.limit
        situation.isReconciled = true
        persistent = Confirmed(limit: limit, at: now.uptime)
        volatile.follow(limit, at: now.uptime)
        if writing == nil, !isStopped, !isCovered(limit) {
            if let before {
                if limit < before { yield(to: limit, at: now) }
            } else {
                giveWay(to: limit, at: now)
            }
            compare(limit, isFirstSinceSilence: isFirst, at: now)
        } else if let before, limit < before {
            yieldUnderWriting(to: limit, at: now)
        }
        isModeNewer = false
        decide(at: now)
    }

    /// Whether it may be a late answer from before the last write: then it is read once more.
    private mutating func isDoubtful(_ limit: CurrentLimit, at now: Duration) -> Bool {
        defer { doubted = limit }
        guard let persistent, limit != persistent.limit, limit != doubted else { return false }
        return confirmedAt.map { now - $0 < Self.lateness } ?? false
    }

    /// Another hand has lowered the limit while a raise waited, or further down than what is wished when a cap
    /// is gone: its wish is the newer one.
    private mutating func yield(to limit: CurrentLimit, at now: Moment) {
        guard let wish, wish.settled == nil, let wanted = bounds?.clamp(wish.limit), wanted.limit > limit
        else { return }
        supersede(by: limit, at: now)
    }

    /// Another hand has lowered the limit unseen while a wish that had come true was due again: as if it were not.
    mutating func giveWay(to limit: CurrentLimit, at now: Moment) {
        guard let wish, wish.settled == nil, wish.isLoweredByAnother(limit) else { return }
        supersede(by: limit, at: now)
    }

    /// Another hand has lowered the limit further than what is on its way, which was decided before that was known.
    private mutating func yieldUnderWriting(to limit: CurrentLimit, at now: Moment) {
        guard !isStopped, let writing, writing.isLowering, writing.write.register == .persistent,
            limit < writing.write.limit
        else { return }
        let record = newRecord(.otherHand, asked: limit.decimalText, at: now)
        accept(limit, source: .otherHand, record: record, at: now)
    }

    mutating func supersede(by limit: CurrentLimit, at now: Moment) {
        if var waiting = open {
            open = nil
            waiting.reason = "the limit was lowered to \(limit) at the charger after it"
            end(&waiting, .superseded, at: now)
        }
        adopt(limit, at: now)
    }

    mutating func limitNotRead(_ reason: String, isRefused: Bool, at now: Moment) {
        reading.isUnderWay = false
        reading.failures = min(reading.failures + 1, 6)
        reading.notBefore = now.uptime + .seconds(5 * reading.failures)
        // While a write is under way its answer says what is in force.
        if writing == nil, var record = open, record.source.isFresh, situation.speaks {
            open = nil
            record.reason = "the limit in force could not be read: \(reason)"
            end(&record, isRefused ? .failed : .timedOut, at: now)
            if let wish, stands(wish) {
                tryAgain(.kept, at: now)
            } else {
                fallBack(at: now)
            }
            mayHaveNews = true
        }
        decide(at: now)
    }

    private mutating func compare(_ limit: CurrentLimit, isFirstSinceSilence: Bool, at now: Moment) {
        // Where nobody wished anything, what is in force now comes back when the cap goes.
        if wish == nil, ceiling?.reason != nil { return }
        if let ceiling, limit > ceiling.limit, wish?.settled != nil || wish == nil {
            guard ceiling.reason == nil else {
                // Lowered, though not as far as the cap: what comes back when the cap goes is the newer wish.
                if let settled = wish?.settled, limit < settled { return adopt(limit, at: now) }
                return enforceCap(limit, at: now)
            }
            let target = wish.flatMap { self.target($0.limit)?.limit } ?? ceiling.limit
            if stubborn == Stubborn(written: target, held: limit) { return }
            say(
                .warning,
                "the limit in force is \(limit), above the \(ceiling.limit) allowed: it is lowered to \(target)"
            )
            accept(target, source: .cap, record: newRecord(.cap, asked: target.decimalText, at: now), at: now)
            return
        }
        guard let wish, let settled = wish.settled, limit != settled else { return }
        if limit > settled, isFirstSinceSilence {
            say(
                .warning,
                "the charger came with \(limit) in force, above the \(settled) wished: it is set again")
            accept(
                wish.limit, source: .kept, record: newRecord(.kept, asked: wish.limit.decimalText, at: now),
                at: now)
            self.wish?.least = settled
        } else {
            adopt(limit, at: now)
        }
    }

    /// Another hand raised the limit above what holds it down: it is lowered again, and the wish stays.
    private mutating func enforceCap(_ limit: CurrentLimit, at now: Moment) {
        guard var due = wish, let target = target(due.limit) else { return }
        if stubborn == Stubborn(written: target.limit, held: limit) { return }
        say(
            .warning, "the limit in force is \(limit); \(target.reason ?? "it is lowered to \(target.limit)")"
        )
        due.isDueAgain()
        wish = due
        if open == nil { open = newRecord(.cap, asked: target.limit.decimalText, at: now) }
        mayHaveNews = true
    }

    /// Another hand changed the limit at the charger: that is the wish now, and nothing is written.
    private mutating func adopt(_ limit: CurrentLimit, at now: Moment) {
        say(
            .warning,
            "the limit was changed to \(limit) by another hand, perhaps an app: this is the wish now")
        situation.isSettled()
        wish = Wish(limit: limit, source: .otherHand, settled: limit)
        if !isModeNewer { handWishes &+= 1 }
        fallback = nil
        var record = newRecord(.otherHand, asked: limit.decimalText, at: now)
        record.reason = "changed at the charger; taken over"
        end(&record, .acknowledged, at: now)
        mayHaveNews = true
    }

    /// Ends what is open, since the program stops; the wish itself is kept.
    mutating func stop(at now: Moment) {
        for var record in [writing?.record, open].compactMap({ $0 }) {
            record.reason =
                "the program is stopping; the wish is kept and the limit read again at the next start"
            end(&record, .interrupted, at: now)
        }
        if isWithdrawn { wish = fallback }
        open = nil
        writing = nil
        isStopped = true
        mayHaveNews = true
    }
}
