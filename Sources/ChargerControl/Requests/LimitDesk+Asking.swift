// SPDX-License-Identifier: MIT
extension LimitDesk {
    /// Takes a request in.
    /// - Returns: its number.
    @discardableResult
    mutating func ask(_ payload: [UInt8], source: RequestSource, at now: Moment) -> Int {
        do {
            return ask(amperes: try LimitPayload.amperes(payload), source: source, at: now)
        } catch {
            var record = newRecord(source, asked: error.shown, at: now)
            refuse(&record, error.reason, at: now)
            return record.id
        }
    }

    /// Takes a request for so many amperes in.
    /// - Returns: its number.
    @discardableResult
    mutating func ask(amperes: Double, source: RequestSource, at now: Moment) -> Int {
        let limit = CurrentLimit(amperes: amperes)
        let isShort = limit.map { $0.amperes == amperes } ?? false
        var record = newRecord(source, asked: isShort ? limit?.decimalText ?? "" : "\(amperes)", at: now)
        guard let limit else {
            refuse(&record, "\(amperes) is not a finite number of amperes", at: now)
            return record.id
        }
        if let reason = reasonToRefuse(amperes) {
            refuse(&record, reason, at: now)
            return record.id
        }
        if isStopped {
            record.reason = "the program is stopping"
            end(&record, .interrupted, at: now)
            return record.id
        }
        accept(limit, source: source, record: record, at: now)
        decide(at: now)
        return record.id
    }

    func reasonToRefuse(_ amperes: Double) -> String? {
        if amperes < 0 { return "a charge current limit can't be negative" }
        if amperes > Self.beyondAnyCharger { return "no charger of this kind delivers \(amperes) A" }
        if amperes == 0 {
            let minimum = bounds.map { "; its minimum is \($0.lower)" } ?? ""
            return "the limit can't switch the charger off\(minimum)"
        }
        if boundsAreMissing {
            return "this charger's maximum current is not known; set limit.max in the configuration"
        }
        guard let bounds else { return nil }
        if amperes > 2 * bounds.chargerMaximum.amperes {
            return
                "more than twice what the charger can deliver (\(bounds.chargerMaximum)): taken as a mistake"
        }
        return nil
    }

    /// Makes a request the wish; the one that waited is superseded.
    mutating func accept(
        _ limit: CurrentLimit, source: RequestSource, record: RequestRecord, at now: Moment
    ) {
        if var waiting = open {
            waiting.reason = "request \(record.id) (\(limit), \(source.rawValue)) came after it"
            end(&waiting, .superseded, at: now)
        }
        situation.isSettled()
        if source.isFresh { reading.notBefore = nil }
        if let wish, wish.settled != nil || wish.isRenewed == true { fallback = wish }
        var new = Wish(limit: limit, source: source)
        // A hand that lowers the limit unseen is newer than this, unless a person voiced it or chose the mode behind it
        // meanwhile.
        if source.isAutomatic || source.isByHand, !isModeNewer {
            new.comes(after: wish, writing: writing?.write.limit)
        }
        new.isVoiced = source.isByHand ? true : nil
        wish = new
        if source.isByHand { handWishes &+= 1 }
        open = record
        if source.isFresh || source == .retained {
            initial.isPending = false
            initial.handled = initial.configured
        }
        mayHaveNews = true
    }

    /// A person chose a mode.
    ///
    /// What another hand did unseen may have been before it: the mode stands against that.
    mutating func modeIsChosen(_ mode: ControlMode, at now: Moment) {
        withdraw("the mode \(mode.rawValue) was chosen before it came true", at: now)
        guard inForce == nil else { return }
        isModeNewer = true
        mayHaveNews = true
        guard wish?.source.isAutomatic == true, wish?.settled == nil else { return }
        let isOnTheWire = wish == writing?.wish
        wish?.isCertain()
        if isOnTheWire { writing?.wish = wish }
    }

    /// The mode that asked for more is not in force any more: what did not come true is not raised to later.
    ///
    /// What a mode lowers stands.
    mutating func withdraw(_ reason: String, at now: Moment) {
        guard let wish, wish.settled == nil, wish.source == .mode || wish.source == .surplus else { return }
        if open == nil, let writing, writing.wish == wish {
            return withdrawFromTheWire(writing, reason)
        }
        let before = writing.flatMap { $0.isRenewal ? nil : $0.wish } ?? fallback
        guard before.map({ ($0.settled ?? $0.limit) < wish.limit }) ?? true else { return }
        situation.isSettled()
        if var waiting = open {
            open = nil
            waiting.reason = reason
            end(&waiting, .superseded, at: now)
        }
        fallBack(to: before, at: now)
        mayHaveNews = true
    }

    /// What is being written may come true yet; if it does not, it is not tried again.
    private mutating func withdrawFromTheWire(_ writing: Writing, _ reason: String) {
        guard !writing.isLowering else { return }
        self.writing?.withdrawn = reason
        giveUpWriting()
    }

    /// A message on the command topic that has the retained flag.
    mutating func askRetained(_ payload: [UInt8], at now: Moment) {
        // A message that comes while stopping is for the next start.
        guard isStopped || retained.isNew(payload) else {
            mayHaveNews = true
            return
        }
        ask(payload, source: .retained, at: now)
        mayHaveNews = true
    }

    /// A live message on the command topic, which the broker may have kept.
    mutating func askLive(_ payload: [UInt8], at now: Moment) {
        if !isStopped { retained.noteLive(payload) }
        ask(payload, source: .mqtt, at: now)
        mayHaveNews = true
    }
}
