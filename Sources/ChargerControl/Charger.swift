// SPDX-License-Identifier: MIT
/// Everything that is decided about one charger: a value that takes events in and gives actions out.
///
/// It has no clock and does no input or output: time comes with each event, and whoever holds it performs
/// the actions. So a year of its life can be tried in a second.
public struct Charger: Sendable {
    /// Silence after which requests wait rather than fail, and after which the limit is read again.
    public static let silence: Duration = .seconds(10)

    var board = ReadingsBoard()
    var desk: LimitDesk
    var lowCurrent = LowCurrentDesk()
    private var identity: ChargerIdentity?
    private(set) var totals: TotalsKeeper
    private var hearing = Hearing()
    private var linkReason: String? = "not connected yet"
    private var lastHeard: Duration?
    private var otherBridge: String?
    private var caps: CapBoard
    /// What was last given out to be saved; nil when there was nothing yet or it could not be saved.
    private var lastKept: KeptState?
    var control: ModeDesk?
    /// The limit in force, as it was last known: a charger without mains keeps it.
    var lastLimit: CurrentLimit?
    /// Up to which limit a change wears nothing, as was last known.
    var unwornUpTo: CurrentLimit?
    /// Number of the last request that came as ``ChargerEvent/request(payload:_:)`` or as one about control; 0
    /// before the first.
    public internal(set) var lastAsked = 0

    /// Makes a charger that was not heard yet.
    /// - Parameters:
    ///   - settings: the owner's settings for the limit.
    ///   - initialLimit: `initial_current_limit`, if configured.
    ///   - control: the owner's settings for who decides the current; nil: only a person does.
    ///   - kept: what outlived the last process; nil when there is nothing or it could not be read.
    ///   - isFirstStart: whether there is nothing kept because the program never ran, rather than because it
    ///     could not be read; then the wear rule starts with a full burst.
    ///   - now: the time.
    public init(
        settings: LimitSettings, initialLimit: CurrentLimit? = nil, control: ControlSettings? = nil,
        kept: KeptState? = nil, isFirstStart: Bool = true,
        at now: Moment
    ) {
        desk = LimitDesk(
            settings: settings, initial: initialLimit, kept: kept, isFirstStart: isFirstStart, at: now)
        caps = CapBoard(settings.protection, at: now.uptime)
        self.control = control.map { ModeDesk($0, kept: kept?.control, at: now) }
        identity = kept?.identity
        totals = TotalsKeeper(kept?.totals ?? Totals())
        if let identity { desk.know(identity) }
    }

    /// Takes an event in.
    /// - Parameters:
    ///   - event: what happened.
    ///   - now: the time.
    /// - Returns: what is to be done, in this order.
    public mutating func handle(_ event: ChargerEvent, at now: Moment) -> [ChargerAction] {
        let handWishes = desk.handWishes
        take(event, at: now)
        watchSilence(at: now)
        watchCaps(at: now)
        if case .tick = event {
            lookAtVolatile(at: now)
            desk.tick(at: now)
        }
        lowCurrent.proceed(&desk, at: now)
        if desk.handWishes != handWishes { giveWay(at: now) }
        if case .tick = event { follow(at: now) }
        var actions = desk.takeActions()
        countWrites(actions, at: now)
        if totals.isDue(at: now.uptime) || hasNews(at: now) { actions.append(.keep) }
        if actions.contains(.keep) { lastKept = keptState(at: now) }
        return actions
    }

    /// A request for what is in force already is not worth a write to an SD card.
    private mutating func hasNews(at now: Moment) -> Bool {
        guard desk.mayHaveNews else { return false }
        desk.mayHaveNews = false
        return lastKept.map { !keptState(at: now).hasNoNews(since: $0) } ?? true
    }

    private mutating func take(_ event: ChargerEvent, at now: Moment) {
        switch event {
        case .linkUp:
            linkReason = nil
            hearing.listens(at: now.uptime)
        case .linkDown(let reason):
            hearing.linkIsGone()
            fallSilent(reason, at: now)
        case .received(let readings): take(readings, at: now)
        case .heard: hear(at: now)
        case .damaged: board.damaged(at: now.uptime)
        case .identified(let identity): identify(identity, at: now)
        case .limitRead(let limit): desk.limitRead(limit, at: now)
        case .limitNotRead(let reason, let isRefused):
            desk.limitNotRead(reason, isRefused: isRefused, at: now)
        case .volatileRead(let limit): desk.volatileRead(limit)
        case .volatileNotRead(let reason, let isRefused):
            desk.volatileNotRead(reason, isRefused: isRefused, at: now)
        case .network(let sign): desk.network(sign, at: now)
        case .writeRepeated(let id): desk.writeRepeated(id, at: now)
        case .writeEnded(let id, let result): desk.writeEnded(id, result, at: now)
        case .lowCurrentRead(let reading): lowCurrent.read(reading, &desk, at: now)
        case .lowCurrentEnded(let id, let result): lowCurrent.writeEnded(id, result, &desk, at: now)
        case .brokerStands:
            caps.brokerStands()
            control?.plug.broker(stands: true)
            desk.brokerStands(at: now)
        case .brokerLost:
            caps.brokerIsLost(at: now.uptime)
            control?.plug.broker(stands: false)
        case .cap(let payload): takeCap(payload, at: now)
        case .prepareToStop:
            caps.stopping()
            desk.prepareToStop(lowers: caps.lowersOnShutdown, at: now)
        case .request(let payload, let source): lastAsked = desk.ask(payload, source: source, at: now)
        case .retainedCommand(let payload): desk.askRetained(payload, at: now)
        case .command(let payload): desk.askLive(payload, at: now)
        case .control(let subject, let payload, let source, let clock):
            askControl(subject, payload, source, clock: clock, at: now)
        case .grid(let watts, let time): control?.meter.heard(watts, at: time)
        case .meterFailed(let reason): control?.meter.failed(reason)
        case .plug(let isOn): control?.plug.says(isOn: isOn)
        case .plugAvailable(let isAvailable): control?.plug.says(isAvailable: isAvailable)
        case .saved(let saved): totals.saved(saved)
        case .notSaved(let unsaved):
            totals.saved(unsaved)
            lastKept = nil
        case .otherBridge(let name): meet(name)
        case .tick: break
        case .stop: stop(at: now)
        }
    }

    private mutating func watchCaps(at now: Moment) {
        caps.followsTheSun = control?.choice.mode.followsTheSun ?? false
        guard caps.settings != Protection() || control != nil else { return }
        let values = board.current(at: now.uptime)
        caps.hears(desk.situation.speaks, at: now.uptime)
        caps.update(values, at: now.uptime)
        desk.setCap(
            caps.cap(at: now.uptime), isReady: caps.isReady(values, at: now.uptime), at: now)
    }

    private mutating func lookAtVolatile(at now: Moment) {
        guard desk.volatile.isChosen else { return }
        desk.look(at: board.current(at: now.uptime), at: now)
    }

    private mutating func takeCap(_ payload: [UInt8], at now: Moment) {
        do {
            let amperes = try LimitPayload.amperes(payload)
            guard amperes >= 0, let limit = CurrentLimit(amperes: (amperes * 10).rounded(.down) / 10) else {
                return desk.say(.warning, "the cap from outside is negative (\(amperes)): it is ignored")
            }
            caps.externalCap(limit, at: now.uptime)
        } catch {
            desk.say(.warning, "the cap from outside can't be read and is ignored: \(error.reason)")
        }
    }

    private mutating func take(_ readings: Readings, at now: Moment) {
        hear(at: now)
        board.take(readings, limits: ElectricalLimits(identity), at: now.uptime)
        if readings.stage != nil { lookAtVolatile(at: now) }
        guard readings.carrier == .block || readings.fineCurrent != nil else { return }
        let values = board.current(at: now.uptime)
        totals.take(voltage: values.voltage, current: values.current, at: now.uptime)
    }

    private mutating func hear(at now: Moment) {
        lastHeard = now.uptime
        linkReason = nil
        if let words = hearing.hears() { desk.say(.info, words) }
        desk.chargerSpeaks(at: now)
    }

    private mutating func identify(_ new: ChargerIdentity, at now: Moment) {
        identity = new
        if let words = hearing.meets(new) { desk.say(.info, words) }
        desk.identified(new, at: now)
    }

    private mutating func watchSilence(at now: Moment) {
        if let words = hearing.waits(at: now.uptime) { desk.say(.info, words) }
        guard let lastHeard, desk.situation.speaks, now.uptime - lastHeard >= Self.silence else { return }
        desk.say(.info, hearing.fallsSilent())
        fallSilent(Hearing.silent, at: now)
    }

    private mutating func fallSilent(_ reason: String, at now: Moment) {
        linkReason = reason
        totals.pause()
        board.forgetComparisons()
        desk.chargerSilent(reason, at: now)
        lowCurrent.silent(reason, &desk, at: now)
    }

    /// Nothing is heard any more: what was shown is not true for ever.
    private mutating func stop(at now: Moment) {
        desk.stop(at: now)
        lowCurrent.stop(&desk, at: now)
        lastHeard = nil
        linkReason = "the bridge has stopped"
        lastKept = nil
    }

    private mutating func meet(_ bridge: String) {
        guard otherBridge != bridge else { return }
        otherBridge = bridge
        desk.say(.warning, "two bridges on one charger: \(bridge); stop one of them")
    }

    /// Whether a write is on its way to the charger.
    public var isWriting: Bool { desk.writing != nil }

    /// The register that takes the limit, as configured.
    public var register: LimitRegister { desk.settings.register }

    /// What is to outlive the process.
    public func keptState(at now: Moment) -> KeptState {
        var state = KeptState()
        desk.keep(in: &state, at: now)
        if let record = lowCurrent.record { state.openRequests.append(record) }
        state.totals = totals.measured
        state.control = control?.kept(at: now)
        state.identity = identity
        return state
    }

    /// Everything that can be shown of the charger now.
    public mutating func snapshot(at now: Moment) -> ChargerSnapshot {
        let isOnline = lastHeard.map { now.uptime - $0 < ReadingsBoard.freshness } ?? false
        let values = isOnline ? board.current(at: now.uptime) : CurrentValues()
        let writes = desk.writesToday(at: now.uptime)
        return ChargerSnapshot(
            identity: identity, isOnline: isOnline, values: values, totals: totals.safe,
            limitInForce: isOnline ? desk.limitShown(at: now.uptime) : nil,
            wish: desk.wish?.limit, bounds: desk.bounds,
            idleReason: idleReason(values, isOnline: isOnline, at: now),
            wear: WearCounters(
                today: writes.count, lifetime: desk.wear.lifetime, isExhausted: writes.isExhausted),
            volatile: desk.volatile.status, cap: desk.cap, problem: desk.problem(at: now.uptime),
            control: control?.status(
                cap: desk.ceiling?.reason == nil ? nil : desk.cap, bounds: desk.bounds, at: now),
            heldBack: board.heldBack, otherBridge: otherBridge)
    }

    /// Why nothing flows into the battery; nil while it is being charged.
    private func idleReason(_ values: CurrentValues, isOnline: Bool, at now: Moment) -> String? {
        if !isOnline, let reason = control?.offReason(at: now) { return reason }
        if let linkReason { return linkReason }
        guard isOnline else { return "the charger has not been heard yet" }
        if let error = values.error, error.code != 0 { return "fault: \(error.text)" }
        guard let stage = values.stage?.stage else { return "the charger does not say what it does" }
        switch stage {
        case _ where stage.isCharging: return nil
        case .float: return "the battery is full: float"
        case .storage: return "the battery is full: storage"
        default:
            let cause = values.offReason.flatMap { $0.isEmpty ? nil : ": \($0)" } ?? ""
            return "the charger is in state \(stage.rawValue)\(cause)"
        }
    }
}
