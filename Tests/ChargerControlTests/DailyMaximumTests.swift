// SPDX-License-Identifier: MIT
import ChargerControl
import Testing

@Suite("At most so many writes in 24 hours, beyond which raises wait")
struct DailyMaximumTests {
    private static let settings = LimitSettings(
        wear: WearRule(burst: 10, interval: .seconds(1), dailyMaximum: 20))

    /// A bridge that has used its day up, 20 writes within 200 s, and holds 8 A.
    private static func exhausted() -> Bench {
        var bench = Bench.ready(holding: 8, settings: settings)
        for step in 1...20 {
            bench.request(step.isMultiple(of: 2) ? 8 : 9)
            bench.run(.seconds(10), step: .seconds(1))
        }
        return bench
    }

    @Test("Raises wait until the first of the writes is 24 hours old, lowering does not")
    func rolling() {
        var bench = Self.exhausted()
        #expect(bench.writes.count == 20)
        #expect(bench.snapshot.wear.isExhausted)
        bench.request(20)
        bench.run(.seconds(23 * 3600), step: .seconds(10))
        #expect(bench.held == 8)
        #expect(bench.last?.outcome == nil)
        #expect(bench.last?.reason?.contains("24 hours") == true)
        bench.request(7.5)
        bench.run(.seconds(2))
        #expect(bench.held == 7.5)
        bench.request(20)
        bench.run(.seconds(3700), step: .seconds(10))
        #expect(bench.held == 20)
    }

    @Test("The time it waits until is when the first write is a day old")
    func waitsUntil() {
        var bench = Self.exhausted()
        bench.request(20)
        let first = bench.writes[0].at + .seconds(86_400)
        let until = bench.now.advanced(by: first - bench.now.uptime).unixMilliseconds
        #expect(bench.last?.waitsUntil == until)
    }

    @Test(
        "Restarts and a calendar that jumps while the program is down never add to the day's writes",
        arguments: [0, -86_400 * 365, -3600, 3600])
    func restarts(jump: Int64) {
        var bench = Self.exhausted()
        bench.request(20)
        bench.restart(calendarJump: .seconds(jump))
        bench.send(.brokerStands)
        bench.run(.seconds(3600), step: .seconds(5))
        #expect(bench.held == 8)
        #expect(bench.snapshot.wear.today == 20)
        #expect(bench.snapshot.wear.lifetime == 20)
        #expect(bench.snapshot.wear.isExhausted)
    }

    @Test(
        "A calendar that jumps while the program runs changes nothing",
        arguments: [-86_400 * 365, 86_400 * 365] as [Int64])
    func jumpsWhileRunning(jump: Int64) {
        var bench = Self.exhausted()
        bench.now.unixMilliseconds += jump * 1000
        bench.request(20)
        bench.run(.seconds(3600), step: .seconds(5))
        #expect(bench.held == 8)
        bench.restart()
        bench.send(.brokerStands)
        bench.run(.seconds(60))
        #expect(bench.held == 8)
        #expect(bench.snapshot.wear.today == 20)
    }

    @Test("A state file with impossible numbers neither stops the program nor opens the bucket")
    func damaged() {
        var kept = KeptState()
        kept.requestCount = Int.max
        kept.wear = KeptWear(
            tokens: 1e300, savedAt: .min, recentWrites: [.max, .min, 0, -1, .max], lifetime: .max)
        var bench = Bench(holding: 8, settings: Self.settings, kept: kept)
        bench.send(.brokerStands)
        for step in 1...10 {
            bench.request(8 + Double(step))
            bench.run(.seconds(5))
        }
        #expect(bench.writes.count <= 20)
        #expect(bench.writes.count >= 1)
    }
}
