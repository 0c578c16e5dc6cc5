// SPDX-License-Identifier: MIT
/// Where every request for the low-current mode ends up.
///
/// The mode is kept by the charger, so it is read first, written once and only because somebody asks. Nothing is
/// wished beyond the request: it does not wait for the wear rule or for a charger that is off, and is never
/// repeated. Deciding only; the reading and writing are the session's.
struct LowCurrentDesk: Sendable {
    /// A request that has not ended.
    private struct Open: Sendable {
        var record: RequestRecord
        let mode: LowCurrentMode
        let askedAt: Duration
        /// The write that carries it out; nil until then.
        var write: Int?
    }

    /// How long a charger that has begun to speak is given to say which one it is.
    static let patience: Duration = .seconds(10)

    private var open: Open?
    private var isReading = false
    /// Number of the write that is under way; its request may have ended before it.
    private var writing: Int?
    private var writeCount = 0

    /// The request that has not ended, for the state that is kept.
    var record: RequestRecord? { open?.record }

    /// Takes a request in.
    /// - Returns: its number.
    mutating func ask(
        _ payload: [UInt8], source: RequestSource, _ desk: inout LimitDesk, at now: Moment
    ) -> Int {
        var record = desk.newRecord(source, about: .lowCurrent, asked: "", at: now)
        do {
            let mode = try LowCurrentMode(payload)
            record.asked = mode.rawValue
            accept(mode, record, &desk, at: now)
        } catch {
            record.asked = error.shown
            desk.refuse(&record, error.reason, at: now)
        }
        return record.id
    }

    private mutating func accept(
        _ mode: LowCurrentMode, _ record: RequestRecord, _ desk: inout LimitDesk, at now: Moment
    ) {
        let after = "request \(record.id) (\(mode.rawValue), \(record.source.rawValue)) came after it"
        let isWritten = open?.write != nil
        end(.superseded, isWritten ? "\(after), while it was written" : after, &desk, at: now)
        open = Open(record: record, mode: mode, askedAt: now.uptime)
        if desk.isStopped { return end(.interrupted, "the program is stopping", &desk, at: now) }
        guard desk.situation.speaks else { return end(.refused, desk.situation.silence, &desk, at: now) }
        proceed(&desk, at: now)
    }

    /// Reads the mode for a request that waits, once the charger is known whose memory is to be spared.
    mutating func proceed(_ desk: inout LimitDesk, at now: Moment) {
        guard let open, !isReading, open.write == nil else { return }
        guard writing == nil else { return wait("another change of it is being written", &desk, at: now) }
        guard desk.situation.isIdentified else {
            guard now.uptime - open.askedAt < Self.patience else {
                return end(.refused, "the charger does not say which one it is", &desk, at: now)
            }
            return wait("the charger is not identified yet", &desk, at: now)
        }
        isReading = true
        desk.actions.append(.readLowCurrent)
        wait("the low-current mode is being read", &desk, at: now)
    }

    /// The charger's mode was read, or could not be.
    mutating func read(_ reading: LowCurrentReading, _ desk: inout LimitDesk, at now: Moment) {
        guard isReading else { return }
        isReading = false
        guard let open else { return }
        switch reading {
        case .mode(open.mode):
            end(.acknowledged, "in force already; nothing was written", &desk, at: now)
        case .mode, .unknown: approve(open.mode, from: reading, &desk, at: now)
        case .absent(let reason):
            end(.refused, "this charger has no low-current mode: \(reason)", &desk, at: now)
        case .notRead(let reason):
            end(.timedOut, "the low-current mode could not be read: \(reason)", &desk, at: now)
        }
    }

    /// The one place that approves a write of it: the wear rule is the limit's own, since the memory is the same.
    private mutating func approve(
        _ mode: LowCurrentMode, from held: LowCurrentReading, _ desk: inout LimitDesk, at now: Moment
    ) {
        // From one low mode to the other nothing is lowered: that must not be done without end either.
        let direction: WearGuard.Direction = held == .mode(.off) ? .lowering : .raising
        if case .wait(let reason, let until) = desk.wear.verdict(direction, at: now.uptime) {
            let words = "\(reason); it can be asked for again in \((until - now.uptime).words)"
            return end(.refused, words, &desk, at: now)
        }
        desk.wear.spend(at: now.uptime)
        writeCount &+= 1
        writing = writeCount
        open?.write = writeCount
        wait(RequestRecord.beingWritten, &desk, at: now)
        desk.actions.append(.writeLowCurrent(ApprovedLowCurrent(id: writeCount, mode: mode)))
    }

    /// An approved write has come to an end.
    mutating func writeEnded(_ id: Int, _ result: LowCurrentResult, _ desk: inout LimitDesk, at now: Moment) {
        guard writing == id else { return }
        writing = nil
        guard open?.write == id else { return proceed(&desk, at: now) }
        switch result {
        case .confirmed: end(.acknowledged, nil, &desk, at: now)
        case .declined(let reason): end(.failed, "the charger declined: \(reason)", &desk, at: now)
        case .unanswered(let holds): end(.timedOut, Self.words(holds), &desk, at: now)
        case .linkLost(let reason): end(.failed, reason, &desk, at: now)
        }
    }

    private static func words(_ holds: LowCurrentReading?) -> String {
        switch holds {
        case .mode(let mode): "the charger did not take it and stays at \(mode.rawValue)"
        case .unknown(let number): "the charger did not take it and stays at mode \(number)"
        case .absent, .notRead, nil: "the charger did not answer; whether it took the mode is not known"
        }
    }

    /// The link is gone or the charger silent: what is open ends, since nobody may want it any more at its return.
    mutating func silent(_ reason: String, _ desk: inout LimitDesk, at now: Moment) {
        isReading = false
        let isWritten = open?.write != nil
        let words = isWritten ? "\(reason); whether the charger took the mode is not known" : reason
        end(.failed, words, &desk, at: now)
    }

    /// The program stops.
    mutating func stop(_ desk: inout LimitDesk, at now: Moment) {
        isReading = false
        end(.interrupted, "the program is stopping", &desk, at: now)
    }

    private mutating func end(
        _ outcome: Outcome, _ reason: String?, _ desk: inout LimitDesk, at now: Moment
    ) {
        guard var record = open?.record else { return }
        open = nil
        record.reason = reason
        desk.end(&record, outcome, at: now)
    }

    /// Notes what the open request waits for; said once for each reason.
    private mutating func wait(_ reason: String, _ desk: inout LimitDesk, at now: Moment) {
        guard var record = open?.record, record.reason != reason else { return }
        record.reason = reason
        desk.report(&record, at: now)
        open?.record = record
        desk.mayHaveNews = true
    }
}

extension Duration {
    /// How long it is, for a person who waits: never 0 s.
    fileprivate var words: String {
        let seconds = max(1, components.seconds + (components.attoseconds > 0 ? 1 : 0))
        if seconds < 120 { return "\(seconds) s" }
        let minutes = (seconds + 59) / 60
        return minutes < 120 ? "\(minutes) min" : "\(minutes / 60) h \(minutes % 60) min"
    }
}
