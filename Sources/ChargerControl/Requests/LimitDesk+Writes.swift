// SPDX-License-Identifier: MIT
extension LimitDesk {
    /// An approved write has come to an end.
    mutating func writeEnded(_ id: Int, _ result: WriteResult, at now: Moment) {
        guard let done = writing, done.write.id == id else { return }
        writing = nil
        switch result {
        case _ where done.write.register == .volatile: volatileEnded(done, result, at: now)
        case .confirmed(let limit):
            confirmed(done, limit, at: now)
        case .declined(let reason, let limit):
            learn(limit, at: now)
            finish(done, .failed, "the charger declined: \(reason)", at: now)
            abandon(done, at: now)
        case .unanswered(let limit):
            guard situation.heard(since: now.uptime - Self.pause) else {
                return putBack(done, "the charger fell silent while the limit was written", at: now)
            }
            learn(limit, at: now)
            if done.isGivenUp, limit != nil {
                reopen(done, at: now)
                break
            }
            finish(done, .timedOut, Self.words(heldInstead: limit), at: now)
            abandon(done, at: now)
        case .linkLost(let reason):
            putBack(done, reason, at: now)
        }
        decide(at: now)
    }

    private static func words(heldInstead limit: CurrentLimit?) -> String {
        if let limit { return "the charger did not take it and holds \(limit)" }
        return "the charger did not answer; is the adapter's TX wired to its RX?"
    }

    private mutating func confirmed(_ done: Writing, _ limit: CurrentLimit, at now: Moment) {
        persistent = Confirmed(limit: limit, at: now.uptime)
        confirmedAt = now.uptime
        isModeNewer = false
        doubted = nil
        situation.isReconciled = true
        reading = Reading()
        stubborn = limit == done.write.limit ? nil : Stubborn(written: done.write.limit, held: limit)
        if done.isFirst { return reopen(done, at: now) }
        let reason =
            limit == done.write.limit ? done.clampReason : Self.words(held: limit, written: done.write.limit)
        cameTrue(done, limit, reason, at: now)
    }

    /// What was wished is in force.
    mutating func cameTrue(_ done: Writing, _ limit: CurrentLimit, _ reason: String?, at now: Moment) {
        situation.isSettled()
        if open == nil, wish == done.wish {
            wish?.settled = limit
            wish?.capped = done.cap
            fallback = nil
        } else if var cameTrue = done.wish {
            cameTrue.settled = limit
            cameTrue.capped = done.cap
            fallback = cameTrue
        }
        finish(done, .acknowledged, reason, at: now)
        actions.append(.keep)
    }

    static func words(held: CurrentLimit, written: CurrentLimit) -> String {
        "the charger holds \(held), not the \(written) written"
    }

    private mutating func learn(_ limit: CurrentLimit?, at now: Moment) {
        persistent = limit.map { Confirmed(limit: $0, at: now.uptime) }
    }

    private mutating func finish(_ done: Writing, _ outcome: Outcome, _ reason: String?, at now: Moment) {
        guard var record = done.record else { return }
        record.reason = reason
        end(&record, outcome, at: now)
    }

    /// After a failed write: a raise is given up, a lowering is tried again.
    private mutating func abandon(_ done: Writing, at now: Moment) {
        guard open == nil, wish == done.wish, let wish else { return }
        if done.isLowering {
            situation.loweringFailed(isUrgent: done.isUrgent, at: now.uptime)
            open = newRecord(done.isUrgent ? .cap : .kept, asked: wish.limit.decimalText, at: now)
            say(.error, "lowering the limit to \(done.write.limit) failed; it is tried again")
        } else {
            self.wish = fallback
        }
        actions.append(.keep)
    }

    /// The write may or may not have reached the charger: it waits, and the limit is read first.
    mutating func putBack(_ done: Writing, _ reason: String, at now: Moment) {
        persistent = nil
        if drop(done, at: now) { return }
        guard wish == done.wish, open == nil else {
            return finish(done, .superseded, "a newer request came while the link was lost", at: now)
        }
        open = done.record
        wait(reason, until: nil, at: now)
    }

    /// Ends a write that was withdrawn and did not come true.
    mutating func drop(_ done: Writing, at now: Moment) -> Bool {
        guard let reason = done.withdrawn else { return false }
        finish(done, .superseded, reason, at: now)
        if wish == done.wish, open == nil {
            wish = fallback
            situation.isSettled()
            actions.append(.keep)
        }
        return true
    }
}
