// SPDX-License-Identifier: MIT
public import ByteLink
public import ChargerControl
public import Logging
import Synchronization

/// One charger at work: keeps the link open, lets ``Charger`` decide, and does what it decided.
public actor LiveCharger {
    /// The charger's name, as configured.
    public nonisolated let name: String
    /// The state, whenever there is something to show.
    public nonisolated let reports = Feed<ChargerReport>()
    /// How requests stand, each change of each.
    public nonisolated let records = Feed<RequestRecord>()
    /// What is to be saved; answered with ``saved(_:)``.
    public nonisolated let states = Feed<KeptState>()

    /// What the plug is to be told.
    public nonisolated let plugOrders = Feed<Bool>()

    private let tickCount = Atomic<UInt64>(0)
    /// How often the state was looked through: once a second as long as the charger's tasks make progress,
    /// with a link or without.
    public nonisolated var ticks: UInt64 { tickCount.load(ordering: .relaxed) }

    let opener: any LinkOpener
    let time: TimeSource
    private var logger: Logger
    private(set) var charger: Charger
    var machine: SessionMachine
    private(set) var link: Link?
    private var connections = 0
    private var mustSave = false
    private var mustReport = false
    private var hasReported = false
    /// Whether the last word was said: of what is asked now nobody would hear the end.
    private(set) var hasEnded = false
    /// Why the link was last said to be gone; nil once bytes came again.
    private(set) var lastLinkReason: String?
    private var relaxedUntil: Duration?
    /// Who waits for registers, by address.
    var readers: [UInt16: [AsyncStream<RegisterReading>.Continuation]] = [:]
    private let isOnlyWatching: Bool

    /// Between tries to open the link: short, since after it the next block, a second away, is waited for.
    private static let retryInterval: Duration = .milliseconds(500)
    private static let tickInterval: Duration = .seconds(1)
    /// The longest that frames between two blocks wait to be taken in.
    private static let longestWait: Duration = .milliseconds(250)
    /// Tenths of a second in which a last write is waited for.
    private static let patienceAtStop = 30

    /// Makes a charger whose link is not open yet.
    /// - Parameters:
    ///   - name: as configured.
    ///   - opener: opens the link.
    ///   - charger: what decides.
    ///   - time: the clocks.
    ///   - logger: gets one line for each change.
    ///   - isOnlyWatching: whether nothing is ever set at the charger, whatever is decided.
    public init(
        name: String, opener: any LinkOpener, charger: Charger, time: TimeSource, logger: Logger,
        isOnlyWatching: Bool = false
    ) {
        self.isOnlyWatching = isOnlyWatching
        self.name = name
        self.opener = opener
        self.charger = charger
        self.time = time
        self.logger = logger
        self.logger[metadataKey: "charger"] = "\(name)"
        machine = SessionMachine(
            usesVolatileLimit: charger.register == .volatile, at: time.now().uptime)
    }

    // MARK: Running

    /// Works until cancelled; then open requests end as interrupted and the last state goes to ``states``.
    public func run() async {
        await withTaskGroup { group in
            group.addTask { await self.keepLinkOpen() }
            group.addTask { await self.keepTime() }
        }
        handle(.stop)
        flush()
        endReading("the bridge is stopping")
        hasEnded = true
        reports.finish()
        records.finish()
        states.finish()
        plugOrders.finish()
    }

    private func keepTime() async {
        while !Task.isCancelled {
            try? await time.sleep(Self.tickInterval)
            let now = time.now()
            process(machine.advance(to: now.uptime), at: now)
            handle(.tick, at: now)
            // What ages must be seen to: at a tick, unless a block has just shown everything.
            if !hasReported { mustReport = true }
            flush()
            hasReported = false
            tickCount.wrappingAdd(1, ordering: .relaxed)
        }
    }

    private func keepLinkOpen() async {
        while !Task.isCancelled {
            var reason = "\(opener.name) closed the link"
            do {
                try await opener.withLink { link in try await self.serve(link) }
            } catch let error as LinkError {
                reason = error.words
            } catch {
                reason = Task.isCancelled ? "the program is stopping" : "\(error)"
            }
            linkClosed(reason)
            if !Task.isCancelled { try? await time.sleep(Self.retryInterval) }
        }
    }

    private func serve(_ link: Link) async throws {
        self.link = link
        connections += 1
        if lastLinkReason == nil { logger.info("\(opener.name) is open") }
        handle(.linkUp)
        flush()
        for try await bytes in link.incoming {
            sayThatItIsBack()
            let now = time.now()
            process(machine.receive(bytes, at: now.uptime), at: now)
            flush()
            relax(link, at: now.uptime)
        }
    }

    /// Not before bytes came: a server may accept and hang up for ever.
    private func sayThatItIsBack() {
        guard lastLinkReason != nil else { return }
        lastLinkReason = nil
        logger.info("\(opener.name) is open")
    }

    /// Between two blocks the charger sends a frame every 50 ms; they can wait for each other.
    private func relax(_ link: Link, at now: Duration) {
        guard let until = machine.calmUntil, until != relaxedUntil else { return }
        relaxedUntil = until
        link.readAtMost(every: Self.longestWait, for: until - now)
    }

    private func linkClosed(_ reason: String) {
        link = nil
        if lastLinkReason != reason, !Task.isCancelled {
            lastLinkReason = reason
            logger.warning("no link to the charger: \(reason)")
        }
        endReading(reason)
        // What is open is interrupted, rather than failed for the want of a link.
        if Task.isCancelled { handle(.stop) }
        let now = time.now()
        process(machine.linkLost(reason, at: now.uptime), at: now)
        mustReport = true
        flush()
    }

    /// The program is about to stop: lowers the limit if it is to be lowered then, and waits a little for the
    /// charger to confirm it.
    public func prepareToStop() async {
        handle(.prepareToStop)
        flush()
        for _ in 0..<Self.patienceAtStop where charger.isWriting {
            try? await time.sleep(.milliseconds(100))
        }
    }

    /// The state now.
    public func report() -> ChargerReport {
        var link = machine.counters
        link.connections = connections
        return ChargerReport(snapshot: charger.snapshot(at: time.now()), link: link)
    }

    // MARK: Doing what was decided

    func handle(_ event: ChargerEvent) { handle(event, at: time.now()) }

    func handle(_ event: ChargerEvent, at now: Moment) {
        guard !hasEnded else {
            if event.isAsking { logger.info("a request came too late: it is not taken") }
            return
        }
        if event.isWorthReporting { mustReport = true }
        for action in charger.handle(event, at: now) { perform(action, at: now) }
    }

    func process(_ outputs: [SessionMachine.Output], at now: Moment) {
        for output in outputs {
            switch output {
            case .send(let bytes): send(bytes)
            case .event(let event):
                if let words = event.trace { logger.debug("\(words)") }
                handle(event, at: now)
            case .read(let address, let result): tell(RegisterReading(result), toReadersOf: address)
            }
        }
    }

    private func perform(_ action: ChargerAction, at now: Moment) {
        switch action {
        case .write(let write) where isOnlyWatching:
            let declined = WriteResult.declined(reason: "this program only watches", inForce: nil)
            handle(.writeEnded(id: write.id, declined), at: now)
        case .write(let write): process(machine.write(write, at: now.uptime), at: now)
        case .stopTrying(let id): machine.stopTrying(id)
        case .readLimit: process(machine.readLimit(at: now.uptime), at: now)
        case .readLowCurrent: process(machine.readLowCurrent(at: now.uptime), at: now)
        case .writeLowCurrent(let write) where isOnlyWatching:
            let declined = LowCurrentResult.declined(reason: "this program only watches")
            handle(.lowCurrentEnded(id: write.id, declined), at: now)
        case .writeLowCurrent(let write): process(machine.write(write, at: now.uptime), at: now)
        case .switchPlug(let isOn):
            logger.info("the plug is switched \(isOn ? "on" : "off")")
            plugOrders.send(isOn)
        case .report(let record):
            mustReport = true
            log(record)
            records.send(record)
        case .keep: mustSave = true
        case .say(let notice): logger.log(level: notice.logLevel, "\(notice.text)")
        }
    }

    private func send(_ bytes: [UInt8]) {
        do {
            // Without a link the request runs into its time-out, and what waits for it is told.
            try link?.write(bytes)
            logger.debug("sent \(String(decoding: bytes.filter { $0 != UInt8(ascii: "\n") }, as: UTF8.self))")
            link?.readAtOnce()
        } catch {
            logger.debug("not sent: \(error.words)")
        }
    }

    func flush() {
        if mustReport {
            mustReport = false
            hasReported = true
            reports.send(report())
        }
        if mustSave {
            mustSave = false
            states.send(charger.keptState(at: time.now()))
        }
    }

    private func log(_ record: RequestRecord) {
        let reason = record.reason.map { ": \($0)" } ?? ""
        let status = record.outcome?.rawValue ?? "waiting"
        let inForce = record.inForce.map { "; \($0) in force" } ?? ""
        // A write takes milliseconds; the line that counts is its outcome.
        let subject = record.subject == .limit ? "" : "\(record.subject.rawValue) "
        logger.log(
            level: record.isBeingWritten ? .debug : .info,
            "request \(record.id) (\(record.source.rawValue), \(subject)\(record.asked)) \(status)\(reason)\(inForce)"
        )
    }
}

extension ChargerEvent {
    fileprivate var isAsking: Bool {
        switch self {
        case .request, .command, .control: true
        default: false
        }
    }

    /// Measurements go out once a block; frames in between only change what the next block shows.
    fileprivate var isWorthReporting: Bool {
        switch self {
        case .heard, .damaged, .tick, .grid: false
        case .received(let readings):
            readings.carrier == .block || readings.stage != nil || readings.error != nil
        default: true
        }
    }
}

extension Notice {
    fileprivate var logLevel: Logger.Level {
        switch level {
        case .info: .info
        case .warning: .warning
        case .error: .error
        }
    }
}
