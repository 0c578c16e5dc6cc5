// SPDX-License-Identifier: MIT
import ChargerControl
import Testing

@Suite("limit.max holds against whoever raised the limit")
struct CapTests {
    @Test("A limit in force above limit.max is lowered at once, before any broker and with nothing wished")
    func atStart() {
        var bench = Bench(holding: 25, settings: .bounds(nil, 20))
        bench.run(.seconds(2))
        #expect(bench.held == 20)
        #expect(bench.last?.source == .cap)
        #expect(bench.last?.outcome == .acknowledged)
        #expect(bench.writes.count == 1)
    }

    @Test("A limit that an app raises above limit.max is lowered to the wish when it is read")
    func byAnApp() {
        var bench = Bench.wishing(12, settings: .bounds(nil, 20))
        bench.app(sets: 28)
        bench.run(.seconds(60))
        #expect(bench.held == 12)
        #expect(bench.writes.count == 2)
        bench.run(.seconds(600))
        #expect(bench.writes.count == 2)
    }

    @Test("An exhausted bucket does not hold the cap back")
    func neverHeldBack() {
        var bench = Bench.ready(holding: 10, settings: .bounds(nil, 20))
        for step in 0..<60 {
            bench.request(step.isMultiple(of: 2) ? 8 : 9)
            bench.run(.milliseconds(500))
        }
        bench.app(sets: 28)
        bench.send(.limitRead(CurrentLimit(deciamperes: 280)))
        bench.run(.milliseconds(500))
        #expect(bench.held <= 20)
    }

    @Test("A charger that comes back above limit.max is lowered without the calm after its return")
    func afterSilence() {
        var bench = Bench.wishing(12, settings: .bounds(nil, 20))
        bench.device.isOn = false
        bench.run(.seconds(15))
        bench.request(18)
        bench.app(sets: 28)
        bench.device.isOn = true
        bench.run(.seconds(3))
        #expect(bench.held <= 20)
    }

    @Test("A wish kept from a start before is no reason to wait when the limit is above limit.max")
    func keptWishAndCap() {
        var bench = Bench.wishing(12, settings: .bounds(nil, 20))
        bench.device.isOn = false
        bench.run(.seconds(15))
        bench.device.limit = 140
        bench.device.isOn = true
        bench.run(.seconds(3))
        #expect(bench.writes.count == 1)
        // The kept wish waits for the calm; then an app goes beyond what is allowed.
        bench.app(sets: 28)
        bench.send(.limitRead(CurrentLimit(deciamperes: 280)))
        bench.run(.seconds(1))
        #expect(bench.held == 12)
    }

    @Test("A charger that cannot go down to limit.max is told once, not with every reading")
    func chargerAboveTheMaximum() {
        var bench = Bench(holding: 25, settings: .bounds(nil, 5))
        bench.device.minimum = 100
        bench.send(.brokerStands)
        bench.run(.seconds(3600), step: .seconds(1))
        #expect(bench.held == 10)
        #expect(bench.writes.count == 1)
        #expect(bench.notices.contains { $0.text.contains("limit.max is below") })
        #expect(bench.snapshot.problem?.contains("above") == true)
    }

    @Test("The same request to a charger that clamps on its own is written once")
    func chargerClamps() {
        var bench = Bench.ready(holding: 15)
        bench.device.minimum = 100
        for _ in 0..<10 {
            bench.request(8)
            bench.run(.seconds(30))
        }
        #expect(bench.held == 10)
        #expect(bench.writes.count == 1)
        #expect(bench.outcomes.allSatisfy { $0.outcome == .acknowledged && $0.reason?.isEmpty == false })
    }
}
