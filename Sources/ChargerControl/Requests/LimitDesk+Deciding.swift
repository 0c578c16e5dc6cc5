// SPDX-License-Identifier: MIT
extension LimitDesk {
    /// The one place that approves a write.
    mutating func decide(at now: Moment) {
        guard !isStopped else { return }
        waitEnds = nil
        takeInitial(at: now)
        readWhenDue(at: now)
        guard writing == nil else {
            giveUpWhatIsTooHigh()
            return wait("another change is being written", until: nil, at: now)
        }
        takeOverVolatile(at: now)
        renewVolatile(at: now)
        guard writing == nil else { return }
        reviewCap(at: now)
        guard let wish, wish.settled == nil else { return }
        guard situation.speaks else { return wait(situation.silence, until: nil, at: now) }
        guard situation.isIdentified, let upper = bounds?.upper,
            let (target, clampReason) = target(wish.limit)
        else {
            return wait("the charger is not identified yet", until: nil, at: now)
        }
        guard let persistent, let inForce, now.uptime - inForce.at <= Self.confirmationAge else {
            startReading(at: now)
            return wait("the limit in force is being read", until: nil, at: now)
        }
        guard
            let step = step(
                to: target, clampReason, persistent: persistent.limit, upper: upper, at: now.uptime)
        else {
            return wait(
                "it is being found out whether the volatile register can be used", until: nil, at: now)
        }
        take(step, from: step.register == .persistent ? persistent.limit : inForce.limit, wish, at: now)
    }

    /// What is being written may have to be sent again; not when something lower is wanted by now.
    private mutating func giveUpWhatIsTooHigh() {
        guard let writing, let goal = wish.flatMap({ target($0.limit)?.limit }), goal < writing.write.limit
        else { return }
        giveUpWriting()
    }

    /// What is being written is not sent again; in the register that lapses it may be, which wears nothing.
    mutating func giveUpWriting() {
        guard let writing, writing.write.register == .persistent, !writing.isGivenUp else { return }
        self.writing?.isGivenUp = true
        actions.append(.stopTrying(id: writing.write.id))
    }

    /// Makes the next write, unless something holds it back or nothing is to be written.
    private mutating func take(_ step: Step, from held: CurrentLimit, _ wish: Wish, at now: Moment) {
        if step.goal == held { return settle(held, step.reason, at: now) }
        if step.register == .persistent, stubborn == Stubborn(written: step.goal, held: held) {
            return settle(held, Self.words(held: held, written: step.goal), at: now)
        }
        let isTooHigh = ceiling.map { held > $0.limit } ?? false
        let direction: WearGuard.Direction =
            step.goal > held
            ? .raising : wish.source.isForSafety || isTooHigh ? .loweringForSafety : .lowering
        if direction == .raising, !capsAreReady {
            return wait("what protects the battery is not known yet", until: nil, at: now)
        }
        // A wish carried over a restart is not fresh any more, whoever voiced it.
        if let hold = situation.hold(open?.source ?? wish.source, direction, at: now.uptime) {
            return wait(hold.reason, until: hold.until, at: now)
        }
        if step.register == .persistent,
            case .wait(let reason, let until) = wear.verdict(
                direction, isAutomatic: wish.source == .surplus, at: now.uptime)
        {
            return wait(reason, until: until, at: now)
        }
        if direction == .raising, isUnseen(step, open?.source ?? wish.source, at: now.uptime) {
            startReading(at: now)
            return wait("the limit in force is being read", until: nil, at: now)
        }
        approve(step, direction, at: now)
    }

    /// Whether another hand may have lowered what nobody asked just now to be raised.
    private func isUnseen(_ step: Step, _ source: RequestSource, at now: Duration) -> Bool {
        guard step.register == .persistent, !source.isFresh, let persistent else { return false }
        return now - persistent.at > Self.raisingAge
    }

    private mutating func approve(_ step: Step, _ direction: WearGuard.Direction, at now: Moment) {
        var record = open
        record?.reason = RequestRecord.beingWritten
        record?.waitsUntil = nil
        if step.register == .persistent {
            wear.spend(isAutomatic: wish?.source == .surplus, at: now.uptime)
            wish?.isWritten(step.goal)
        }
        begin(
            Writing(
                write: nextWrite(step.goal, step.register), record: record, wish: wish,
                clampReason: step.reason, isLowering: direction != .raising,
                isUrgent: direction == .loweringForSafety, isFirst: step.isFirst,
                cap: wish.flatMap { bindingCap($0.limit) }, startedAt: now.uptime))
        open = nil
        if var record { report(&record, at: now) }
        mayHaveNews = true
    }

    mutating func nextWrite(_ limit: CurrentLimit, _ register: LimitRegister) -> ApprovedWrite {
        writeCount &+= 1
        return ApprovedWrite(id: writeCount, limit: limit, register: register)
    }

    /// Sends a write on its way.
    mutating func begin(_ new: Writing) {
        if new.write.register == .volatile { volatile.begins() }
        actions.append(.write(new.write))
        writing = new
    }

    /// The wish is in force already: nothing is written.
    private mutating func settle(_ limit: CurrentLimit, _ reason: String?, at now: Moment) {
        situation.isSettled()
        let capped = wish.flatMap { bindingCap($0.limit) }
        wish?.comesTrue(at: limit, under: capped)
        fallback = nil
        if var record = open {
            open = nil
            let wasWritten = record.reason == RequestRecord.beingWritten
            record.reason = reason ?? (wasWritten ? nil : "in force already; nothing was written")
            end(&record, .acknowledged, at: now)
        }
        mayHaveNews = true
    }

    /// `initial_current_limit` becomes the wish when nothing older or newer says otherwise.
    private mutating func takeInitial(at now: Moment) {
        guard initial.isPending, let limit = initial.configured, situation.startHold(at: now.uptime) == nil
        else { return }
        initial.isPending = false
        initial.handled = limit
        // Not the first start, and the same setting as ever: the kept wish stands.
        ask(amperes: limit.amperes, source: .configuration, at: now)
    }

    private mutating func readWhenDue(at now: Moment) {
        guard situation.speaks, situation.isIdentified, writing == nil else { return }
        let interval = volatile.isUncertain ? Self.lapseInterval : Self.readingInterval
        if let inForce, now.uptime - inForce.at < interval { return }
        startReading(at: now)
    }

    mutating func startReading(at now: Moment) {
        guard !reading.isUnderWay, reading.notBefore.map({ now.uptime >= $0 }) ?? true else { return }
        reading.isUnderWay = true
        actions.append(.readLimit)
    }
}
