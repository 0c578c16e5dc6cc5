// SPDX-License-Identifier: MIT
import ChargerControl
import VEDirect

/// Translates between the wire and the domain: bytes in, events out; approved writes in, bytes out.
///
/// Pure: whoever holds it reads and writes the link and says what time it is.
struct SessionMachine: Sendable {
    enum Output: Sendable {
        case send([UInt8])
        case event(ChargerEvent)
        /// What came of a register that somebody asked for.
        case read(UInt16, HexExchange.Result)
    }

    private var parser = StreamParser()
    private var fingerprint = BlockFingerprint()
    private var exchange = HexExchange()
    private var identification: Identification
    private var watch: Watch
    private var writing: (any RegisterWriting)?
    var lowCurrentWriting: LowCurrentWriting?
    /// Whether the limit that lapses is used, so that what speaks against it is to be told.
    private let usesVolatileLimit: Bool
    private var lastSet: Duration?
    private var lastHeard: Duration?
    private var lastBlock: Duration?
    /// Until when nothing but small talk is to be expected, when blocks come in their rhythm.
    private(set) var calmUntil: Duration?

    /// How far apart blocks are that come in their rhythm.
    private static let rhythm: ClosedRange<Duration> = .milliseconds(900) ... .milliseconds(1300)
    /// From a block until the next one may begin to arrive.
    private static let calm: Duration = .milliseconds(850)
    private var outputs: [Output] = []

    /// After a pause this long it may be another charger; shorter than the silence that the domain waits out,
    /// so that it is always identified again after one, but longer than old firmware pauses for a request.
    private static let pause: Duration = Charger.silence - .seconds(1)
    /// An answer to a set that came this long ago may still be ours, only late.
    private static let lateness: Duration = .seconds(10)

    /// What the wire brought so far.
    var counters: LinkCounters {
        let stream = parser.counters
        return LinkCounters(
            blocks: stream.blocks, frames: stream.frames, faults: stream.faults,
            blocksHeldBack: fingerprint.heldBack)
    }

    init(usesVolatileLimit: Bool = false, at now: Duration) {
        self.usesVolatileLimit = usesVolatileLimit
        identification = Identification(at: now)
        watch = Watch(at: now)
    }

    // MARK: From the wire

    mutating func receive(_ bytes: [UInt8], at now: Duration) -> [Output] {
        for byte in bytes {
            switch parser.push(byte) {
            case .block(let block): take(block, at: now)
            case .frame(let frame): take(frame, at: now)
            // Before the first whole piece it is only what a link that opens in the midst of one begins with.
            case .fault: if lastHeard != nil { emit(.damaged) }
            case nil: break
            }
        }
        return takeOutputs()
    }

    private mutating func take(_ block: TextBlock, at now: Duration) {
        let isRegular = lastBlock.map { Self.rhythm.contains(now - $0) } ?? false
        lastBlock = now
        calmUntil = isRegular && exchange.isIdle ? now + Self.calm : nil
        returnFromSilence(at: now)
        watch.heardBlock(at: now)
        guard fingerprint.trusts(block) else { return emit(.heard) }
        if !identification.take(block) { identification = Identification(at: now) }
        emit(.received(Readings(block)))
        identify(at: now)
    }

    private mutating func take(_ frame: HexFrame, at now: Duration) {
        guard let answer = try? HexAnswer(frame: frame) else { return }
        returnFromSilence(at: now)
        switch answer {
        case .async(let register), .get(let register):
            watch.heard(register.address, at: now)
            if register.flags.isEmpty, let readings = Readings(register) { emit(.received(readings)) }
            if usesVolatileLimit, let sign = NetworkSign(register) { emit(.network(sign)) }
        case .set(let register) where register.address == Register.chargeCurrentLimit.address:
            noticeStrangeSet(answer, register, at: now)
        default: break
        }
        emit(.heard)
        settle(exchange.receive(answer, at: now), at: now)
    }

    /// A set answer that nobody here asked for, nor a while ago: someone else writes to this charger.
    private mutating func noticeStrangeSet(_ answer: HexAnswer, _ register: RegisterAnswer, at now: Duration)
    {
        guard !exchange.expects(answer) else { return }
        if lastSet.map({ now - $0 > Self.lateness }) ?? true {
            emit(.otherBridge("an answer came to a setting of the limit that this bridge did not make"))
        }
        if register.flags.isEmpty, let limit = CurrentLimit(register) { emit(.limitRead(limit)) }
    }

    private mutating func returnFromSilence(at now: Duration) {
        if lastHeard.map({ now - $0 >= Self.pause }) ?? true {
            identification = Identification(at: now)
            watch = Watch(at: now)
        }
        lastHeard = now
    }

    // MARK: From the domain

    mutating func write(_ write: ApprovedWrite, at now: Duration) -> [Output] {
        var new: any RegisterWriting =
            switch write.register {
            case .persistent: LimitWriting(write)
            case .volatile: VolatileLimitWriting(write)
            }
        let first = new.begin()
        writing = new
        perform(first, at: now)
        return takeOutputs()
    }

    mutating func stopTrying(_ id: Int) {
        if writing?.write.id == id { writing?.stopTrying() }
    }

    mutating func readLimit(at now: Duration) -> [Output] {
        if usesVolatileLimit {
            ask(.volatileLimit, .get(Register.networkCurrentLimit.address), at: now)
            askVoltageSetPoint(at: now)
        }
        ask(.limit, .get(Register.chargeCurrentLimit.address), at: now)
        return takeOutputs()
    }

    /// Reads a register because somebody asks for it, between the exchanges of its own.
    mutating func read(_ address: UInt16, at now: Duration) -> [Output] {
        ask(.asked(address), .get(address), at: now)
        return takeOutputs()
    }

    mutating func advance(to now: Duration) -> [Output] {
        settle(exchange.advance(to: now), at: now)
        if let lastHeard, now - lastHeard < Charger.silence {
            identify(at: now)
            if exchange.isIdle, let register = watch.due(at: now, lastHeard: lastHeard) {
                ask(.register(register.address), .get(register.address), tries: 1, at: now)
            }
        }
        return takeOutputs()
    }

    /// The link is gone: what was being asked ends, and the charger is identified anew.
    mutating func linkLost(_ reason: String, at now: Duration) -> [Output] {
        exchange.reset()
        identification = Identification(at: now)
        watch = Watch(at: now)
        lastHeard = nil
        // First that the link is gone: the request then waits for its return rather than ending.
        emit(.linkDown(reason: reason))
        if let writing {
            self.writing = nil
            emit(.writeEnded(id: writing.write.id, .linkLost(reason: reason)))
        }
        endLowCurrent(.linkLost(reason: reason))
        return takeOutputs()
    }

    // MARK: Exchanges

    private mutating func askVoltageSetPoint(at now: Duration) {
        ask(.voltageSetPoint, .get(Register.voltageSetPoint.address), at: now)
    }

    private mutating func identify(at now: Duration) {
        for (purpose, request) in identification.questions(at: now) { ask(purpose, request, at: now) }
        if let identity = identification.identity() { emit(.identified(identity)) }
    }

    mutating func ask(
        _ purpose: HexExchange.Purpose, _ request: HexRequest, tries: Int = 3, isUrgent: Bool = false,
        at now: Duration
    ) {
        settle(exchange.ask(purpose, request, tries: tries, isUrgent: isUrgent, at: now), at: now)
    }

    private mutating func settle(_ results: [HexExchange.Output], at now: Duration) {
        for result in results {
            switch result {
            case .send(let bytes):
                watch.asked()
                outputs.append(.send(bytes))
            case .ended(let purpose, let result): ended(purpose, result, at: now)
            }
        }
    }

    private mutating func ended(
        _ purpose: HexExchange.Purpose, _ result: HexExchange.Result, at now: Duration
    ) {
        switch purpose {
        case .limit: limitEnded(result)
        case .volatileLimit: volatileLimitEnded(result)
        // Told as what was heard.
        case .voltageSetPoint: break
        case .write:
            guard let step = writing?.afterSet(result) else { return }
            perform(step, at: now)
        case .readBack:
            guard let write = writing?.write, let step = writing?.afterReadBack(result) else { return }
            // What was read may have been said before the first setting arrived: the charger may take both.
            if case .set = step { emit(.writeRepeated(id: write.id)) }
            perform(step, at: now)
        case .lowCurrent, .lowCurrentWrite, .lowCurrentReadBack: lowCurrentEnded(purpose, result, at: now)
        case .register(let address):
            if case .register(let answer) = result, !answer.flags.isEmpty { watch.isAbsent(address) }
            identification.take(purpose, result)
            identify(at: now)
        case .asked(let address): outputs.append(.read(address, result))
        case .productID, .firmware:
            identification.take(purpose, result)
            identify(at: now)
        }
    }

    private mutating func limitEnded(_ result: HexExchange.Result) {
        switch result {
        case .register(let answer) where answer.flags.isEmpty:
            guard let limit = CurrentLimit(answer) else {
                return emit(.limitNotRead(reason: "the charger says that it has none", isRefused: true))
            }
            emit(.limitRead(limit))
        case .register(let answer):
            emit(.limitNotRead(reason: answer.flags.description, isRefused: true))
        case .unsupported:
            emit(.limitNotRead(reason: "the charger does not know the get command", isRefused: true))
        case .unanswered, .done:
            emit(
                .limitNotRead(
                    reason: "the charger did not answer; is the adapter's TX wired to its RX?",
                    isRefused: false))
        }
    }

    private mutating func volatileLimitEnded(_ result: HexExchange.Result) {
        switch result {
        case .register(let answer) where answer.flags.isEmpty: emit(.volatileRead(CurrentLimit(answer)))
        case .register(let answer):
            emit(.volatileNotRead(reason: answer.flags.description, isRefused: true))
        case .unsupported, .unanswered, .done:
            emit(.volatileNotRead(reason: "the charger did not answer", isRefused: false))
        }
    }

    private mutating func perform(_ step: WritingStep, at now: Duration) {
        switch step {
        case .set(let setting): set(setting, at: now)
        case .readBack(let register): ask(.readBack, .get(register.address), isUrgent: true, at: now)
        case .end(let result): endWriting(result, at: now)
        }
    }

    private mutating func set(_ setting: Setting, at now: Duration) {
        guard let request = setting.request else {
            return endWriting(.declined(reason: "it does not fit the register", inForce: nil), at: now)
        }
        if setting.register == .chargeCurrentLimit { lastSet = now }
        ask(.write, request, tries: setting.tries, isUrgent: true, at: now)
    }

    private mutating func endWriting(_ result: WriteResult, at now: Duration) {
        guard let write = writing?.write else { return }
        writing = nil
        if write.register == .volatile { askVoltageSetPoint(at: now) }
        emit(.writeEnded(id: write.id, result))
    }

    mutating func emit(_ event: ChargerEvent) { outputs.append(.event(event)) }

    mutating func takeOutputs() -> [Output] {
        defer { outputs = [] }
        return outputs
    }
}
