// SPDX-License-Identifier: MIT
import ChargerControl
import Testing

@Suite("Every request ends in exactly one outcome")
struct OutcomeTests {
    @Test("A request is told as being written and then as acknowledged with the value in force")
    func acknowledged() {
        var bench = Bench.ready(holding: 10)
        bench.request(12, from: .commandLine)
        #expect(bench.last?.outcome == nil)
        #expect(bench.last?.reason == "being written")
        bench.run(.seconds(1))
        #expect(bench.reports.count == 2)
        #expect(bench.last?.outcome == .acknowledged)
        #expect(bench.last?.inForce?.amperes == 12)
        #expect(bench.last?.source == .commandLine)
        #expect(bench.last?.asked == "12.0")
    }

    @Test("What is in force already is acknowledged without a write")
    func inForceAlready() {
        var bench = Bench.ready(holding: 10)
        bench.request(10)
        bench.run(.seconds(1))
        #expect(bench.outcomes.map(\.outcome) == [.acknowledged])
        #expect(bench.writes.isEmpty)
    }

    @Test("The newest request wins; those that waited are superseded")
    func newestWins() {
        var bench = Bench.ready(holding: 10)
        bench.request(12)
        bench.request(13)
        bench.request(14)
        bench.run(.seconds(5))
        #expect(bench.held == 14)
        #expect(bench.outcomes.map(\.outcome) == [.superseded, .acknowledged, .acknowledged])
        #expect(bench.outcomes.map(\.id) == [2, 1, 3])
        #expect(bench.writes.count == 2)
    }

    @Test("A request while the charger is off waits where it can be seen and is applied after its return")
    func chargerOff() {
        var bench = Bench.wishing(10)
        bench.device.isOn = false
        bench.run(.seconds(15))
        bench.command("12")
        #expect(bench.last?.outcome == nil)
        #expect(bench.last?.reason?.contains("silent") == true)
        bench.run(.seconds(3600), step: .seconds(5))
        #expect(bench.last?.outcome == nil)
        bench.device.isOn = true
        bench.run(.seconds(9))
        #expect(bench.held == 10)
        bench.run(.seconds(4))
        #expect(bench.held == 12)
        #expect(bench.last?.outcome == .acknowledged)
    }

    @Test("A charger that talks but does not answer: the request times out and the wish falls back")
    func unanswered() {
        var bench = Bench.wishing(10)
        bench.device.manner = .deaf
        bench.latency = .seconds(2)
        bench.command("12")
        bench.run(.seconds(10))
        #expect(bench.last?.outcome == .timedOut)
        #expect(bench.last?.reason?.contains("TX") == true)
        #expect(bench.wish == 10)
        bench.device.manner = .answers
        bench.run(.seconds(120))
        #expect(bench.held == 10)
        #expect(bench.writes.count == 2)
    }

    @Test(
        "A link that breaks while writing: the request waits, and nothing is written twice",
        arguments: [true, false])
    func linkLost(reached: Bool) {
        var bench = Bench.ready(holding: 10)
        bench.request(12)
        if reached { bench.app(sets: 12) }
        bench.unplug()
        bench.run(.seconds(20))
        #expect(bench.outcomes.isEmpty)
        bench.plugIn()
        bench.run(.seconds(20))
        #expect(bench.outcomes.map(\.outcome) == [.acknowledged])
        #expect(bench.held == 12)
        #expect(bench.writes.count == (reached ? 1 : 2))
    }

    @Test("A declined raise fails with the charger's reason and is not tried again")
    func declined() {
        var bench = Bench.ready(holding: 10)
        bench.device.manner = .declines
        bench.request(12)
        bench.run(.seconds(300))
        #expect(bench.outcomes.map(\.outcome) == [.failed])
        #expect(bench.last?.reason?.contains("not now") == true)
        #expect(bench.writes.count == 1)
    }

    @Test("A declined lowering fails, is tried again and is a problem until it holds")
    func declinedLowering() {
        var bench = Bench.ready(holding: 20)
        bench.device.manner = .declines
        bench.request(10)
        bench.run(.seconds(25))
        #expect(bench.outcomes.first?.outcome == .failed)
        #expect(bench.snapshot.problem != nil)
        bench.device.manner = .answers
        bench.run(.seconds(15))
        #expect(bench.held == 10)
        #expect(bench.snapshot.problem == nil)
        #expect(bench.last?.outcome == .acknowledged)
    }

    @Test("A lowering that was done though its answer got lost is no problem any more once it is read back")
    func mumbledLowering() {
        var bench = Bench.ready(holding: 20)
        bench.device.manner = .mumbles
        bench.latency = .seconds(2)
        bench.request(10)
        bench.run(.seconds(5))
        #expect(bench.snapshot.problem != nil)
        bench.device.manner = .answers
        bench.run(.seconds(120))
        #expect(bench.snapshot.problem == nil)
        #expect(bench.device.memoryWrites == 1)
    }

    @Test("After a failed lowering a new request does not wait for the next try")
    func newAfterFailure() {
        var bench = Bench.ready(holding: 20)
        bench.device.manner = .declines
        bench.request(10)
        bench.run(.seconds(1))
        bench.device.manner = .answers
        bench.request(9)
        bench.run(.seconds(1))
        #expect(bench.held == 9)
    }

    @Test("A limit that can't be read: a request gets its outcome at once, not after the next try")
    func unreadable() {
        var bench = Bench.ready(holding: 20)
        bench.device.manner = .deaf
        bench.run(.seconds(600))
        bench.request(10)
        bench.run(.seconds(2))
        #expect(bench.last?.outcome == .timedOut)
        bench.device.manner = .answers
        bench.request(10)
        bench.run(.seconds(2))
        #expect(bench.held == 10)
    }
}
