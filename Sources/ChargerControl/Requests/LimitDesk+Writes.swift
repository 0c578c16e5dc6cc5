// SPDX-License-Identifier: MIT
extension LimitDesk {
    /// A write is sent once more, and counts once more.
    mutating func writeRepeated(_ id: Int, at now: Moment) {
        guard let writing, writing.write.id == id, writing.write.register == .persistent else { return }
        wear.spend(isAutomatic: writing.wish?.source == .surplus, at: now.uptime)
        mayHaveNews = true
    }

    /// An approved write has come to an end.
    mutating func writeEnded(_ id: Int, _ result: WriteResult, at now: Moment) {
        guard let done = writing, done.write.id == id else { return }
        writing = nil
        switch result {
        case _ where done.write.register == .volatile: volatileEnded(done, result, at: now)
        case .confirmed(let limit):
            confirmed(done, limit, at: now)
        case .declined(let reason, let limit):
            let before = learn(limit, at: now)
            finish(done, .failed, "the charger declined: \(reason)", at: now)
            abandon(done, before, at: now)
        case .unanswered(let limit):
            guard situation.heard(since: now.uptime - Self.pause) else {
                return putBack(done, "the charger fell silent while the limit was written", at: now)
            }
            let before = learn(limit, at: now)
            if done.isGivenUp, limit != nil {
                reopen(done, at: now)
                break
            }
            finish(done, .timedOut, Self.words(heldInstead: limit), at: now)
            abandon(done, before, at: now)
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
            wish?.comesTrue(at: limit, under: done.cap)
            fallback = nil
        } else if var cameTrue = done.wish {
            cameTrue.comesTrue(at: limit, under: done.cap)
            fallback = cameTrue
        }
        finish(done, .acknowledged, reason, at: now)
        mayHaveNews = true
    }

    static func words(held: CurrentLimit, written: CurrentLimit) -> String {
        "the charger holds \(held), not the \(written) written"
    }

    /// Takes in what the charger holds after a write that failed.
    /// - Returns: what it was known to hold before.
    private mutating func learn(_ limit: CurrentLimit?, at now: Moment) -> CurrentLimit? {
        defer { persistent = limit.map { Confirmed(limit: $0, at: now.uptime) } }
        return persistent?.limit
    }

    private mutating func finish(_ done: Writing, _ outcome: Outcome, _ reason: String?, at now: Moment) {
        guard var record = done.record else { return }
        record.reason = reason
        end(&record, outcome, at: now)
    }

    /// After a failed write: a raise is given up, unless it stands; a lowering is tried again.
    private mutating func abandon(_ done: Writing, _ before: CurrentLimit?, at now: Moment) {
        guard open == nil, wish == done.wish, let wish else { return }
        if done.isLowering {
            situation.failed(done.isUrgent ? .loweringForSafety : .lowering, at: now.uptime)
            say(.error, "lowering the limit to \(done.write.limit) failed; it is tried again")
            tryAgain(done.isUrgent ? .cap : .kept, at: now)
        } else if done.withdrawn == nil, stands(wish) {
            situation.failed(.raising, at: now.uptime)
            tryAgain(.kept, at: now)
        } else {
            fallBack(at: now)
        }
        yieldAfterFailure(done, before, at: now)
        mayHaveNews = true
    }

    /// Less than was in force, and not what was written, is another hand's: it came after what failed.
    private mutating func yieldAfterFailure(_ done: Writing, _ before: CurrentLimit?, at now: Moment) {
        guard let wish, wish.settled == nil, let held = persistent?.limit,
            let wanted = bounds?.clamp(wish.limit).limit
        else { return }
        if held < wanted, held != done.write.limit {
            if let before, held < before { supersede(by: held, at: now) } else { giveWay(to: held, at: now) }
        }
        if self.wish?.settled == nil { self.wish?.isFound(held) }
    }

    /// Whether a wish stands though it failed: one that had come true before, that of a mode which is chosen, and
    /// one that wanted less than the wish before it, to which nothing may be raised again.
    func stands(_ wish: Wish) -> Bool {
        if wish.isRenewed == true || wish.source == .mode { return true }
        return fallback.map { wish.limit < $0.limit } ?? false
    }

    /// A wish whose failure was told is done later, unless a newer one comes, also by another hand.
    mutating func tryAgain(_ source: RequestSource, at now: Moment) {
        guard let wish else { return }
        self.wish?.isVoiced = nil
        open = newRecord(source, asked: wish.limit.decimalText, at: now)
    }

    /// The wish before stands again; it may be due itself.
    mutating func fallBack(at now: Moment) { fallBack(to: fallback, at: now) }

    /// An earlier wish stands again; it may be due itself.
    mutating func fallBack(to before: Wish?, at now: Moment) {
        wish = before
        guard let wish, wish.settled == nil, open == nil else { return }
        open = newRecord(.kept, asked: wish.limit.decimalText, at: now)
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
            situation.isSettled()
            fallBack(at: now)
            mayHaveNews = true
        }
        return true
    }
}
