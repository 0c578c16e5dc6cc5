// SPDX-License-Identifier: MIT
/// Knows who decides the charge current, and asks for it where that is no person.
///
/// It writes nothing: what it wants passes the same desk as everybody's wishes.
struct ModeDesk: Sendable {
    /// What is to be done.
    enum Output: Sendable, Hashable {
        case ask(CurrentLimit, RequestSource)
        /// What was asked for and did not come true is not to be raised to any more; with the reason.
        case withdraw(String)
        case plug(Bool)
        case say(Notice)
    }

    /// What has to be known of the charger.
    struct Facts: Sendable {
        var values = CurrentValues()
        var limitInForce: CurrentLimit?
        /// What is wished now, whether it has come true or not.
        var wished: CurrentLimit?
        /// Up to which limit a change wears nothing; nil: all do.
        var unwornUpTo: CurrentLimit?
        var bounds: LimitBounds?
        /// The highest limit that may be in force, caps applied.
        var ceiling: CurrentLimit?
        /// Delivered in all, in hundredths of an ampere-hour.
        var delivered = 0
        /// Whether it is known what was wished before a start.
        var isReady = false
    }

    let settings: ControlSettings
    var choice: ModeChoice
    /// The mode that comes back when this one ends.
    var after: ControlMode
    /// When the mode ends, where that is a time: the calendar may jump, this clock does not.
    var endsAt: Duration?
    var hand: Hand?
    var handLimit: CurrentLimit?
    var reserve: Double
    var maximum: CurrentLimit?
    var ownReserve: Double?
    var ownMaximum: CurrentLimit?

    var controller: SurplusController
    var decision: SurplusDecision?
    var target: CurrentLimit?
    var mustAskForAll = false
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
        func isPossible(_ mode: ControlMode) -> Bool { settings.reasonAgainst(mode) == nil }
        let first = isPossible(settings.initialMode) ? settings.initialMode : .manual
        let chosen = kept.flatMap { isConfiguredAnew || !isPossible($0.choice.mode) ? nil : $0 }
        choice = chosen?.choice ?? ModeChoice(first)
        after = chosen.flatMap { isPossible($0.after) ? $0.after : nil } ?? first
        ownReserve = kept?.reserve
        ownMaximum = kept?.maximum
        reserve = kept?.reserve ?? settings.surplus.reserve
        maximum = kept?.maximum ?? settings.maximum
        handLimit = kept?.handLimit
        controller = SurplusController(parameters: settings.surplus, kept: kept?.surplus, at: now)
        plug = PlugHandle(exists: settings.surplus.plug != nil)
        if let chosen {
            endsAt = Self.end(of: chosen, at: now)
            hand = chosen.handLeft.map { left in
                let until = chosen.handEnd.map { Self.left(to: $0, of: left, at: now) } ?? Self.left(left)
                return Hand(since: now.uptime, until: now.uptime + until)
            }
        }
        mustAskForAll = choice.mode == .full && isConfiguredAnew
        setParameters()
    }

    /// The end of a kept mode.
    private static func end(of kept: KeptControl, at now: Moment) -> Duration? {
        guard case .time(let end) = kept.choice.end else { return nil }
        return now.uptime + left(to: end, of: kept.left ?? 0, at: now)
    }

    /// What is left to an end of what was left when it was saved: a calendar that was set back meanwhile does not
    /// put it off.
    private static func left(to end: Int64, of kept: Int64, at now: Moment) -> Duration {
        let ahead = end.subtractingReportingOverflow(now.unixMilliseconds)
        return left(min(ahead.overflow ? 0 : ahead.partialValue, kept))
    }

    /// Milliseconds that are left, held within a year: a file may say anything.
    private static func left(_ milliseconds: Int64) -> Duration {
        .milliseconds(max(0, min(milliseconds, 366 * 86_400_000)))
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

    mutating func begin(_ new: ModeChoice, at now: Moment) {
        choice = new
        hand = nil
        decision = nil
        target = nil
        mustAskForAll = new.mode == .full
        endsAt = nil
        if case .time(let end) = new.end {
            let (left, overflow) = end.subtractingReportingOverflow(now.unixMilliseconds)
            endsAt = now.uptime + Self.left(overflow ? 0 : left)
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
}
