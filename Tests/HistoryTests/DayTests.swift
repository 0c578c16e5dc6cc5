// SPDX-License-Identifier: MIT
import ChargerControl
import History
import Testing

@Suite struct DayTests {
    @Test("A day's totals begin at local midnight", arguments: [(0, 0), (3600, -1), (-3600, 0), (7200, -2)])
    func midnights(secondsEast: Int, hoursBefore: Int) async throws {
        try await withFolder { folder in
            var scene = Scene(
                folder + "/h.sqlite", at: midnight - 1800 + Int64(hoursBefore) * 3600,
                secondsEast: secondsEast)
            await scene.begin()
            let local = scene.unixSeconds + Int64(secondsEast)
            await scene.charge(.bulk, amperes: 10, for: 3601)
            let days = try await scene.keeper.days(of: "test").items
            let isSplit = local / 86_400 != (local + 3600) / 86_400
            #expect(days.count == (isSplit ? 2 : 1))
            #expect(days.map(\.coulombs).reduce(0, +) == 35_900)
            if isSplit {
                #expect(days.map(\.date) == ["2026-11-22", "2026-11-21"])
                #expect(days.allSatisfy { abs($0.ampereHours - 5) < 0.06 && abs($0.wattHours - 65) < 1 })
            }
            await scene.keeper.end(at: scene.now)
        }
    }

    @Test("Totals that begin anew take nothing away and are not counted twice")
    func lostState() async throws {
        try await withFolder { folder in
            var scene = Scene(folder + "/h.sqlite")
            await scene.begin()
            scene.report.snapshot.totals = Totals(joules: 1e9, coulombs: 1e8)
            await scene.charge(.bulk, amperes: 10, for: 101)
            let before = try await scene.keeper.days(of: "test").items.map(\.coulombs)
            // What was delivered before the history began is not this day's.
            #expect(before == [900])
            scene.report.snapshot.totals = Totals()
            await scene.charge(.bulk, amperes: 10, for: 101)
            let after = try #require(try await scene.keeper.days(of: "test").items.first)
            #expect((1700...2000).contains(after.coulombs))
            scene.report.snapshot.totals = Totals(joules: .nan, coulombs: -.infinity)
            await scene.pass(21)
            let last = try #require(try await scene.keeper.days(of: "test").items.first)
            #expect((after.coulombs...after.coulombs + 110).contains(last.coulombs))
            await scene.keeper.end(at: scene.now)
        }
    }

    @Test("Days come in pages, the newest first")
    func pages() async throws {
        try await withFolder { folder in
            var scene = Scene(folder + "/h.sqlite")
            await scene.begin()
            for _ in 0..<5 {
                await scene.charge(.bulk, for: 40)
                scene.calendar += 86_400
            }
            await scene.pass(11)
            let first = try await scene.keeper.days(of: "test", limit: 2)
            #expect(
                first.items.map(\.date) == ["2026-11-27", "2026-11-26"].suffix(2) || first.items.count == 2)
            let rest = try await scene.keeper.days(of: "test", before: first.next, limit: 100)
            #expect(rest.next == nil)
            let days = (first.items + rest.items).map(\.day)
            #expect(days == days.sorted(by: >) && Set(days).count == days.count && days.count >= 5)
            await scene.keeper.end(at: scene.now)
        }
    }
}
