// SPDX-License-Identifier: MIT
import VEDirect

/// One HEX request at a time: sends, matches the answer among everything else that arrives, tries again.
///
/// Pure: the time comes in, bytes to send and results go out.
struct HexExchange: Sendable {
    /// What a request is for; at most one of each waits.
    enum Purpose: Sendable, Hashable {
        /// The product id by command 4, when the text does not bring it.
        case productID
        /// The firmware by command 3.
        case firmware
        /// A register, for identification or because it does not arrive by itself.
        case register(UInt16)
        /// A register that somebody asked for.
        case asked(UInt16)
        /// The limit in force.
        case limit
        /// The limit that lapses, and the voltage set-point, which must not change with it.
        case volatileLimit, voltageSetPoint
        /// The write of a limit.
        case write
        /// The limit in force, after a write that was not answered.
        case readBack
        /// The low-current mode: as it is, its write, and as it is after a write that was not answered.
        case lowCurrent, lowCurrentWrite, lowCurrentReadBack
    }

    enum Result: Sendable, Hashable {
        /// The payload of a `done` answer.
        case done([UInt8])
        /// The register's answer, flags and all.
        case register(RegisterAnswer)
        /// The charger does not know the command.
        case unsupported
        /// Nothing in all tries.
        case unanswered
    }

    enum Output: Sendable, Hashable {
        case send([UInt8])
        case ended(Purpose, Result)
    }

    /// Some firmware answers only once its text block is out, which takes up to a second.
    static let patience: Duration = .milliseconds(1200)

    private struct Job: Sendable {
        var purpose: Purpose
        var request: HexRequest
        var tries: Int
        var deadline: Duration = .zero
    }

    private var pending: Job?
    private var queue: [Job] = []

    /// Whether nothing is asked and nothing waits.
    var isIdle: Bool { pending == nil && queue.isEmpty }

    /// Asks, or lines up behind what is being asked.
    /// - Parameters:
    ///   - purpose: what for; a second request for what waits already is dropped.
    ///   - request: what to send.
    ///   - tries: how often to send it at most.
    ///   - isUrgent: whether it goes before all that waits.
    ///   - now: the time.
    mutating func ask(
        _ purpose: Purpose, _ request: HexRequest, tries: Int = 3, isUrgent: Bool = false, at now: Duration
    ) -> [Output] {
        guard pending?.purpose != purpose, !queue.contains(where: { $0.purpose == purpose }) else {
            return []
        }
        let job = Job(purpose: purpose, request: request, tries: tries)
        if isUrgent { queue.insert(job, at: 0) } else { queue.append(job) }
        return sendNext(at: now)
    }

    /// Takes an answer in; one that matches nothing changes nothing.
    mutating func receive(_ answer: HexAnswer, at now: Duration) -> [Output] {
        guard let job = pending, let result = match(answer, job.request) else { return [] }
        pending = nil
        return [.ended(job.purpose, result)] + sendNext(at: now)
    }

    /// Whether an answer belongs to what is being asked.
    func expects(_ answer: HexAnswer) -> Bool { pending.flatMap { match(answer, $0.request) } != nil }

    /// Notices that time has passed: sends again or gives up.
    mutating func advance(to now: Duration) -> [Output] {
        guard var job = pending, now >= job.deadline else { return [] }
        guard job.tries > 0 else {
            pending = nil
            return [.ended(job.purpose, .unanswered)] + sendNext(at: now)
        }
        return [send(&job, at: now)]
    }

    /// Drops everything, as when the link is gone.
    mutating func reset() { self = HexExchange() }

    private mutating func sendNext(at now: Duration) -> [Output] {
        guard pending == nil, !queue.isEmpty else { return [] }
        var job = queue.removeFirst()
        return [send(&job, at: now)]
    }

    private mutating func send(_ job: inout Job, at now: Duration) -> Output {
        job.tries -= 1
        job.deadline = now + Self.patience
        pending = job
        return .send(job.request.encoded)
    }

    private func match(_ answer: HexAnswer, _ request: HexRequest) -> Result? {
        switch (answer, request) {
        case (.done(let bytes), .productID): .done(bytes)
        // Both answers look alike; a product's, come late, reads as the version of a tester.
        case (.done(let bytes), .appVersion) where bytes.last.map { $0 >> 6 != 2 } ?? true: .done(bytes)
        case (.get(let register), .get(let address)) where register.address == address: .register(register)
        case (.set(let register), .set(let address, _)) where register.address == address: .register(register)
        case (.unknownCommand(let bytes), _) where bytes.first == request.frame.command: .unsupported
        default: nil
        }
    }
}
