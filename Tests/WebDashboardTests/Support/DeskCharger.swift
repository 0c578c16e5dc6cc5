// SPDX-License-Identifier: MIT
import ChargerControl
import Foundation
import Synchronization
import WebDashboard

/// A charger with the real deciding core, and a device behind it that does as a test wants.
final class DeskCharger: DashboardCharger {
    /// What the device does with a write.
    enum Manner: Sendable {
        case confirms
        case declines(String)
        /// It says nothing until ``answer()``.
        case waits
    }

    private struct State {
        var charger: Charger
        var now: Moment
        var held = CurrentLimit(deciamperes: 100)
        var manner = Manner.confirms
        var pending: ApprovedWrite?
        var reports: [AsyncStream<ChargerReport>.Continuation] = []
        var records: [AsyncStream<RequestRecord>.Continuation] = []
        var blocks: UInt64 = 0
    }

    let name: String
    let label: String
    private let state: Mutex<State>

    /// A 30 A charger that holds 10 A, was heard and is known.
    init(name: String = "boat", label: String = "Boat", control: ControlSettings? = nil) {
        self.name = name
        self.label = label
        let now = Moment(uptime: .seconds(1000), unixMilliseconds: Timestamp.now.unixMilliseconds)
        state = Mutex(
            State(charger: Charger(settings: LimitSettings(), control: control, at: now), now: now))
        handle(.linkUp)
        handle(.brokerStands)
        live()
        handle(
            .identified(
                ChargerIdentity(
                    productID: 0xA330, model: "Blue Smart IP22 12|30 (1)", firmware: "3.42", nominalVolts: 12,
                    maximum: CurrentLimit(deciamperes: 300), minimum: CurrentLimit(deciamperes: 75))))
        handle(.limitRead(CurrentLimit(deciamperes: 100)))
        for _ in 0..<15 { live() }
    }

    /// Lets a second pass, in which the charger sends a block.
    func live(volts: Double = 13.2, amperes: Double = 9, stage: ChargeStage = .bulk) {
        state.withLock { state in
            state.now.uptime += .seconds(1)
            state.now.unixMilliseconds = Timestamp.now.unixMilliseconds
            state.blocks += 1
        }
        var block = Readings(carrier: .block)
        block.voltage = Millivolts(Int((volts * 1000).rounded()))
        block.coarseCurrent = Milliamperes(Int((amperes * 10).rounded()) * 100)
        block.stage = StageReading(stage: stage, code: 3)
        block.error = ErrorReading(code: 0, text: "OK")
        block.batteryTemperature = CentiCelsius(2150)
        handle(.received(block))
        handle(.tick)
        show()
    }

    /// Lets so many seconds pass without a word from the charger.
    func fallSilent(_ seconds: Int) {
        state.withLock { $0.now.uptime += .seconds(seconds) }
        handle(.tick)
        show()
    }

    func behave(_ manner: Manner) { state.withLock { $0.manner = manner } }

    /// The device confirms the write that waits.
    func answer() {
        guard let write = state.withLock({ exchange(&$0.pending, with: nil) }) else { return }
        end(write, .confirmed(inForce: write.limit))
    }

    /// How many read the feed of states.
    var readers: Int { state.withLock { $0.reports.count } }

    func reports() -> AsyncStream<ChargerReport> {
        let (stream, reader) = AsyncStream<ChargerReport>.makeStream(bufferingPolicy: .bufferingNewest(1))
        state.withLock { $0.reports.append(reader) }
        return stream
    }

    func records() -> AsyncStream<RequestRecord> {
        let (stream, reader) = AsyncStream<RequestRecord>.makeStream(bufferingPolicy: .bufferingNewest(1000))
        state.withLock { $0.records.append(reader) }
        return stream
    }

    func report() async -> ChargerReport { reportNow() }

    func ask(_ subject: RequestSubject, _ payload: [UInt8], source: RequestSource) async -> Int? {
        let id = state.withLock { state in
            let event: ChargerEvent =
                subject == .limit
                ? .request(payload: payload, source)
                : .control(subject, payload: payload, source, LocalClock(secondsEast: 0))
            perform(state.charger.handle(event, at: state.now), &state)
            return state.charger.lastAsked
        }
        settle()
        show()
        return id
    }

    func read(_ register: String) async throws(RegisterUnread) -> RegisterShown {
        switch register {
        case "current-limit":
            let held = state.withLock { $0.held }
            return RegisterShown(
                charger: name, address: "0xEDF0", register: register, title: "battery maximum current",
                number: held.amperes, unit: "A", text: "\(held)", bytes: "6400")
        case "device-mode": throw .declined("the charger says of 0x0200: unknown register")
        case "uptime": throw .unanswered("the charger did not answer")
        default: throw .unknown("there is no register '\(register)'")
        }
    }

    private func reportNow() -> ChargerReport {
        state.withLock { state in
            ChargerReport(
                snapshot: state.charger.snapshot(at: state.now),
                link: LinkCounters(blocks: state.blocks, frames: 12, faults: 1, connections: 1))
        }
    }

    private func show() {
        let report = reportNow()
        for reader in state.withLock({ $0.reports }) { reader.yield(report) }
    }

    private func handle(_ event: ChargerEvent) {
        state.withLock { perform($0.charger.handle(event, at: $0.now), &$0) }
        settle()
    }

    /// Lets the device do what it was told.
    private func settle() {
        let (write, manner) = state.withLock { ($0.pending, $0.manner) }
        guard let write else { return }
        switch manner {
        case .waits: return
        case .confirms: end(write, .confirmed(inForce: write.limit))
        case .declines(let reason): end(write, .declined(reason: reason, inForce: state.withLock { $0.held }))
        }
    }

    private func end(_ write: ApprovedWrite, _ result: WriteResult) {
        state.withLock { state in
            state.pending = nil
            if case .confirmed(let limit) = result { state.held = limit }
            perform(state.charger.handle(.writeEnded(id: write.id, result), at: state.now), &state)
        }
        settle()
        show()
    }

    private func perform(_ actions: [ChargerAction], _ state: inout State) {
        // Everything that was decided is told before the charger answers to any of it.
        var answers: [ChargerEvent] = []
        for action in actions {
            switch action {
            case .write(let write): state.pending = write
            case .readLimit: answers.append(.limitRead(state.held))
            case .report(let record): for reader in state.records { reader.yield(record) }
            case .readLowCurrent: answers.append(.lowCurrentRead(.mode(.off)))
            case .writeLowCurrent(let write): answers.append(.lowCurrentEnded(id: write.id, .confirmed))
            case .keep, .say, .switchPlug, .stopTrying: break
            }
        }
        for answer in answers { perform(state.charger.handle(answer, at: state.now), &state) }
    }
}

/// A broker that comes and goes as a test wants.
final class DeskBroker: DashboardBroker {
    private struct State {
        var now = BrokerState(isConnected: true, address: "192.0.2.10:1883")
        var readers: [AsyncStream<BrokerState>.Continuation] = []
    }

    private let state = Mutex(State())

    func states() -> AsyncStream<BrokerState> {
        let (stream, reader) = AsyncStream<BrokerState>.makeStream(bufferingPolicy: .bufferingNewest(1))
        state.withLock { state in
            state.readers.append(reader)
            reader.yield(state.now)
        }
        return stream
    }

    func become(connected: Bool, reason: String? = nil) {
        state.withLock { state in
            state.now.isConnected = connected
            state.now.reason = reason
            for reader in state.readers { reader.yield(state.now) }
        }
    }
}
