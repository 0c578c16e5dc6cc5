// SPDX-License-Identifier: MIT
import ChargerControl
import Testing

@Suite("Another hand changes the limit at the charger")
struct OtherHandTests {
    @Test("A limit changed in calm is taken over as the wish and left alone", arguments: [9.0, 25])
    func inCalm(limit: Double) {
        var bench = Bench.wishing(15)
        bench.app(sets: limit)
        bench.run(.seconds(60))
        #expect(bench.wish == limit)
        #expect(bench.last?.source == .otherHand)
        #expect(bench.last?.outcome == .acknowledged)
        bench.restartInPeace()
        #expect(bench.held == limit)
        #expect(bench.writes.count == 1)
        #expect(bench.notices.contains { $0.text.contains("another hand") })
    }

    @Test("A limit lowered during a silence is taken over")
    func loweredInSilence() {
        var bench = Bench.wishing(15)
        bench.device.isOn = false
        bench.run(.seconds(60))
        bench.app(sets: 9)
        bench.device.isOn = true
        bench.run(.seconds(120))
        #expect(bench.held == 9)
        #expect(bench.wish == 9)
    }

    @Test("A limit raised during a silence is lowered to the wish 10 s after the first block")
    func raisedInSilence() {
        var bench = Bench.wishing(15)
        bench.device.isOn = false
        bench.run(.seconds(60))
        bench.app(sets: 25)
        bench.device.isOn = true
        bench.run(.seconds(10))
        #expect(bench.held == 25)
        bench.run(.seconds(2))
        #expect(bench.held == 15)
        #expect(bench.wish == 15)
        #expect(bench.last?.source == .kept)
    }

    @Test("A limit lowered while the program was down is taken over")
    func loweredWhileDown() {
        var bench = Bench.wishing(15)
        bench.app(sets: 9)
        bench.restartInPeace()
        #expect(bench.held == 9)
        #expect(bench.wish == 9)
        #expect(bench.writes.count == 1)
    }

    @Test("A limit lowered while a raise waits its turn supersedes the raise")
    func loweredWhileWaiting() {
        var bench = Bench.ready(holding: 10)
        for step in 0..<40 {
            bench.request(step.isMultiple(of: 2) ? 9 : 10)
            bench.run(.milliseconds(200))
        }
        bench.request(25)
        bench.run(.seconds(1))
        let waiting = bench.last
        #expect(waiting?.outcome == nil)
        bench.app(sets: 8)
        bench.send(.limitRead(CurrentLimit(deciamperes: 80)))
        bench.run(.seconds(300))
        #expect(bench.held == 8)
        #expect(bench.outcomes.filter { $0.id == waiting?.id }.map(\.outcome) == [.superseded])
    }

    @Test("A raise that did not come true falls back to the last wish that did")
    func fallback() {
        var bench = Bench.wishing(12)
        bench.latency = .seconds(2)
        bench.request(15)
        bench.run(.milliseconds(500))
        bench.request(20)
        bench.run(.seconds(2))
        #expect(bench.held == 15)
        bench.device.manner = .declines
        bench.run(.seconds(10))
        #expect(bench.last?.outcome == .failed)
        #expect(bench.wish == 15)
        bench.run(.seconds(120))
        #expect(bench.outcomes.allSatisfy { $0.source != .otherHand })
    }

    @Test("What an app lowers in silence is not raised back by a wish that only a cap kept waiting")
    func loweredUnderACap() {
        var bench = Self.capped(at: 12)
        bench.cap(30)
        bench.run(.seconds(90))
        #expect(bench.held == 12, "no more writes today")
        bench.device.isOn = false
        bench.run(.seconds(30))
        bench.app(sets: 9)
        bench.device.isOn = true
        bench.run(.seconds(2 * 86_400), step: .seconds(1))
        #expect(bench.held == 9)
        #expect(bench.wish == 9)
        #expect(bench.reports.filter { $0.source == .cap }.last?.outcome == .superseded)
    }

    @Test(
        "A write for a cap that got lost is told from an app's",
        arguments: [(found: 20.0, held: 12.0, wish: 20.0), (12, 12, 20), (9, 9, 9)])
    func lostUnderACap(found: Double, held: Double, wish: Double) {
        var bench = Self.capped(at: 20)
        bench.cap(12)
        bench.unplug()
        bench.app(sets: found)
        bench.run(.seconds(15))
        bench.plugIn()
        bench.run(.seconds(30))
        #expect(bench.held == held)
        #expect(bench.wish == wish)
    }

    @Test(
        "What an app lowers just before a cap goes is not raised back", arguments: [40, 50, 55, 58, 59, 60])
    func loweredBeforeTheCapGoes(seconds: Int) {
        var bench = Self.capped(at: 12, writesADay: 200)
        bench.cap(30)
        bench.run(.seconds(seconds) - .milliseconds(300))
        bench.app(sets: 9)
        bench.run(.seconds(120))
        #expect(bench.held == 9)
        #expect(bench.wish == 9)
    }

    @Test("A late answer from before the last write is no other hand: the limit is read once more")
    func lateAnswer() {
        var bench = Bench.wishing(7)
        bench.request(6.8 + 2)
        bench.run(.seconds(2))
        #expect(bench.held == 8.8)
        bench.send(.limitRead(CurrentLimit(deciamperes: 70)))
        bench.run(.seconds(2))
        #expect(bench.wish == 8.8)
        #expect(bench.outcomes.allSatisfy { $0.source != .otherHand })
        // Another hand that follows a write at once is believed when it is read again.
        bench.app(sets: 9.5)
        bench.send(.limitRead(CurrentLimit(deciamperes: 95)))
        bench.run(.seconds(2))
        #expect(bench.wish == 9.5)
    }

    @Test("What an app lowers in silence is the wish also where a cap that came meanwhile is lower still")
    func loweredAboveACap() {
        var bench = Self.capped(at: 20, writesADay: 200)
        bench.device.isOn = false
        bench.run(.seconds(30))
        bench.app(sets: 15)
        bench.cap(12)
        bench.device.isOn = true
        bench.run(.seconds(30))
        #expect(bench.held == 12)
        #expect(bench.wish == 15)
        bench.cap(30)
        bench.run(.seconds(120))
        #expect(bench.held == 15)
    }

    @Test("What an app lowers while a lowering goes unanswered is not raised when the cap goes")
    func loweredBesideAFailure() {
        var bench = Self.capped(at: 12, writesADay: 200)
        bench.device.manner = .deaf
        bench.cap(9)
        bench.run(.seconds(5))
        bench.app(sets: 10.5)
        bench.cap(30)
        bench.device.manner = .answers
        bench.run(.seconds(200))
        #expect(bench.held == 10.5)
        #expect(bench.wish == 10.5)
    }

    /// A bridge that wishes 20 A under a cap from outside.
    private static func capped(at cap: Double, writesADay: Int = 2) -> Bench {
        let settings = LimitSettings(
            wear: WearRule(dailyMaximum: writesADay),
            protection: Protection(externalAge: .seconds(30 * 86_400)))
        var bench = Bench(holding: 8, settings: settings)
        bench.send(.linkUp)
        bench.send(.brokerStands)
        bench.cap(30)
        bench.run(.seconds(5))
        bench.request(20)
        bench.run(.seconds(5))
        bench.cap(cap)
        bench.run(.seconds(5))
        return bench
    }
}
