// SPDX-License-Identifier: MIT
import ChargerControl
import Testing

@Suite("Whose wish holds after a start")
struct WishTests {
    @Test("A later live command stays the wish when the retained one is replayed at a restart")
    func replayAtRestart() {
        var bench = Bench.ready(holding: 10)
        bench.replay("20")
        bench.run(.seconds(5))
        #expect(bench.held == 20)
        bench.command("8")
        bench.run(.seconds(5))
        bench.restartInPeace(retained: "20")
        #expect(bench.held == 8)
        #expect(bench.wish == 8)
        #expect(bench.writes.count == 2)
    }

    @Test(
        "The replay at every reconnect is ignored, however many live commands came between",
        arguments: [0, 1, 15, 16, 17, 100])
    func replayAtReconnect(liveCommands: Int) {
        var bench = Bench.ready(holding: 10)
        bench.replay("20")
        bench.run(.seconds(5))
        for number in 0..<liveCommands {
            bench.command("\(8.0 + Double(number) / 10)")
            bench.run(.seconds(60), step: .seconds(1))
        }
        let (held, writes) = (bench.held, bench.writes.count)
        for _ in 0..<3 {
            bench.send(.brokerStands)
            bench.replay("20")
            bench.run(.seconds(30))
        }
        #expect(bench.held == held)
        #expect(bench.writes.count == writes)
        #expect(bench.outcomes.count == liveCommands + 1)
    }

    @Test("A live command that the broker kept is known again when it is replayed")
    func liveAndRetained() {
        var bench = Bench.ready(holding: 10)
        bench.command("20")
        bench.run(.seconds(5))
        bench.request(9)
        bench.run(.seconds(5))
        bench.restartInPeace(retained: "20")
        #expect(bench.held == 9)
    }

    @Test("A retained command that changed while the program was away counts")
    func changedWhileAway() {
        var bench = Bench.ready(holding: 10)
        bench.replay("20")
        bench.run(.seconds(5))
        bench.restartInPeace(retained: "15")
        #expect(bench.held == 15)
        bench.restartInPeace(retained: "18")
        #expect(bench.held == 18)
    }

    @Test("A retained command at a first start counts; nothing is raised before two seconds of calm")
    func firstRetained() {
        var bench = Bench(holding: 10)
        bench.run(.seconds(5))
        bench.send(.brokerStands)
        bench.replay("20")
        bench.run(.milliseconds(1900), step: .milliseconds(100))
        #expect(bench.held == 10)
        #expect(bench.last?.outcome == nil)
        #expect(bench.last?.reason?.isEmpty == false)
        bench.run(.seconds(1))
        #expect(bench.held == 20)
    }

    @Test("A retained command that lowers does not wait for calm")
    func retainedLowering() {
        var bench = Bench(holding: 20)
        bench.run(.seconds(5))
        bench.send(.brokerStands)
        bench.replay("8")
        bench.run(.milliseconds(500))
        #expect(bench.held == 8)
    }

    @Test("Without a broker nothing is raised for 60 s after a start, then the kept wish is")
    func brokerDown() {
        var bench = Bench.ready(holding: 10)
        bench.device.isOn = false
        bench.run(.seconds(15))
        bench.request(20)
        bench.restart()
        bench.device.isOn = true
        bench.run(.seconds(59))
        #expect(bench.held == 10)
        #expect(bench.last?.outcome == nil)
        #expect(bench.last?.waitsUntil != nil)
        bench.run(.seconds(5))
        #expect(bench.held == 20)
    }

    @Test("With the broker a wish that was not carried out is raised only when the calm is over")
    func keptWishWaitsForTheCalm() {
        var bench = Bench.ready(holding: 10)
        bench.device.isOn = false
        bench.run(.seconds(15))
        bench.command("20")
        bench.restart()
        bench.device.isOn = true
        bench.run(.seconds(10))
        bench.send(.brokerStands)
        bench.run(.milliseconds(1900), step: .milliseconds(100))
        #expect(bench.held == 10)
        bench.run(.seconds(2))
        #expect(bench.held == 20)
    }

    @Test("A broker that is down raises nothing above the wish that was kept")
    func brokerDownKeepsTheWish() {
        var bench = Bench.wishing(12)
        bench.restart()
        bench.run(.seconds(600), step: .seconds(1))
        #expect(bench.held == 12)
        #expect(bench.writes.count == 1)
    }

    @Test("A wish lower than what is in force is set at once at a start, without any broker")
    func keptWishLowers() {
        var bench = Bench.wishing(12)
        bench.app(sets: 25)
        bench.restart()
        bench.run(.seconds(3))
        #expect(bench.held == 12)
        #expect(bench.last?.source == .kept)
    }

    @Test("Nothing kept, nothing retained, no initial limit: nothing is ever written")
    func nothingWished() {
        var bench = Bench(holding: 17)
        bench.send(.brokerStands)
        bench.run(.seconds(86_400), step: .seconds(5))
        #expect(bench.writes.isEmpty)
        #expect(bench.reports.isEmpty)
        #expect(bench.snapshot.limitInForce?.amperes == 17)
    }
}
