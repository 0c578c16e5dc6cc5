// SPDX-License-Identifier: MIT
/// Follows the surplus: a function of parameters, inputs with time, and its own state.
///
/// Call ``step(_:at:)`` once a second and do what it says; tell it of every write that came of it. How it
/// decides is told in `docs/surplus.md`: it remembers which surplus followed which (``WeatherMemory``), works
/// out what each limit is worth in each weather (``LimitWorth``), and changes the limit or switches the plug
/// when that gains more than its price (``SurplusPrices``).
public struct SurplusController: Sendable {
    /// What the owner can set; may be changed at any time.
    public var parameters: SurplusParameters

    /// How late the meter is and which way round it counts, as far as is known.
    public private(set) var meter: MeterAnswer
    /// The plug, and whether it obeys.
    public internal(set) var plugWatch: PlugWatch

    var memory = WeatherMemory()
    var worth = LimitWorth()
    var prices: SurplusPrices
    var writes = RollingDay()
    var switchings = RollingDay()

    /// What was asked for and is not in force yet.
    var asked: (limit: CurrentLimit, at: Duration)?
    /// Asks that may still become writes.
    var openAsks = 0
    /// When something was done last, and since when the plug is as it is.
    var actedAt: Duration?
    var plugSince: Duration?
    var plugWish: (isOn: Bool, since: Duration)?
    /// A limit that would be better, and since when.
    var limitWish: (level: Int, since: Duration)?
    /// Since when a first change is looked for: what is in force then suits nobody.
    var freshSince: Duration?
    var isFresh = true

    /// The charger's voltage, smoothed; until it is known that of a 24 V battery, so that it is never too low.
    var volts = 26.4
    /// Since when there was time for the meter to speak.
    let startedAt: Duration
    var surplus: Double?
    private var knowsVolts = false
    private var lastStep: Duration?
    private var lastLook: Duration?
    private var last = SurplusDecision(
        reason: "waiting for the grid meter's first reading", kind: .meterStale)

    /// Goes on from what was kept, or starts anew.
    public init(parameters: SurplusParameters, kept: KeptSurplus? = nil, at now: Moment) {
        self.parameters = parameters
        startedAt = now.uptime
        prices = SurplusPrices(kept: kept?.day, at: now)
        meter = MeterAnswer(lag: kept?.meterLag)
        plugWatch = PlugWatch(handUntil: Self.handUntil(kept, at: now))
        guard let kept else { return }
        // A restart changes nothing about what is in force.
        isFresh = false
        writes = RollingDay(kept: kept.writes, savedAt: kept.savedAt, at: now)
        switchings = RollingDay(kept: kept.switchings, savedAt: kept.savedAt, at: now)
    }

    /// Looks at what there is and says what to do.
    /// - Parameters:
    ///   - inputs: What is known now.
    ///   - now: The time; one that is not later than the last does nothing.
    /// - Returns: What to do, once, and why.
    public mutating func step(_ inputs: SurplusInputs, at now: Moment) -> SurplusDecision {
        let time = now.uptime
        if let lastStep, time <= lastStep {
            (last.limit, last.plug) = (nil, nil)
            return last
        }
        lastStep = time
        let scene = observe(inputs, at: time)
        last = decide(scene, at: time)
        last.surplus = surplus
        return last
    }

    /// Counts a write to the charger's settings memory that this control caused.
    public mutating func wrote(at now: Moment) {
        writes.add(at: now.uptime)
        openAsks = max(openAsks - 1, 0)
    }

    /// The owner chose the mode: what is in force suits nobody, and what a hand did to the plug is left behind.
    public mutating func begin() {
        plugWatch.release()
        (isFresh, freshSince) = (true, nil)
    }

    /// Changes of the limit in the last 24 hours.
    public func writesToday(at now: Duration) -> Int { writes.count(at: now) }

    /// Switchings of the plug in the last 24 hours.
    public func switchingsToday(at now: Duration) -> Int { switchings.count(at: now) }

    /// What to keep on disk.
    public func kept(at now: Moment) -> KeptSurplus {
        var hand: Int64?
        if case .hand(let until) = plugWatch.status(at: now.uptime) {
            hand = now.advanced(by: until - now.uptime).unixMilliseconds
        }
        return KeptSurplus(
            savedAt: now.unixMilliseconds, writes: writes.kept(at: now), switchings: switchings.kept(at: now),
            day: prices.kept(at: now), meterLag: meter.lag, handAtPlugUntil: hand)
    }

    private static func handUntil(_ kept: KeptSurplus?, at now: Moment) -> Duration? {
        guard let until = kept?.handAtPlugUntil else { return nil }
        let (left, overflow) = until.subtractingReportingOverflow(now.unixMilliseconds)
        guard !overflow, left > 0 else { return nil }
        // A calendar that jumped must not hold the plug for ever.
        return now.uptime + min(.milliseconds(left), PlugWatch.handHolds)
    }
}

extension SurplusController {
    /// What is so at this second.
    struct Scene {
        let inputs: SurplusInputs
        /// Whether the charger has mains.
        let isOn: Bool
        /// What it takes, in watts; nil when that can't be known.
        let taken: Double?
        /// What it takes at the lowest and at the highest limit, in watts.
        let range: ClosedRange<Double>
        /// The meter's reading, if it is fresh and a number.
        let grid: SurplusInputs.GridReading?
    }

    /// From mains on until the charger has to speak.
    static let startTime: Duration = .seconds(30)

    /// Takes in what there is.
    private mutating func observe(_ inputs: SurplusInputs, at now: Duration) -> Scene {
        if let plug = inputs.plug { observe(plug, at: now) }
        noteVolts(inputs)
        if let limit = asked?.limit, limit == inputs.limitInForce { (asked, openAsks) = (nil, 0) }
        if let ask = asked, now - ask.at > .seconds(600) { (asked, openAsks) = (nil, 0) }
        // A plug that says nothing of itself is on when the charger speaks.
        let isOn = inputs.plug.map { $0.isOn ?? inputs.chargerSpeaks } ?? true
        let grid = inputs.grid.flatMap { $0.watts.isFinite && abs($0.watts) < 1e6 ? $0 : nil }
        let fresh = grid.flatMap { now - $0.heardAt <= parameters.staleAfter ? $0 : nil }
        let taken = power(inputs, isOn: isOn, at: now)
        if let fresh, let taken {
            meter.observe(power: taken, reading: fresh)
        }
        return Scene(inputs: inputs, isOn: isOn, taken: taken, range: range(inputs), grid: fresh)
    }

    private mutating func observe(_ plug: SurplusInputs.Plug, at now: Duration) {
        let before = plugWatch.status(at: now)
        plugWatch.observe(isOn: plug.isOn, at: now)
        if case .hand = plugWatch.status(at: now), before == .obeys || before == .disobeys { plugSince = now }
    }

    private mutating func noteVolts(_ inputs: SurplusInputs) {
        guard let millivolts = inputs.voltage?.rawValue, (5_000...100_000).contains(millivolts) else {
            return
        }
        let heard = Double(millivolts) / 1000
        volts = knowsVolts ? volts + (heard - volts) / 30 : heard
        knowsVolts = true
    }

    /// What the charger takes from the mains, in watts; nil when that can't be known.
    private func power(_ inputs: SurplusInputs, isOn: Bool, at now: Duration) -> Double? {
        if let voltage = inputs.voltage, let current = inputs.current {
            let watts = Double(voltage.rawValue) / 1000 * Double(current.rawValue) / 1000
            return max(watts / parameters.efficiency, 0).held(in: 0...1e5, else: 0)
        }
        // Off, or just switched on and not yet started: nothing flows.
        return !isOn || isStarting(at: now) ? 0 : nil
    }

    /// Whether the plug came on so lately that the charger need not speak yet.
    func isStarting(at now: Duration) -> Bool { plugSince.map { now - $0 < Self.startTime } ?? false }

    private func range(_ inputs: SurplusInputs) -> ClosedRange<Double> {
        let low = watts(inputs.lowest)
        return low...max(watts(inputs.highest), low)
    }

    /// What the charger takes from the mains at a limit, in watts.
    func watts(_ limit: CurrentLimit) -> Double { limit.amperes * volts / parameters.efficiency }

    /// The limit with which the charger takes so many watts, rounded down.
    func limit(_ watts: Double) -> CurrentLimit {
        let tenths = (watts * parameters.efficiency / volts * 10 + 0.001).held(in: 0...65_000, else: 0)
        return CurrentLimit(deciamperes: Int(tenths))
    }

    /// Works out the surplus, counts it, and every few seconds remembers it.
    mutating func follow(
        _ scene: Scene, _ grid: SurplusInputs.GridReading, taken: Double, at now: Duration
    ) {
        // Until the meter's delay is known, nothing is made of what it says about the moments after an act.
        if meter.lag == nil, isSettling(at: now) { return }
        let surplus = meter.power(secondsAgo: meter.lag ?? 0) - grid.watts - parameters.reserve
        self.surplus = surplus
        if surplus > scene.range.lowerBound { prices.noteSurplus(at: now) }
        // Without a plug what the minimum draws is nobody's fault.
        let owed = mayBeOff(scene) ? 0 : scene.range.lowerBound
        prices.count(charger: taken, drawn: max(taken - max(surplus, owed), 0))
        prices.update(
            use(scene, at: now), share: parameters.importShare, maximum: scene.range.upperBound,
            // A limit left a little high would draw all night.
            ridesThrough: !mayBeOff(scene) && !memory.isDusk, at: now)
        if let lastLook, now - lastLook < .seconds(Int(WeatherMemory.step)) { return }
        if let lastLook, now - lastLook > .seconds(60) { memory.interrupt() }
        lastLook = now
        memory.observe(surplus, range: scene.range)
        // In the dark little changes: a round a minute is enough.
        guard !memory.isDark || memory.isNewMinute else { return }
        for _ in 0..<LimitWorth.rounds {
            worth.improve(memory.chain, range: scene.range, prices: prices, mayBeOff: mayBeOff(scene))
        }
    }

    /// Whether the last act may not show in the meter's readings yet.
    func isSettling(at now: Duration) -> Bool {
        guard let actedAt else { return false }
        let wait = (meter.lag ?? MeterAnswer.longest) + 3
        return now - actedAt < .seconds(wait)
    }

    /// Whether a limit can be set without wearing anything.
    func isUnworn(_ limit: CurrentLimit, _ scene: Scene) -> Bool {
        scene.inputs.unwornUpTo.map { limit <= $0 } ?? false
    }

    /// Whether being off is a choice.
    func mayBeOff(_ scene: Scene) -> Bool {
        guard let plug = scene.inputs.plug, plug.isReachable, parameters.plug != nil else { return false }
        return true
    }

    private func use(_ scene: Scene, at now: Duration) -> SurplusPrices.Use {
        let start = prices.dayBegan ?? now
        let unworn = (0..<LimitWorth.levels).prefix {
            isUnworn(limit(LimitWorth.watts($0, range: scene.range)), scene)
        }
        return SurplusPrices.Use(
            unwornLevels: unworn.count, writes: writes.count(since: start),
            mostWrites: parameters.dailyBudget,
            switchings: switchings.count(since: start), mostSwitchings: parameters.plug?.mostSwitchings ?? 0,
            mayWrite: writes.count(at: now) + openAsks < parameters.dailyBudget,
            mayStart: switchings.count(at: now) + 1 < parameters.plug?.mostSwitchings ?? 0)
    }
}
