// SPDX-License-Identifier: MIT
import ChargerControl
import History
import Synchronization
import Testing

@Suite struct RunningTests {
    @Test("Runs until the feeds end, keeps what came through them, and closes the file")
    func feeds() async throws {
        try await withFolder { folder in
            var scene = Scene(folder + "/h.sqlite")
            scene.set(.bulk, volts: 13, amperes: 10)
            let clock = SteppingClock()
            let reports = AsyncStream<ChargerReport> { feed in
                for _ in 0..<35 { feed.yield(scene.report) }
                feed.finish()
            }
            let records = AsyncStream<RequestRecord> { feed in
                feed.yield(RequestRecord(id: 1, source: .mqtt, asked: "9", askedAt: 5))
                feed.finish()
            }
            scene.keeper.note(HistoryEvent(.started, time: 7))
            await scene.keeper.run([ChargerFeeds(charger: "test", reports: reports, records: records)]) {
                clock.next()
            }
            #expect(scene.keeper.status.dropped == 0)
            let reader = Scene(folder + "/h.sqlite", at: midnight + 60)
            await reader.begin()
            let series = try await reader.samples()
            #expect(series.samples.map(\.readings).reduce(0, +) == 35)
            #expect(try await reader.keeper.requests().items.map(\.outcome) == [.interrupted])
            #expect(try await reader.keeper.events().items.contains { $0.kind == .started })
            await reader.keeper.end(at: reader.now)
            await #expect(throws: HistoryProblem.self) { _ = try await scene.samples() }
        }
    }

    @Test("What waits before the history is bounded: the oldest make room, and are counted")
    func bounded() async throws {
        try await withFolder { folder in
            let scene = Scene(folder + "/h.sqlite")
            for number in 0..<1500 {
                scene.keeper.note(HistoryEvent(.other, "\(number)", time: Int64(number)))
            }
            #expect(scene.keeper.status.dropped == 500)
            let now = scene.now
            await scene.keeper.run([]) { now }
            let reader = Scene(folder + "/h.sqlite")
            await reader.begin()
            let events = try await reader.keeper.events(limit: 1000).items
            #expect(events.map(\.text) == (500..<1500).reversed().map { "\($0)" })
            #expect(scene.log.lines.count { $0.contains("dropped") } == 1)
            await reader.keeper.end(at: reader.now)
        }
    }

    @Test("Several chargers share a database and are told apart")
    func several() async throws {
        try await withFolder { folder in
            var scene = Scene(folder + "/h.sqlite")
            await scene.keeper.begin(at: scene.now, chargers: 2)
            scene.set(.bulk, volts: 13, amperes: 10)
            for _ in 0..<100 {
                await scene.keeper.take(scene.report, of: "test", at: scene.now)
                scene.report.snapshot.values.voltage = Millivolts(26_000)
                await scene.keeper.take(scene.report, of: "other ⚡️", at: scene.now)
                scene.report.snapshot.values.voltage = Millivolts(13_000)
                scene.uptime += 1
            }
            for name in ["test", "other ⚡️"] {
                let samples = try await scene.keeper.samples(
                    of: name, from: midnight, to: midnight + 100, atMost: 100
                ).samples
                #expect(samples.count == 9)
                #expect(samples.allSatisfy { $0.voltage?.mean == (name == "test" ? 13_000 : 26_000) })
            }
            #expect(try await scene.keeper.sessions().items.count == 2)
            await scene.keeper.end(at: scene.now)
            let reader = Scene(folder + "/h.sqlite", at: midnight + 100)
            await reader.begin()
            #expect(try await reader.samples().samples.map(\.time) == (0..<10).map { midnight + $0 * 10 })
            #expect(try await reader.keeper.sessions(of: "other ⚡️").items.count == 1)
            await reader.keeper.end(at: reader.now)
        }
    }
}

/// A clock that goes on by a second each time it is looked at.
private final class SteppingClock: Sendable {
    private let second = Mutex<Int64>(0)

    func next() -> Moment {
        let now = second.withLock { second in
            defer { second += 1 }
            return second
        }
        return Moment(uptime: .seconds(now), unixMilliseconds: (midnight + now) * 1000)
    }
}
