// SPDX-License-Identifier: MIT
import ByteLink
import ChargerControl
import ChargerSession
import ChargerSimulator
import Dispatch
import Synchronization
import Testing

/// A live charger on a simulated one: wire, clock and ticks move together, only when told to.
final class Bench: Sendable {
    struct Setup {
        var model = 0xA330
        /// Changed before the simulated charger is made.
        var configure: (inout SimulatedCharger.Configuration) -> Void = { _ in }
        var settings = LimitSettings()
        var initial: CurrentLimit?
        var kept: KeptState?
        /// Whether the port is there at the start.
        var isPortThere = true
    }

    struct Timed<Value: Sendable>: Sendable {
        var at: Duration
        var value: Value
    }

    private struct Seen {
        var reports: [Timed<ChargerReport>] = []
        var records: [Timed<RequestRecord>] = []
        var states: [KeptState] = []
        var fromProgram: [UInt8] = []
        var hasEnded = false
    }

    static let portMissing = LinkError(
        .noSuchPort, linkName: "in-memory", words: "there is no port in-memory: plug the adapter in")
    /// Far less than the charger needs for an answer.
    private static let step: Duration = .milliseconds(20)

    let live: LiveCharger
    /// The register that takes the limit.
    let register: LimitRegister
    let link = InMemoryLink()
    let log = LogLines()
    let clock = ManualClock()
    private let executor = ManualExecutor()
    private let queue = DispatchQueue(label: "bench")
    private let world: Mutex<World>
    private let seen = Mutex(Seen())

    init(_ setup: Setup) throws {
        let model = try #require(ChargerModel(productID: UInt16(setup.model)))
        var configuration = SimulatedCharger.Configuration(model: model)
        setup.configure(&configuration)
        world = Mutex(World(configuration))
        register = setup.settings.register
        let time = clock.source
        live = LiveCharger(
            name: "bench", opener: link,
            charger: Charger(
                settings: setup.settings, initialLimit: setup.initial, kept: setup.kept,
                isFirstStart: setup.kept == nil, at: time.now()), time: time, logger: log.logger)
        if !setup.isPortThere { link.refuseOpening(Self.portMissing) }
    }

    // MARK: Time

    /// Lets time pass for all.
    func run(_ time: Duration) async {
        let end = clock.now + time
        await onQueue { self.advance(to: end) }
    }

    /// Lets time pass until something is so.
    func run(atMost time: Duration, until isSo: @escaping @Sendable () -> Bool) async -> Bool {
        let end = clock.now + time
        await onQueue {
            while self.clock.now < end, !isSo() { self.advance(to: self.clock.now + Self.step) }
        }
        return isSo()
    }

    private func advance(to end: Duration) {
        executor.drain()
        exchange()
        while clock.now < end {
            let next = min(end, clock.now + Self.step, max(clock.nextWaking ?? end, clock.now))
            let bytes = world.withLock { $0.advance(to: next) }
            clock.move(to: next)
            if !bytes.isEmpty { try? link.device.write(bytes) }
            executor.drain()
            exchange()
        }
    }

    private func exchange() {
        let bytes = seen.withLock { seen in
            defer { seen.fromProgram = [] }
            return seen.fromProgram
        }
        if !bytes.isEmpty { world.withLock { $0.receive(bytes) } }
    }

    private func onQueue(_ work: @escaping @Sendable () -> Void) async {
        await withCheckedContinuation { continuation in
            queue.async {
                work()
                continuation.resume()
            }
        }
    }

    // MARK: What a test does

    /// Changes or asks the simulated charger.
    func charger<Result: Sendable>(_ body: (inout SimulatedCharger) -> Result) -> Result {
        world.withLock { body(&$0.charger) }
    }

    /// Puts another charger in the place of the one there.
    func plugIn(_ model: ChargerModel, serialNumber: String) {
        var configuration = SimulatedCharger.Configuration(model: model)
        configuration.serialNumber = serialNumber
        world.withLock { $0.plugIn(configuration) }
    }

    /// Sends the program bytes, between two of the charger's frames.
    func say(_ bytes: [UInt8]) { world.withLock { $0.injected += bytes } }

    func say(_ text: String) { say(Array(text.utf8)) }

    /// Asks for a limit as the command topic does.
    func ask(_ payload: String) async { await live.request(Array(payload.utf8), source: .mqtt) }

    /// Reads a register as the API does, while time passes.
    func read(_ address: UInt16, within time: Duration = .seconds(20)) async throws -> RegisterReading {
        askedFor.withLock { _ = $0.insert(address) }
        let found = FoundReading()
        return try await withThrowingTaskGroup { group in
            group.addTask(executorPreference: executor) {
                let reading = await self.live.read(address)
                found.reading.withLock { $0 = reading }
            }
            _ = await run(atMost: time) { found.reading.withLock { $0 != nil } }
            group.cancelAll()
            await onQueue { self.executor.drain() }
            return try #require(found.reading.withLock { $0 })
        }
    }

    private final class FoundReading: Sendable {
        let reading = Mutex<RegisterReading?>(nil)
    }

    // MARK: What a test sees

    /// Whether what was to be said still waits for a place.
    var isSomethingUnsaid: Bool { world.withLock { !$0.injected.isEmpty } }
    var talk: [World.Talk] { world.withLock { $0.talk } }
    var history: [Truth] { world.withLock { $0.history } }
    /// The requests on the wire, as in the maker's documents.
    var requests: [String] { talk.filter(\.isRequest).map(\.line) }
    var sets: [String] { requests.filter { $0.hasPrefix("8") } }
    var limitReads: [String] { requests.filter { $0 == "7F0ED0071" } }
    var reports: [Timed<ChargerReport>] { seen.withLock { $0.reports } }
    var states: [KeptState] { seen.withLock { $0.states } }
    var report: ChargerReport? { reports.last?.value }
    var snapshot: ChargerSnapshot? { report?.snapshot }
    var records: [RequestRecord] { seen.withLock { $0.records.map(\.value) } }
    var outcomes: [RequestRecord] { records.filter { $0.outcome != nil } }
    var hasEnded: Bool { seen.withLock { $0.hasEnded } }
    /// The limit the simulated charger holds, in 0.1 A.
    var held: Int { charger { $0.limitRegister } }

    func requests(of register: String) -> Int { requests.count { $0.hasPrefix("7\(register)") } }

    // MARK: Life

    /// Runs the live charger, and the test beside it.
    static func with(_ setup: Setup = Setup(), _ body: (Bench) async throws -> Void) async throws {
        let bench = try Bench(setup)
        let reports = bench.live.reports.elements(bound: 1_000_000)
        let records = bench.live.records.elements(bound: 1_000_000)
        let states = bench.live.states.elements(bound: 1_000_000)
        try await withThrowingTaskGroup { group in
            group.addTask(executorPreference: bench.executor) { await bench.serve() }
            group.addTask(executorPreference: bench.executor) { await bench.follow(reports) }
            group.addTask(executorPreference: bench.executor) { await bench.follow(records) }
            group.addTask(executorPreference: bench.executor) { await bench.follow(states) }
            group.addTask(executorPreference: bench.executor) { try await bench.hear() }
            var failure: (any Error)?
            do { try await body(bench) } catch { failure = error }
            group.cancelAll()
            while !group.isEmpty {
                await bench.onQueue { bench.executor.drain() }
                _ = try? await group.next()
            }
            if let failure { throw failure }
        }
        bench.checkManners()
    }

    /// Registers that the test itself asked for.
    let askedFor = Mutex(Set<UInt16>())
    private let stopping = Mutex<Task<Void, Never>?>(nil)

    /// Stops the live charger and lets it come to its end.
    func stop() async {
        stopping.withLock { $0?.cancel() }
        await onQueue { self.executor.drain() }
    }

    private func serve() async {
        // A task of its own, so that a test can stop it alone.
        let running = Task(executorPreference: executor) { await self.live.run() }
        stopping.withLock { $0 = running }
        await withTaskCancellationHandler {
            await running.value
        } onCancel: {
            running.cancel()
        }
        seen.withLock { $0.hasEnded = true }
    }

    private func hear() async throws {
        for try await bytes in link.device.incoming { seen.withLock { $0.fromProgram += bytes } }
    }

    private func follow(_ reports: AsyncStream<ChargerReport>) async {
        for await report in reports {
            seen.withLock { $0.reports.append(Timed(at: clock.now, value: report)) }
        }
    }

    private func follow(_ records: AsyncStream<RequestRecord>) async {
        for await record in records {
            seen.withLock { $0.records.append(Timed(at: clock.now, value: record)) }
        }
    }

    private func follow(_ states: AsyncStream<KeptState>) async {
        for await state in states {
            seen.withLock { $0.states.append(state) }
            await live.saved(state)
        }
    }
}

extension SimulatedCharger {
    var limitRegister: Int { number(0xEDF0) }

    func number(_ register: UInt16) -> Int {
        (registers[register]?.value ?? []).reversed().reduce(0) { $0 << 8 | Int($1) }
    }
}

extension SimulatedRegister {
    static func fixed(_ number: Int, bytes: Int = 2) -> SimulatedRegister {
        SimulatedRegister(
            value: (0..<bytes).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }, storage: .readOnly)
    }
}
