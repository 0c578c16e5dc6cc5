/// Knows who decides the charge current, and asks for it where that is no person.
///
/// It writes nothing: what it wants passes the same desk as everybody's wishes.
struct ModeDesk: Sendable {
    /// What is to be done.
    enum Output: Sendable, Hashable {
        case ask(CurrentLimit, RequestSource)
        case plug(Bool)
        case say(Notice)
    }

    /// What has to be known of the charger.
    struct Facts: Sendable {
        var values = CurrentValues()
        var limitInForce: CurrentLimit?
        var bounds: LimitBounds?
        /// The highest limit that may be in force, caps applied.
        var ceiling: CurrentLimit?
        /// Delivered in all, in hundredths of an ampere-hour.
        var delivered = 0
        /// Whether it is known what was wished before a start.
        var isReady = false
    }

    let settings: ControlSettings
    private(set) var choice: ModeChoice
    /// The mode that comes back when this one ends.
    private(set) var after: ControlMode
    /// When the mode ends, where that is a time: the calendar may jump, this clock does not.
    private var endsAt: Duration?
    private(set) var hand: Hand?
    private var handLimit: CurrentLimit?
    private(set) var reserve: Double
    private(set) var maximum: CurrentLimit?
    private var ownReserve: Double?
    private var ownMaximum: CurrentLimit?

    private var controller: SurplusController
    private var decision: SurplusDecision?
    private var target: CurrentLimit?
    private var mustAskForAll = false
    var meter = MeterWatch()
    var plug: PlugHandle

    /// A person's limit that holds for a while.
    struct Hand: Sendable {
        var since: Duration
        /// Nil: until the mode is chosen again.
        var until: Duration?
    }

    init(_ settings: ControlSettings, kept: KeptControl?, at now: Moment) {
        self.settings = settings
        let isConfiguredAnew = kept?.configured != settings.initialMode
        let kept = kept.flatMap { settings.reasonAgainst($0.choice.mode) == nil ? $0 : nil }
        let possible = settings.reasonAgainst(settings.initialMode) == nil ? settings.initialMode : .manual
        choice = isConfiguredAnew ? ModeChoice(possible) : kept?.choice ?? ModeChoice(possible)
        after = isConfiguredAnew ? possible : kept?.after ?? possible
        ownReserve = kept?.reserve
        ownMaximum = kept?.maximum
        reserve = kept?.reserve ?? settings.surplus.reserve
        maximum = kept?.maximum ?? settings.maximum
        handLimit = kept?.handLimit
        controller = SurplusController(parameters: settings.surplus, kept: kept?.surplus, at: now)
        plug = PlugHandle(exists: settings.surplus.plug != nil)
        if !isConfiguredAnew {
            endsAt = kept.flatMap { Self.end(of: $0, at: now) }
            hand = kept?.handLeft.map { Hand(since: now.uptime, until: now.uptime + .milliseconds($0)) }
        }
        mustAskForAll = choice.mode == .full && isConfiguredAnew
        setParameters()
    }

    /// The end of a kept mode: a calendar that was set back while the program was down does not put it off.
    private static func end(of kept: KeptControl, at now: Moment) -> Duration? {
        guard case .time(let end) = kept.choice.end else { return nil }
        let ahead = end.subtractingReportingOverflow(now.unixMilliseconds)
        let left = min(ahead.overflow ? 0 : ahead.partialValue, kept.left ?? 0)
        return now.uptime + .milliseconds(max(0, left))
    }

    // MARK: Choosing

    /// Takes a choice in.
    mutating func choose(_ new: ModeChoice, handLimit wish: CurrentLimit?, at now: Moment) {
        if choice.mode == .manual, let wish { handLimit = wish }
        if new.end != nil {
            // What comes back is what was there to stay.
            after = choice.end == nil ? choice.mode : after
        } else {
            after = new.mode
        }
        begin(new, at: now)
    }

    private mutating func begin(_ new: ModeChoice, at now: Moment) {
        choice = new
        hand = nil
        decision = nil
        target = nil
        mustAskForAll = new.mode == .full
        endsAt = nil
        if case .time(let end) = new.end {
            let (left, overflow) = end.subtractingReportingOverflow(now.unixMilliseconds)
            endsAt = now.uptime + .milliseconds(overflow ? 0 : max(0, left))
        }
        plug.want(new.mode == .surplus ? nil : new.mode != .off)
        controller.begin()
        setParameters()
    }

    /// A person wished a limit: control gives way.
    mutating func handWished(_ limit: CurrentLimit, at now: Moment) {
        handLimit = limit
        guard choice.mode != .manual, choice.mode != .off else { return }
        guard let hold = settings.manualHold else {
            after = .manual
            return begin(ModeChoice(.manual), at: now)
        }
        hand = Hand(since: now.uptime, until: now.uptime + hold)
        decision = nil
        target = nil
        plug.want(true)
    }

    mutating func setReserve(_ watts: Double) {
        reserve = watts
        ownReserve = watts
        setParameters()
    }

    mutating func setMaximum(_ limit: CurrentLimit) {
        maximum = limit
        ownMaximum = limit
        setParameters()
    }

    private mutating func setParameters() {
        var parameters = settings.surplus
        parameters.reserve = reserve
        if choice.mode == .surplusOrMinimum {
            parameters.plug = nil
            parameters.belowMinimum = .minimum
        }
        controller.parameters = parameters
    }

    // MARK: Following

    /// Counts a write that following the sun caused.
    mutating func wrote(at now: Moment) { controller.wrote(at: now) }

    /// Looks at everything once a second.
    mutating func step(_ facts: Facts, at now: Moment) -> [Output] {
        var outputs = endWhenDue(facts, at: now)
        if let until = hand?.until, now.uptime >= until { handIsOver(at: now, &outputs) }
        if hand == nil { decide(facts, at: now, &outputs) }
        if let order = plug.order(at: now.uptime) { outputs.append(.plug(order)) }
        return outputs
    }

    private mutating func handIsOver(at now: Moment, _ outputs: inout [Output]) {
        begin(choice, at: now)
        outputs.append(
            .say(Notice(.info, "the limit set by hand has held long enough: \(choice.mode.rawValue) goes on"))
        )
    }

    private mutating func endWhenDue(_ facts: Facts, at now: Moment) -> [Output] {
        let isOver =
            switch choice.end {
            case nil: false
            case .time: endsAt.map { now.uptime >= $0 } ?? true
            case .charge(let charge): facts.delivered >= charge
            }
        guard isOver else { return [] }
        let ended = choice.mode
        begin(ModeChoice(after), at: now)
        var outputs = [
            Output.say(Notice(.info, "the mode \(ended.rawValue) has ended: \(after.rawValue) again"))
        ]
        if after == .manual, let handLimit { outputs.append(.ask(handLimit, .mode)) }
        return outputs
    }

    private mutating func decide(_ facts: Facts, at now: Moment, _ outputs: inout [Output]) {
        guard facts.isReady, let bounds = facts.bounds else { return }
        switch choice.mode {
        case .manual, .off: return
        case .full:
            guard mustAskForAll else { return }
            mustAskForAll = false
            target = bounds.upper
            outputs.append(.ask(bounds.upper, .mode))
        case .surplus, .surplusOrMinimum: followTheSun(facts, bounds, at: now, &outputs)
        }
    }

    private mutating func followTheSun(
        _ facts: Facts, _ bounds: LimitBounds, at now: Moment, _ outputs: inout [Output]
    ) {
        let highest = min(facts.ceiling ?? bounds.upper, maximum ?? bounds.upper)
        let inputs = SurplusInputs(
            grid: meter.reading, voltage: facts.values.voltage, current: facts.values.current,
            stage: facts.values.stage?.stage, limitInForce: facts.limitInForce, lowest: bounds.lower,
            highest: max(highest, bounds.lower), plug: plug.exists ? plug.seen : nil)
        let new = controller.step(inputs, at: now)
        if new.kind != decision?.kind, let notice = notice(of: new) { outputs.append(.say(notice)) }
        decision = new
        // What is above the owner's maximum comes down, whatever the sun gives.
        let excess = facts.limitInForce.flatMap { $0 > inputs.highest ? inputs.highest : nil }
        if let limit = new.limit ?? excess {
            target = limit
            outputs.append(.ask(limit, new.kind.isBlind ? .fallback : .surplus))
        }
        if let isOn = new.plug { outputs.append(.plug(isOn)) }
    }

    /// What changes from a cloud to the next is no news; what keeps control from working is.
    private func notice(of new: SurplusDecision) -> Notice? {
        let wasKept = decision?.kind.isTrouble ?? false
        if new.kind.isTrouble { return Notice(.warning, "surplus control: \(new.reason)") }
        return wasKept ? Notice(.info, "surplus control goes on: \(new.reason)") : nil
    }

    // MARK: Showing

    /// Everything that can be shown of it.
    func status(cap: Cap?, at now: Moment) -> ControlStatus {
        ControlStatus(
            choice: choice, modes: settings.modes, owner: owner(cap), reason: reason(at: now),
            isPaused: isPaused, surplus: hand == nil ? decision?.surplus : nil, target: target,
            grid: meter.reading(within: settings.surplus.staleAfter, at: now.uptime)?.watts,
            meterProblem: settings.hasMeter
                ? meter.problem(after: settings.surplus.staleAfter, at: now.uptime) : nil,
            hasMeter: settings.hasMeter, reserve: reserve, maximum: maximum, hasPlug: plug.exists,
            plugIsOn: plug.seen.isOn, writesToday: controller.writesToday(at: now.uptime),
            dailyBudget: settings.surplus.dailyBudget,
            switchingsToday: controller.switchingsToday(at: now.uptime))
    }

    private func owner(_ cap: Cap?) -> ControlStatus.Owner {
        if cap != nil { return .protection }
        if hand != nil { return .manual }
        switch choice.mode {
        case .manual: return .manual
        case .surplus, .surplusOrMinimum: return .surplus
        case .full: return .full
        case .off: return .off
        }
    }

    private var isPaused: Bool {
        if hand != nil { return true }
        return decision?.kind.isTrouble ?? false || choice.mode != .manual && plug.trouble != nil
    }

    private func reason(at now: Moment) -> String {
        if let hand {
            guard let until = hand.until else { return "a limit was set by hand" }
            let minutes = max(1, Int((until - now.uptime).components.seconds + 59) / 60)
            return "a limit was set by hand; \(choice.mode.rawValue) goes on in \(minutes) min"
        }
        if let trouble = plug.trouble { return trouble }
        switch choice.mode {
        case .manual: return "a person decides"
        case .full: return "as much as the charger may give"
        case .off: return "switched off by its plug"
        case .surplus, .surplusOrMinimum: return decision?.reason ?? "the charger is not known yet"
        }
    }

    /// Why the charger has no mains, when it is control that took it; nil otherwise.
    func offReason(at now: Moment) -> String? {
        guard plug.seen.isOn == false else { return nil }
        return "its plug is off: \(reason(at: now))"
    }

    // MARK: Keeping

    func kept(at now: Moment) -> KeptControl {
        KeptControl(
            choice: choice, left: endsAt.map { Int64(max($0 - now.uptime, .zero) / .milliseconds(1)) },
            after: after, configured: settings.initialMode,
            handLeft: hand?.until.map { Int64(max($0 - now.uptime, .zero) / .milliseconds(1)) },
            handLimit: handLimit, reserve: ownReserve, maximum: ownMaximum,
            surplus: controller.kept(at: now))
    }
}

extension SurplusDecision.Kind {
    /// Whether there is nothing to go by.
    var isBlind: Bool { self == .meterStale || self == .meterReversed }

    /// Whether it keeps control from working.
    var isTrouble: Bool {
        switch self {
        case .meterStale, .meterReversed, .plugUnreachable, .plugDisobeys, .handAtPlug: true
        case .charging, .idle, .atMinimum, .waiting, .sparing, .batteryFull, .chargerSilent: false
        }
    }
}
