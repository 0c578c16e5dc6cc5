// SPDX-License-Identifier: MIT
import ChargerControl
import Testing

@Suite("After a request that failed")
struct FailedRequestTests {
    /// A person's lowering has failed often, and is not tried for minutes.

    @Test(
        "A wish that a cap held down is kept when its raise fails",
        arguments: [FakeCharger.Manner.declines, .mumbles, .deaf])
    func wishLostAfterCap(manner: FakeCharger.Manner) {
        var bench = Bench.watching()
        bench.degrees = -5
        bench.run(.seconds(5))
        #expect(bench.held == 7.5)
        bench.degrees = 20
        bench.run(.seconds(50))
        let count = bench.writes.count
        bench.latency = .seconds(2)
        while bench.writes.count == count { bench.run(.milliseconds(250)) }
        bench.device.manner = manner
        while bench.isWriting { bench.run(.milliseconds(250)) }
        bench.latency = .milliseconds(100)
        bench.device.manner = .answers
        #expect(bench.wish == 20)
        bench.run(.seconds(3600), step: .seconds(1))
        #expect(bench.wish == 20)
        #expect(bench.held == 20)
    }

    @Test("So it is after a restart, and it is tried less and less often")
    func raiseAfterRestart() {
        var bench = Bench.watching()
        bench.degrees = -5
        bench.run(.seconds(5))
        bench.restartInPeace()
        #expect(bench.held == 7.5)
        bench.device.manner = .declines
        bench.degrees = 20
        let count = bench.writes.count
        bench.run(.seconds(3600), step: .seconds(1))
        #expect(bench.writes.count - count <= 12)
        #expect(bench.wish == 20)
    }

    @Test("A wish that a cap held down outlives a newer request that got lost")
    func wishLostByAnother() {
        var bench = Bench.watching()
        bench.degrees = -5
        bench.run(.seconds(5))
        #expect(bench.held == 7.5)
        bench.device.manner = .deaf
        bench.run(.seconds(70))
        bench.degrees = 20
        bench.run(.seconds(80))
        #expect(bench.wish == 20)
        bench.request(25)
        bench.run(.seconds(30))
        #expect(bench.outcomes.last { $0.source == .page }?.outcome == .timedOut)
        bench.device.manner = .answers
        bench.run(.seconds(600), step: .seconds(1))
        #expect(bench.wish == 20)
        #expect(bench.held == 20)
    }

    @Test(
        "Nothing is raised above a newer request that failed",
        arguments: [FakeCharger.Manner.deaf, .declines])
    func olderWishComesBack(manner: FakeCharger.Manner) {
        var bench = Bench.watching()
        bench.degrees = -5
        bench.run(.seconds(5))
        #expect(bench.held == 7.5)
        bench.device.isOn = false
        bench.run(.seconds(120), step: .seconds(1))
        bench.degrees = 20
        bench.request(10)
        bench.device.isOn = true
        bench.latency = .seconds(1)
        let count = bench.writes.count
        while bench.writes.count == count { bench.run(.milliseconds(250)) }
        bench.device.manner = manner
        while bench.isWriting { bench.run(.milliseconds(250)) }
        bench.device.manner = .answers
        bench.latency = .milliseconds(100)
        bench.run(.seconds(120))
        #expect(bench.held <= 10)
    }

    @Test("A lowering that could not be read first is tried again, as one that was written")
    func loweringUnread() {
        var bench = Bench.wishing(20)
        bench.device.manner = .deaf
        bench.run(.seconds(120))
        bench.command("8")
        bench.run(.seconds(30))
        bench.device.manner = .answers
        bench.run(.seconds(1200))
        #expect(bench.held == 8)
    }

    @Test("A request that could not be read is not followed by a raise to the wish before it")
    func raisedAboveTheLastWish() {
        var bench = Bench.watching()
        bench.degrees = -5
        bench.run(.seconds(5))
        #expect(bench.held == 7.5)
        bench.device.manner = .deaf
        bench.run(.seconds(90))
        bench.command("8")
        bench.run(.seconds(20))
        bench.device.manner = .answers
        bench.run(.seconds(60))
        bench.degrees = 20
        bench.run(.seconds(200))
        #expect(bench.held <= 8)
    }

    @Test("A lowering that failed is not a raise over what an app lowered meanwhile")
    func loweringBecomesRaise() {
        var bench = Bench.wishing(16)
        bench.device.manner = .declines
        bench.request(13)
        bench.app(sets: 8)
        bench.run(.seconds(2))
        bench.device.manner = .answers
        bench.run(.seconds(300))
        #expect(bench.held == 8)
    }

    @Test("So it is where nothing was answered")
    func lostLoweringBecomesRaise() {
        var bench = Bench.wishing(16)
        bench.device.manner = .deaf
        bench.request(13)
        bench.run(.seconds(3))
        bench.run(.seconds(60))
        bench.app(sets: 8)
        bench.run(.seconds(60))
        bench.device.manner = .answers
        bench.run(.seconds(300))
        #expect(bench.held == 8)
    }
}
