// SPDX-License-Identifier: MIT
import ChargerControl
import Foundation

/// A charger's deciding core with a pretended charger, broker and disk around it, and a clock moved by hand.
struct Bench {
    /// A write as it left for the charger.
    struct Write {
        var at: Duration
        var limit: Int
        /// What the charger had last said to hold.
        var told: Int?
        /// Whether another write had not ended yet.
        var isSecond: Bool
        /// How many reports there were before it; the next says what it is for.
        var reportsBefore: Int
    }

    private struct Job {
        var action: ChargerAction
        var due: Duration
    }

    var charger: Charger
    var now = Moment(uptime: .seconds(1000), unixMilliseconds: 1_700_000_000_000)
    var device: FakeCharger
    var identity = ChargerIdentity(
        productID: 0xA330, model: "Blue Smart IP22 12|30 (1)", nominalVolts: 12,
        maximum: CurrentLimit(deciamperes: 300), minimum: CurrentLimit(deciamperes: 75))
    var settings: LimitSettings
    var initial: CurrentLimit?
    var control: ControlSettings?
    /// What the charger measures and reports.
    var volts: Millivolts? = Millivolts(13_200)
    var degrees: Int?
    var error = 0
    var stage = StageReading(stage: .bulk, code: 3)
    var setPoint = Millivolts(14_200)
    /// Whether it sends what only a member of a VE.Smart network sends.
    var isInNetwork = false
    /// Whether it says its network mode.
    var saysMode = true
    /// How long an exchange with the charger takes.
    var latency: Duration = .milliseconds(100)
    /// What the disk holds.
    var saved: KeptState?
    var isLinkUp = true
    var isDiskFull = false

    /// How often something was to be saved.
    private(set) var savings = 0
    private(set) var reports: [RequestRecord] = []
    private(set) var notices: [Notice] = []
    /// What the plug was told.
    private(set) var plugOrders: [Bool] = []
    /// Those to the register that wears.
    private(set) var writes: [Write] = []
    private(set) var volatileWrites: [Write] = []
    /// Those of the low-current mode.
    private(set) var lowCurrentWrites: [LowCurrentMode] = []
    private var volatileIDs: Set<Int> = []
    private var jobs: [Job] = []
    private var isIdentified = false
    private var lastBlock: Duration?
    private var told: Int?

    /// Whether a write is on its way to the charger.
    var isWriting: Bool {
        jobs.contains { if case .write = $0.action { true } else { false } }
    }

    /// A bridge that starts for the first time, on a 30 A charger that holds a limit.
    init(
        holding limit: Double = 10, settings: LimitSettings = LimitSettings(), initial: Double? = nil,
        control: ControlSettings? = nil, kept: KeptState? = nil, isFirstStart: Bool = true
    ) {
        self.settings = settings
        self.control = control
        self.initial = initial.flatMap { CurrentLimit(amperes: $0) }
        device = FakeCharger(limit: Int((limit * 10).rounded()))
        charger = Charger(
            settings: settings, initialLimit: self.initial, control: control, kept: kept,
            isFirstStart: isFirstStart, at: now)
        saved = kept
    }

    /// What the disk holds, as text.
    var disk: Data? { saved.flatMap { try? JSONEncoder().encode($0) } }
    /// The limit the charger holds, in amperes.
    var held: Double { Double(device.limit) / 10 }
    /// The reports that say how a request ended.
    var outcomes: [RequestRecord] { reports.filter { $0.outcome != nil } }
    /// The last thing said about any request.
    var last: RequestRecord? { reports.last }
    /// The limit that is wished, in amperes.
    var wish: Double? {
        var copy = charger
        return copy.snapshot(at: now).wish?.amperes
    }
    var snapshot: ChargerSnapshot {
        var copy = charger
        return copy.snapshot(at: now)
    }
    var isBusy: Bool { !jobs.isEmpty }

    mutating func send(_ event: ChargerEvent) {
        listen(event)
        for action in charger.handle(event, at: now) {
            switch action {
            case .write(let write):
                note(write)
                queue(action)
            case .readLimit, .readLowCurrent: queue(action)
            case .writeLowCurrent(let write):
                lowCurrentWrites.append(write.mode)
                queue(action)
            case .report(let record): reports.append(record)
            case .say(let notice): notices.append(notice)
            case .keep: save()
            case .switchPlug(let isOn): plugOrders.append(isOn)
            case .stopTrying: break
            }
        }
    }

    private mutating func note(_ write: ApprovedWrite) {
        let new = Write(
            at: now.uptime, limit: write.limit.deciamperes, told: told, isSecond: isWriting,
            reportsBefore: reports.count)
        switch write.register {
        case .persistent: writes.append(new)
        case .volatile:
            volatileWrites.append(new)
            volatileIDs.insert(write.id)
        }
    }

    private mutating func listen(_ event: ChargerEvent) {
        switch event {
        case .writeEnded(let id, let result) where volatileIDs.contains(id):
            if case .linkLost = result { told = nil }
        case .limitRead(let limit), .writeEnded(_, .confirmed(let limit)): told = limit.deciamperes
        case .writeEnded(_, .declined(_, let limit)), .writeEnded(_, .unanswered(let limit)):
            told = limit?.deciamperes
        case .linkDown, .writeEnded(_, .linkLost): told = nil
        default: break
        }
    }

    private mutating func queue(_ action: ChargerAction) {
        jobs.append(Job(action: action, due: max(now.uptime, jobs.last?.due ?? .zero) + latency))
    }

    mutating func save() {
        savings += 1
        let state = charger.keptState(at: now)
        guard !isDiskFull else {
            _ = charger.handle(.notSaved(state.totals), at: now)
            return
        }
        saved = state
        _ = charger.handle(.saved(state.totals), at: now)
    }

    /// Lets time pass, in which the charger sends a block a second and the clock ticks each quarter.
    mutating func run(_ time: Duration, step: Duration = .milliseconds(250)) {
        let end = now.uptime + time
        while now.uptime < end {
            let next = min(end, now.uptime + step)
            while let job = jobs.first, job.due <= next {
                jobs.removeFirst()
                advance(to: max(job.due, now.uptime))
                perform(job.action)
            }
            advance(to: next)
            talk()
            send(.tick)
        }
    }

    private mutating func advance(to uptime: Duration) {
        now = now.advanced(by: uptime - now.uptime)
        device.register.lapse(at: now.uptime)
    }

    private mutating func perform(_ action: ChargerAction) {
        switch action {
        case .write(let write) where write.register == .volatile:
            send(.writeEnded(id: write.id, device.writeVolatile(write.limit, at: now.uptime)))
        case .write(let write): send(.writeEnded(id: write.id, device.write(write.limit)))
        case .readLimit:
            if settings.register == .volatile { send(device.answerToVolatileRead) }
            send(device.answerToRead)
        case .readLowCurrent: send(.lowCurrentRead(device.answerToLowCurrentRead))
        case .writeLowCurrent(let write):
            send(.lowCurrentEnded(id: write.id, device.writeLowCurrent(write.mode)))
        default: break
        }
    }

    private mutating func talk() {
        guard isLinkUp, device.isOn else { return }
        if let lastBlock, now.uptime - lastBlock < .seconds(1) { return }
        if let lastBlock, now.uptime - lastBlock >= Charger.silence { isIdentified = false }
        lastBlock = now.uptime
        var block = Readings(carrier: .block)
        block.voltage = volts
        block.batteryTemperature = degrees.map { CentiCelsius($0 * 100) }
        block.error = ErrorReading(code: error, text: error == 0 ? "OK" : "error \(error)")
        block.coarseCurrent = Milliamperes(device.effective * 100)
        block.stage = stage
        send(.received(block))
        talkOfNetwork()
        guard !isIdentified else { return }
        isIdentified = true
        send(.identified(identity))
    }

    private mutating func talkOfNetwork() {
        guard settings.register == .volatile else { return }
        send(.network(.voltageSetPoint(setPoint)))
        if saysMode { send(.network(device.networkMode)) }
        if isInNetwork { send(.network(.member)) }
    }

    mutating func unplug() {
        isLinkUp = false
        isIdentified = false
        let lost = jobs
        jobs = []
        send(.linkDown(reason: "the adapter was unplugged"))
        for job in lost {
            switch job.action {
            case .write(let write):
                send(.writeEnded(id: write.id, .linkLost(reason: "the adapter was unplugged")))
            case .writeLowCurrent(let write):
                send(.lowCurrentEnded(id: write.id, .linkLost(reason: "the adapter was unplugged")))
            case .readLimit: send(.limitNotRead(reason: "the adapter was unplugged", isRefused: false))
            default: break
            }
        }
    }

    mutating func plugIn() {
        isLinkUp = true
        send(.linkUp)
    }

    /// Ends the process without a word and starts it again from what is on disk.
    mutating func restart(away: Duration = .seconds(5), calendarJump: Duration = .zero) {
        jobs = []
        isIdentified = false
        lastBlock = nil
        told = nil
        volatileIDs = []
        advance(to: now.uptime + away)
        now.unixMilliseconds += calendarJump.components.seconds * 1000
        let kept = disk.flatMap { try? JSONDecoder().decode(KeptState.self, from: $0) }
        charger = Charger(
            settings: settings, initialLimit: initial, control: control, kept: kept,
            isFirstStart: saved == nil, at: now)
        if isLinkUp { send(.linkUp) }
    }
}
