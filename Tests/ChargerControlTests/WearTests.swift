// SPDX-License-Identifier: MIT
import ChargerControl
import Testing

@Suite("The charger's settings memory is spared")
struct WearTests {
    @Test("The same request fifty times is at most one write, and each is told", arguments: [0, 50, 400])
    func sameRequest(pause: Int) {
        var bench = Bench.ready(holding: 10)
        for _ in 0..<50 {
            bench.command("12")
            if pause > 0 { bench.run(.milliseconds(pause), step: .milliseconds(pause)) }
        }
        bench.run(.seconds(5))
        #expect(bench.writes.count == 1)
        #expect(bench.outcomes.count == 50)
        #expect(bench.outcomes.allSatisfy { $0.outcome == .acknowledged || $0.outcome == .superseded })
        #expect(bench.last?.outcome == .acknowledged)
        #expect(bench.last?.inForce?.amperes == 12)
    }

    @Test(
        "Two hundred limits in two seconds: few writes, and the last one is in force within a minute",
        arguments: 1...40)
    func flood(seed: Int) throws {
        var random = SeededGenerator(seed: UInt64(seed))
        var bench = Bench.ready(holding: 10)
        bench.latency = .milliseconds(Int.random(in: 20...200, using: &random))
        let start = bench.now.uptime
        var asked = 0
        for _ in 0..<200 {
            asked = Int.random(in: 75...300, using: &random)
            bench.request(Double(asked) / 10)
            bench.run(.milliseconds(10), step: .milliseconds(10))
        }
        bench.run(.seconds(58))
        #expect(bench.writes.filter { $0.at - start < .seconds(60) }.count <= 14)
        #expect(bench.device.limit == asked)
        #expect(bench.outcomes.count == 200)
        #expect(bench.last?.outcome == .acknowledged)
    }

    @Test("Lowering gets through within a second though the bucket is empty")
    func loweringNeverWaits() {
        var bench = Bench.ready(holding: 30)
        for step in 0..<60 {
            bench.request(step.isMultiple(of: 2) ? 28 : 29)
            bench.run(.milliseconds(250))
        }
        bench.request(29)
        bench.run(.milliseconds(500))
        bench.request(8)
        bench.run(.milliseconds(1250))
        #expect(bench.held == 8)
    }

    @Test("A lowering that had to wait its turn goes out with what is heard, not only at the next tick")
    func loweringBetweenTicks() {
        var bench = Bench.ready(holding: 30)
        for step in 1...20 {
            bench.request(30 - Double(step))
            bench.run(.milliseconds(50), step: .milliseconds(50))
        }
        let written = bench.writes.count
        #expect(bench.held > 10 && bench.last?.waitsUntil != nil)
        bench.now = bench.now.advanced(by: .milliseconds(650))
        bench.send(.heard)
        #expect(bench.writes.count == written + 1)
        #expect(bench.writes.last?.limit == 100)
    }

    @Test("Two of the writes are reserved for lowering")
    func reserve() {
        var bench = Bench.ready(holding: 8)
        for step in 1...12 {
            bench.request(8 + Double(step))
            bench.run(.milliseconds(250))
        }
        #expect(bench.writes.count == 8)
        #expect(bench.last?.outcome == nil)
        #expect(bench.last?.waitsUntil != nil)
        bench.request(10)
        bench.run(.milliseconds(250))
        bench.request(9)
        bench.run(.milliseconds(250))
        #expect(bench.held == 9)
        #expect(bench.writes.count == 10)
    }

    @Test("An interval of zero turns pacing off")
    func noPacing() {
        var bench = Bench.ready(
            holding: 8, settings: LimitSettings(wear: WearRule(burst: 1, interval: .zero)))
        for step in 1...50 {
            bench.request(8 + Double(step) / 10)
            bench.run(.milliseconds(250))
        }
        #expect(bench.writes.count == 50)
    }

    @Test("Five restarts with nothing changed write nothing")
    func restarts() {
        var bench = Bench.wishing(15)
        let writes = bench.writes.count
        for _ in 0..<5 { bench.restartInPeace(retained: "15") }
        // The replay is new to the first of them, but asks for what is in force.
        #expect(bench.writes.count == writes)
        #expect(bench.device.memoryWrites == writes)
    }

    @Test("A state that could not be read leaves too little for raising at once")
    func unreadableState() {
        var bench = Bench(holding: 10, isFirstStart: false)
        bench.send(.brokerStands)
        bench.run(.seconds(5))
        bench.request(12)
        bench.run(.seconds(5))
        #expect(bench.held == 10)
        bench.request(9)
        bench.run(.milliseconds(500))
        bench.request(8)
        bench.run(.milliseconds(500))
        #expect(bench.held == 8)
        bench.request(12)
        bench.run(.seconds(46))
        #expect(bench.held == 12)
    }

    @Test("Restarts in a row do not refill the bucket")
    func bucketSurvives() {
        var bench = Bench.ready(holding: 8)
        for step in 1...30 {
            bench.request(8 + Double(step) / 2)
            bench.run(.milliseconds(500))
            bench.restart(away: .milliseconds(500))
            bench.send(.brokerStands)
            bench.run(.seconds(3))
        }
        // 120 s bring eight, beside the eight of the burst that raising may use.
        #expect((8...17).contains(bench.writes.count))
    }

    @Test("Absurd settings of the rule are held within reason", arguments: [Int.min, -1, 0, Int.max])
    func absurd(number: Int) {
        let rule = WearRule(burst: number, interval: .seconds(Int64(number)), dailyMaximum: number)
        var bench = Bench.ready(holding: 8, settings: LimitSettings(wear: rule))
        for step in 1...20 {
            bench.request(8 + Double(step % 3))
            bench.run(.seconds(1))
        }
        #expect(!bench.writes.isEmpty)
    }
}
