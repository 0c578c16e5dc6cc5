// SPDX-License-Identifier: MIT
extension LimitDesk {
    /// The next write on the way to a limit.
    struct Step: Sendable {
        var register: LimitRegister
        var goal: CurrentLimit
        /// Why the goal is another than the wish.
        var reason: String?
        /// Whether another write follows it.
        var isFirst = false
    }

    /// What is in force by both registers, as deciding goes by it: the lower one.
    var inForce: Confirmed? {
        guard let persistent, let held = volatile.held else { return persistent }
        return Confirmed(limit: min(held.limit, persistent.limit), at: min(held.at, persistent.at))
    }

    /// The lower of both registers, as the charger said; nil while one of them is not known.
    var limitKnown: Confirmed? {
        guard volatile.isChosen, let persistent else { return persistent }
        switch volatile.register {
        case .unknown: return nil
        case .nothing: return persistent
        case .holds(let limit): return Confirmed(limit: min(limit, persistent.limit), at: persistent.at)
        }
    }

    /// Which register to write, and what; nil while that is being found out.
    ///
    /// The volatile one wherever it can do it; the persistent one is raised to a wish above it, and lowered
    /// when it is above what the owner allows, since it alone holds when the bridge is gone.
    func step(
        to target: CurrentLimit, _ reason: String?, persistent: CurrentLimit, upper: CurrentLimit,
        at now: Duration
    ) -> Step? {
        let plain = Step(register: .persistent, goal: target, reason: reason)
        switch volatile.readiness(at: now) {
        case .notYet: return nil
        case .no: return plain
        case .ready: break
        }
        if persistent > upper {
            let isRefused = stubborn == Stubborn(written: upper, held: persistent)
            return isRefused ? plain : Step(register: .persistent, goal: upper, isFirst: true)
        }
        guard target > persistent else { return Step(register: .volatile, goal: target, reason: reason) }
        if stubborn == Stubborn(written: target, held: persistent) {
            return Step(
                register: .volatile, goal: persistent, reason: Self.words(held: persistent, written: target))
        }
        return Step(
            register: .persistent, goal: target, reason: reason, isFirst: volatile.held != nil)
    }

    /// Whether a reading of the persistent register changes nothing, since the volatile one is lower.
    func isCovered(_ persistent: CurrentLimit) -> Bool {
        guard let held = volatile.held, let bounds else { return false }
        return held.limit <= persistent && persistent <= bounds.upper
    }

    // MARK: Events

    mutating func volatileRead(_ limit: CurrentLimit?) { volatile.isRead(limit) }

    mutating func volatileNotRead(_ reason: String, isRefused: Bool, at now: Moment) {
        volatile.isNotRead(isRefused: isRefused)
        if isRefused { giveUpVolatile("the charger does not take register 0x2015: \(reason)", at: now) }
    }

    mutating func network(_ sign: NetworkSign, at now: Moment) {
        guard volatile.isChosen, let reason = volatile.take(sign, at: now.uptime) else { return }
        giveUpVolatile(reason, at: now)
    }

    mutating func look(at values: CurrentValues, at now: Moment) {
        guard volatile.isChosen, let reason = volatile.look(at: values, at: now.uptime) else { return }
        giveUpVolatile(reason, at: now)
    }

    /// The program is about to stop: what it lowers now must hold after it, and the volatile register lapses.
    mutating func prepareToStop(lowers: Bool, at now: Moment) {
        guard volatile.isChosen, lowers else { return }
        let wasInUse = volatile.held != nil
        volatile.setAside()
        if wasInUse { makeDue(at: now) }
    }

    // MARK: Deciding

    /// Goes on with a limit that this program's last life left in the register, before it lapses.
    mutating func takeOverVolatile(at now: Moment) {
        guard volatile.held == nil, volatile.readiness(at: now.uptime) == .ready,
            case .holds(let limit) = volatile.register, let wish, let persistent
        else { return }
        volatile.takeOver(limit, before: persistent.limit, at: now.uptime)
        if wish.settled != nil, wish.settled != inForce?.limit { makeDue(at: now) }
    }

    /// Writes what stands in the register once more, before it lapses.
    mutating func renewVolatile(at now: Moment) {
        guard situation.speaks, situation.isIdentified, volatile.isRenewalDue(at: now.uptime),
            let held = volatile.held
        else { return }
        begin(
            Writing(
                write: nextWrite(min(held.limit, persistent?.limit ?? held.limit), .volatile), wish: wish,
                isLowering: false, isUrgent: false,
                isRenewal: true, startedAt: now.uptime))
    }

    /// A write to the volatile register has ended.
    mutating func volatileEnded(_ done: Writing, _ result: WriteResult, at now: Moment) {
        switch result {
        case .confirmed where !volatile.isUsable: reopen(done, at: now)
        case .confirmed(let limit) where limit == done.write.limit: volatileConfirmed(done, limit, at: now)
        case .confirmed(let limit):
            reopen(done, at: now)
            giveUpVolatile("register 0x2015 holds \(limit), not the \(done.write.limit) written", at: now)
        case .declined(let reason, _):
            reopen(done, at: now)
            giveUpVolatile("the charger declined a write to it: \(reason)", at: now)
        case .unanswered:
            guard situation.heard(since: now.uptime - Self.pause) else {
                volatile.renewLater(at: now.uptime)
                return putBack(done, "the charger fell silent while the limit was written", at: now)
            }
            reopen(done, at: now)
            giveUpVolatile("a write to it was not confirmed", at: now)
        case .linkLost(let reason): putBack(done, reason, at: now)
        }
    }

    private mutating func volatileConfirmed(_ done: Writing, _ limit: CurrentLimit, at now: Moment) {
        if done.isRenewal {
            if volatile.held != nil { volatile.holds(limit, before: limit, at: now.uptime) }
            return
        }
        guard let before = inForce?.limit, let persistent else {
            return putBack(done, "the charger was silent while the limit was written", at: now)
        }
        volatile.holds(limit, before: before, at: now.uptime)
        cameTrue(done, min(limit, persistent.limit), done.clampReason, at: now)
    }

    /// A write that is not the end of it: what it was for goes on.
    mutating func reopen(_ done: Writing, at now: Moment) {
        if drop(done, at: now) {
            // The first of two writes may have raised the register that is kept.
            if done.isFirst { makeDue(at: now) }
        } else if open == nil {
            open = done.record
        } else if var record = done.record {
            record.reason = "a newer request came"
            end(&record, .superseded, at: now)
        }
    }

    /// The register is not used any more until the program starts again; the persistent one takes its place.
    private mutating func giveUpVolatile(_ reason: String, at now: Moment) {
        guard volatile.isChosen, volatile.givenUp == nil else { return }
        let wasInUse = volatile.held != nil
        volatile.giveUp(reason)
        say(
            .warning,
            "the volatile limit is given up until the program starts again: \(reason); the limit is kept in "
                + "register 0xEDF0 now, whose writes are counted")
        if wasInUse { makeDue(at: now) }
        decide(at: now)
    }

    /// A wish that has come true is to be brought about in another way.
    private mutating func makeDue(at now: Moment) {
        guard var due = wish, due.settled != nil else { return }
        due.isDueAgain()
        wish = due
        if open == nil { open = newRecord(.kept, asked: due.limit.decimalText, at: now) }
        mayHaveNews = true
    }

    /// Why the volatile register is not used; nil where it is, or was not chosen.
    var volatileProblem: String? {
        volatile.givenUp.map { "the volatile limit is given up until the program starts again: \($0)" }
    }
}
