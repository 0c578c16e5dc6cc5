// SPDX-License-Identifier: MIT
extension Charger {
    /// A request about something else than the limit; one about control ends at once.
    mutating func askControl(
        _ subject: RequestSubject, _ payload: [UInt8], _ source: RequestSource, clock: LocalClock,
        at now: Moment
    ) {
        switch subject {
        case .limit: lastAsked = desk.ask(payload, source: source, at: now)
        case .lowCurrent: lastAsked = lowCurrent.ask(payload, source: source, &desk, at: now)
        case .mode, .reserve, .maximum:
            askOwner(subject, payload, source, clock: clock, at: now)
        }
    }

    private mutating func askOwner(
        _ subject: RequestSubject, _ payload: [UInt8], _ source: RequestSource, clock: LocalClock,
        at now: Moment
    ) {
        var record = desk.newRecord(source, about: subject, asked: "", at: now)
        lastAsked = record.id
        do {
            (record.asked, record.reason) = try order(subject, payload, clock: clock, at: now)
            desk.end(&record, .acknowledged, at: now)
            follow(at: now)
        } catch {
            record.asked = error.shown
            desk.refuse(&record, error.reason, at: now)
        }
    }

    /// Carries a request about control out.
    /// - Returns: what was asked for, in words, and why it became something else; nil when it did not.
    private mutating func order(
        _ subject: RequestSubject, _ payload: [UInt8], clock: LocalClock, at now: Moment
    ) throws(LimitPayload.Unreadable) -> (asked: String, reason: String?) {
        let text = String(decoding: payload, as: UTF8.self)
        guard let control else {
            throw LimitPayload.Unreadable(
                shown: LimitPayload.shown(payload),
                reason: "there is no automatic control: the configuration has no section surplus")
        }
        switch subject {
        case .limit, .lowCurrent, .mode:
            let order = try ModeOrder(payload)
            if let reason = control.settings.reasonAgainst(order.mode) {
                throw LimitPayload.Unreadable(shown: order.mode.rawValue, reason: reason)
            }
            let choice = order.choice(
                at: now, delivered: totals.measured.centiampereHours, clock: clock)
            desk.modeIsChosen(choice.mode, at: now)
            self.control?.choose(choice, handLimit: desk.wish?.limit, at: now)
        case .reserve: self.control?.setReserve(try LimitPayload.watts(payload))
        case .maximum:
            let amperes = try LimitPayload.amperes(payload)
            guard amperes > 0, let limit = CurrentLimit(amperes: amperes) else {
                throw LimitPayload.Unreadable(
                    shown: "\(amperes)", reason: "the most to be used must be above 0 A")
            }
            if let reason = desk.reasonToRefuse(amperes) {
                throw LimitPayload.Unreadable(shown: "\(amperes)", reason: reason)
            }
            let clamped = desk.bounds?.clamp(limit)
            self.control?.setMaximum(clamped?.limit ?? limit)
            return (text, clamped?.reason)
        }
        return (text, nil)
    }

    /// A person wished a limit: control gives way.
    mutating func giveWay(at now: Moment) {
        guard let wish = desk.wish else { return }
        control?.handWished(wish.limit, at: now)
    }

    /// Lets control look at the charger and does what it wants.
    mutating func follow(at now: Moment) {
        lastLimit = desk.limitKnown?.limit ?? lastLimit
        guard control != nil, !desk.isStopped else { return }
        switch desk.volatile.readiness(at: now.uptime) {
        case .ready: unwornUpTo = desk.persistent?.limit
        case .no: unwornUpTo = nil
        // A charger that is off, or was just heard again: as before.
        case .notYet: break
        }
        let isOnline = desk.situation.speaks
        let facts = ModeDesk.Facts(
            values: isOnline ? board.current(at: now.uptime) : CurrentValues(), limitInForce: lastLimit,
            wished: desk.wish?.limit, unwornUpTo: unwornUpTo, bounds: desk.bounds,
            ceiling: desk.ceiling?.limit,
            delivered: totals.measured.centiampereHours,
            isReady: desk.situation.startHold(at: now.uptime) == nil)
        for output in control?.step(facts, at: now) ?? [] { carryOut(output, at: now) }
    }

    private mutating func carryOut(_ output: ModeDesk.Output, at now: Moment) {
        switch output {
        case .ask(let limit, let source):
            // What waits already does not wait anew.
            if let wish = desk.wish, wish.settled == nil, wish.limit == limit, wish.source == source {
                return
            }
            desk.ask(amperes: limit.amperes, source: source, at: now)
        case .withdraw(let reason): desk.withdraw(reason, at: now)
        case .plug(let isOn):
            desk.actions.append(.switchPlug(isOn))
            desk.actions.append(.keep)
        case .say(let notice):
            desk.say(notice.level, notice.text)
            desk.actions.append(.keep)
        }
    }

    /// Tells control of the writes that following the sun caused.
    mutating func countWrites(_ actions: [ChargerAction], at now: Moment) {
        for case .write(let write) in actions where write.register == .persistent {
            if desk.writing?.wish?.source == .surplus { control?.wrote(at: now) }
        }
    }
}
