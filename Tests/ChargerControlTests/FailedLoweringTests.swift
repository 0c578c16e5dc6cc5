// SPDX-License-Identifier: MIT
import ChargerControl
import Testing

@Suite("A lowering that fails")
struct FailedLoweringTests {
    @Test("A lowering that is declined is tried again, but less and less often")
    func declined() {
        var bench = Bench.wishing(15)
        bench.device.manner = .declines
        let before = bench.writes.count
        bench.command("8")
        bench.run(.seconds(3600))
        let tries = bench.writes.count - before
        #expect((5...15).contains(tries))
        #expect(bench.snapshot.problem != nil)
        bench.device.manner = .answers
        bench.run(.seconds(700))
        #expect(bench.held == 8)
        #expect(bench.snapshot.problem == nil)
    }

    @Test("A lowering for safety that is declined is tried every few seconds")
    func declinedForSafety() {
        var bench = Bench.ready(holding: 28, settings: .bounds(nil, 20))
        bench.run(.seconds(20))
        bench.device.manner = .declines
        bench.app(sets: 29)
        let before = bench.writes.count
        bench.run(.seconds(180))
        #expect(bench.writes.count - before >= 10)
    }

    @Test("A raise that was carried over a restart and fails leaves the wish before it in place")
    func fallbackSurvives() {
        var bench = Bench.wishing(15)
        bench.device.isOn = false
        bench.run(.seconds(20))
        bench.command("25")
        bench.restart()
        bench.device.isOn = true
        bench.device.manner = .declines
        bench.send(.brokerStands)
        bench.run(.seconds(60))
        #expect(bench.wish == 15)
        #expect(bench.held == 15)
    }
}
