extension LimitDesk {
    /// The one place that approves a write.
    mutating func decide(at now: Moment) {
        guard !isStopped else { return }
        waitEnds = nil
        takeInitial(at: now)
        readWhenDue(at: now)
        guard writing == nil else { return wait("another change is being written", until: nil, at: now) }
        reviewCap(at: now)
        guard let wish, wish.settled == nil else { return }
        guard situation.speaks else { return wait(situation.silence, until: nil, at: now) }
        guard situation.isIdentified, let ceiling, let (target, clampReason) = target(wish.limit) else {
            return wait("the charger is not identified yet", until: nil, at: now)
        }
        guard let inForce, now.uptime - inForce.at <= Self.confirmationAge else {
            startReading(at: now)
            return wait("the limit in force is being read", until: nil, at: now)
        }
        if target == inForce.limit { return settle(inForce.limit, clampReason, at: now) }
        if stubborn == Stubborn(written: target, held: inForce.limit) {
            return settle(
                inForce.limit, "the charger holds \(inForce.limit), not the \(target) written", at: now)
        }
        let isLowering = target < inForce.limit
        let isUrgent = wish.source == .cap || inForce.limit > ceiling.limit
        let direction: WearGuard.Direction =
            isLowering ? (isUrgent ? .loweringForSafety : .lowering) : .raising
        if direction == .raising, !capsAreReady {
            return wait("what protects the battery is not known yet", until: nil, at: now)
        }
        // A wish carried over a restart is not fresh any more, whoever voiced it.
        if let hold = situation.hold(open?.source ?? wish.source, direction, at: now.uptime) {
            return wait(hold.reason, until: hold.until, at: now)
        }
        if case .wait(let reason, let until) = wear.verdict(direction, at: now.uptime) {
            return wait(reason, until: until, at: now)
        }
        approve(
            target, clampReason, isLowering: isLowering, isUrgent: direction == .loweringForSafety, at: now)
    }

    private mutating func approve(
        _ target: CurrentLimit, _ clampReason: String?, isLowering: Bool, isUrgent: Bool, at now: Moment
    ) {
        wear.spend(at: now.uptime)
        let write = ApprovedWrite(id: wear.lifetime, limit: target)
        actions.append(.write(write))
        var record = open
        record?.reason = RequestRecord.beingWritten
        record?.waitsUntil = nil
        writing = Writing(
            write: write, record: record, wish: wish, clampReason: clampReason, isLowering: isLowering,
            isUrgent: isUrgent, cap: wish.flatMap { bindingCap($0.limit) }, startedAt: now.uptime)
        open = nil
        if var record { report(&record, at: now) }
        actions.append(.keep)
    }

    /// The wish is in force already: nothing is written.
    private mutating func settle(_ limit: CurrentLimit, _ reason: String?, at now: Moment) {
        situation.isSettled()
        let capped = wish.flatMap { bindingCap($0.limit) }
        wish?.capped = capped
        wish?.settled = limit
        fallback = nil
        if var record = open {
            open = nil
            record.reason = reason ?? "in force already; nothing was written"
            end(&record, .acknowledged, at: now)
        }
        actions.append(.keep)
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
        if let inForce, now.uptime - inForce.at < Self.readingInterval { return }
        startReading(at: now)
    }

    mutating func startReading(at now: Moment) {
        guard !reading.isUnderWay, reading.notBefore.map({ now.uptime >= $0 }) ?? true else { return }
        reading.isUnderWay = true
        actions.append(.readLimit)
    }
}
