// SPDX-License-Identifier: MIT
import ChargerControl
import History
import Testing

@Suite struct NoteTests {
    private func record(_ id: Int, _ outcome: Outcome?, at time: Int64 = 2000) -> RequestRecord {
        var record = RequestRecord(id: id, source: .page, asked: "12.5", askedAt: 1000)
        record.outcome = outcome
        record.reason = outcome == nil ? "the charger is silent" : "clamped"
        record.inForce = outcome == nil ? nil : CurrentLimit(deciamperes: 120)
        record.time = time
        return record
    }

    @Test(
        "A request is kept once, with who asked, what, the verdict, the limit in force and how long it took")
    func requests() async throws {
        try await withFolder { folder in
            var scene = Scene(folder + "/h.sqlite")
            await scene.begin()
            await scene.pass(1)
            await scene.keeper.take(record(1, nil), of: "test")
            let waiting = try await scene.keeper.requests().items
            #expect(waiting.map(\.outcome) == [nil] && waiting.first?.milliseconds == nil)
            await scene.keeper.take(record(1, .acknowledged, at: 3500), of: "test")
            await scene.keeper.take(record(2, .refused), of: "test")
            let page = try await scene.keeper.requests(of: "test", limit: 1)
            #expect(page.items.map(\.number) == [2])
            let first = try #require(try await scene.keeper.requests(before: page.next).items.first)
            #expect(
                first.number == 1 && first.source == .page && first.asked == "12.5" && first.subject == .limit
            )
            #expect(first.outcome == .acknowledged && first.inForce == CurrentLimit(deciamperes: 120))
            #expect(first.milliseconds == 2500 && first.reason == "clamped")
            await scene.keeper.end(at: scene.now)
        }
    }

    @Test("A request of a program that died ends as interrupted")
    func interrupted() async throws {
        try await withFolder { folder in
            var scene = Scene(folder + "/h.sqlite")
            await scene.begin()
            await scene.pass(1)
            await scene.keeper.take(record(1, nil), of: "test")
            _ = try await scene.keeper.requests()
            let next = Scene(folder + "/h.sqlite")
            await next.begin()
            #expect(try await next.keeper.requests().items.map(\.outcome) == [.interrupted])
            await next.keeper.end(at: next.now)
        }
    }

    @Test("What happens to a charger becomes an event, once")
    func events() async throws {
        try await withFolder { folder in
            var scene = Scene(folder + "/h.sqlite")
            await scene.begin()
            await scene.keeper.take(HistoryEvent(.started, "version 1", time: 1))
            await scene.silence(for: 3)
            await scene.charge(.bulk, for: 3)
            scene.report.snapshot.values.error = ErrorReading(code: 33, text: "input voltage too high")
            scene.report.snapshot.cap = Cap(reason: "the charger reports: input voltage too high")
            await scene.pass(3)
            await scene.silence(for: 3)
            scene.report.link.connections = 2
            scene.report.snapshot.cap = nil
            await scene.charge(.bulk, for: 3)
            await scene.keeper.take(HistoryEvent(.brokerLost, time: 2))
            let kinds = try await scene.keeper.events(of: "test").items.map(\.kind)
            #expect(
                kinds.reversed() == [
                    .started, .heard, .error, .cap, .silent, .linkReopened, .heard, .errorCleared, .capLifted,
                    .brokerLost,
                ])
            let error = try await scene.keeper.events().items.first { $0.kind == .error }
            #expect(error?.text == "33: input voltage too high" && error?.charger == "test")
            #expect(
                try await scene.keeper.events(of: "another").items.map(\.kind) == [.brokerLost, .started])
            let page = try await scene.keeper.events(limit: 4)
            #expect(try await scene.keeper.events(before: page.next, limit: 100).items.count == 6)
            await scene.keeper.end(at: scene.now)
        }
    }

    @Test("Requests and events reach the database within a minute by themselves, and no more often")
    func batched() async throws {
        try await withFolder { folder in
            var scene = Scene(folder + "/h.sqlite")
            await scene.begin()
            await scene.charge(.bulk, for: 200)
            #expect(scene.keeper.status.commits == 1)
            for second in 0..<120 {
                await scene.keeper.take(HistoryEvent(.other, "\(second)", time: Int64(second)))
                await scene.pass(1)
            }
            #expect((2...4).contains(scene.keeper.status.commits))
            await scene.keeper.end(at: scene.now)
        }
    }
}
