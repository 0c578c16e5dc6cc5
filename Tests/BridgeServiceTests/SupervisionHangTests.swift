// SPDX-License-Identifier: MIT
import BridgeService
import ByteLink
import ChargerControl
import ChargerSession
import Foundation
import Logging
import Synchronization
import Testing

/// A door that one sleeper waits at; the test opens it.
private final class Door: Sendable {
    private let sleepers: AsyncStream<Void>
    private let arrive: AsyncStream<Void>.Continuation
    private let release = Mutex<CheckedContinuation<Void, Never>?>(nil)

    init() { (sleepers, arrive) = AsyncStream.makeStream() }

    var time: TimeSource {
        TimeSource(now: TimeSource.system.now) { _ in
            await withTaskCancellationHandler {
                await withCheckedContinuation { continuation in
                    self.release.withLock { $0 = continuation }
                    if Task.isCancelled { self.letGo() } else { self.arrive.yield() }
                }
            } onCancel: {
                self.letGo()
            }
            try Task.checkCancellation()
        }
    }

    /// Waits for the sleeper, so that all it did before has been done, and lets it go.
    func open() async {
        for await _ in sleepers { return letGo() }
    }

    /// Waits until the sleeper is back, and leaves it there.
    func settled() async {
        for await _ in sleepers {
            arrive.yield()
            return
        }
    }

    private func letGo() { release.withLock { $0.take() }?.resume() }
}

/// A port that never opens.
private struct NeverOpening: LinkOpener {
    let name = "/dev/nothing"
    func withLink<R: Sendable>(_ body: (Link) async throws -> R) async throws -> R {
        try await Task.sleep(for: .seconds(86_400))
        throw CancellationError()
    }
}

private struct RecordingLog: LogHandler {
    let lines: Arrivals
    var logLevel = Logger.Level.debug
    var metadata: Logger.Metadata = [:]
    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }
    func log(event: LogEvent) { lines.continuation.yield(event.message.description) }
}

@Suite("Supervision: a charger that hangs", .timeLimit(.minutes(2)))
struct SupervisionHangTests {
    @Test("Signs of life come while the readings loop goes round, stop when it hangs, and come back")
    func hang() async throws {
        try await withListener { listener, _ in
            let (beats, ticks, lines) = (Door(), Door(), Arrivals())
            let logger = Logger(label: "test") { _ in RecordingLog(lines: lines) }
            let live = LiveCharger(
                name: "itbatchrg", opener: NeverOpening(),
                charger: Charger(settings: LimitSettings(), at: TimeSource.system.now()), time: ticks.time,
                logger: logger)
            let supervisor = Supervisor(
                ServiceManager(
                    socket: try #require(NotifySocket(listener.address)), watchdog: .seconds(60)),
                chargers: ["itbatchrg"],
                parts: [.init("the readings loop", patience: .seconds(10)) { live.ticks }],
                time: beats.time, logger: logger, isBrokerConnected: { false })
            let reports = live.reports.elements(bound: 1)
            try await withThrowingTaskGroup { group in
                group.addTask { await live.run() }
                group.addTask { await supervisor.run([("itbatchrg", reports)]) }
                // The second tick finds the first one counted.
                await ticks.open()
                await ticks.open()
                try await listener.arrivals.upTo(containing: "READY=1")
                await ticks.settled()
                await beats.open()
                try await listener.arrivals.upTo(containing: "WATCHDOG=1")
                // It hangs: two looks, and no sign.
                await beats.open()
                await beats.open()
                try await lines.upTo(containing: "the readings loop stands still")
                await beats.settled()
                listener.mark()
                let during = try await listener.arrivals.upTo { $0 == "MARK" }
                #expect(during.filter { $0.contains("WATCHDOG") }.isEmpty)
                // It goes on.
                await ticks.open()
                await ticks.settled()
                await beats.open()
                try await listener.arrivals.upTo(containing: "WATCHDOG=1")
                group.cancelAll()
            }
        }
    }
}
