// SPDX-License-Identifier: MIT
import ChargerControl
import Testing

@Suite("Another hand lowers the limit unseen while the sun's wish waits")
struct UnseenHandTests {
    @Test("An app that lowers further than what is on its way is the newer wish")
    func belowWhatIsOnItsWay() {
        var bench = Bench.wishing(20)
        bench.run(.seconds(20))
        bench.latency = .seconds(2)
        bench.request(13)
        #expect(bench.isWriting)
        // The answer to a reading that was asked for before the setting.
        bench.app(sets: 8)
        bench.send(.limitRead(CurrentLimit(deciamperes: 80)))
        bench.run(.seconds(60))
        #expect(bench.held == 8 && bench.wish == 8)
        #expect(bench.outcomes.contains { $0.source == .otherHand && $0.outcome == .acknowledged })
    }

    @Test(
        "It is taken over and holds as long as any hand's, above what is wished or below",
        arguments: [13.0, 8.5])
    func inSilence(limit: Double) {
        var bench = Bench.following()
        bench.device.isOn = false
        bench.run(.seconds(120), step: .seconds(1))
        bench.app(sets: limit)
        bench.device.isOn = true
        // The meter is silent too, so that the minimum is wished before the limit is read.
        bench.run(.seconds(30), step: .seconds(1))
        #expect(bench.outcomes.contains { $0.source == .fallback && $0.outcome == .superseded })
        #expect(bench.writes.last?.limit == 300)
        bench.shine(2000, seconds: 1500)
        #expect(bench.held == limit)
        #expect(bench.status?.owner == .manual)
        bench.shine(2000, seconds: 900)
        #expect(bench.held == 30)
        #expect(bench.status?.owner == .surplus)
    }

    @Test("So it is when a limit set by hand has held long enough, and the mode asks again, in that silence")
    func holdEnds() {
        var bench = Bench.following()
        bench.choose("full")
        bench.run(.seconds(5))
        bench.request(20)
        bench.run(.seconds(5))
        bench.device.isOn = false
        bench.run(.seconds(1900), step: .seconds(1))
        #expect(bench.last?.source == .mode)
        bench.app(sets: 9)
        bench.device.isOn = true
        bench.run(.seconds(1700), step: .seconds(1))
        #expect(bench.held == 9)
        #expect(bench.status?.owner == .manual)
        bench.run(.seconds(200), step: .seconds(1))
        #expect(bench.held == 30)
    }

    @Test("So it is when a limit set by hand in that silence never came true before its time was over")
    func holdEndsInSilence() {
        var bench = Bench.following()
        bench.choose("full")
        bench.run(.seconds(5))
        bench.device.isOn = false
        bench.run(.seconds(60), step: .seconds(1))
        bench.request(20)
        bench.app(sets: 9)
        bench.run(.seconds(1900), step: .seconds(1))
        #expect(bench.last?.source == .mode)
        bench.device.isOn = true
        bench.run(.seconds(1700), step: .seconds(1))
        #expect(bench.held == 9)
        #expect(bench.status?.owner == .manual)
    }

    @Test("A limit set by hand in that silence stands against it: nobody knows which came last")
    func setByHand() {
        var bench = Bench.following()
        bench.device.isOn = false
        bench.run(.seconds(60), step: .seconds(1))
        bench.request(20)
        bench.app(sets: 9)
        bench.device.isOn = true
        bench.run(.seconds(60), step: .seconds(1))
        #expect(bench.held == 20)
        #expect(bench.last?.outcome == .acknowledged)
    }

    @Test(
        "A mode chosen in the silence stands against it, also over a restart: nobody knows which came last",
        arguments: ["full", "surplus or minimum"], [false, true])
    func modeChosen(mode: String, restarts: Bool) {
        var bench = Bench.following()
        bench.device.isOn = false
        bench.run(.seconds(60), step: .seconds(1))
        bench.choose(mode)
        bench.app(sets: 13)
        bench.run(.seconds(60), step: .seconds(1))
        if restarts {
            bench.restart()
            bench.send(.brokerStands)
        }
        bench.device.isOn = true
        bench.run(.seconds(120), step: .seconds(1))
        #expect(bench.held == (mode == "full" ? 30 : 7.5))
        #expect(bench.status?.owner == (mode == "full" ? .full : .surplus))
        // From then on every hand counts.
        bench.app(sets: 11)
        bench.run(.seconds(120), step: .seconds(1))
        #expect(bench.held == 11)
        #expect(bench.status?.owner == .manual)
    }

    @Test("What the bridge wrote itself, and whose answer was lost, is not taken for a hand's")
    func ownWrite() {
        var bench = Bench.following()
        bench.latency = .seconds(2)
        while bench.writes.last?.limit == 300, bench.now.uptime < .seconds(10_000) {
            bench.shine(250, seconds: 1)
        }
        let written = bench.writes.last?.limit ?? 0
        #expect((76..<300).contains(written))
        bench.device.limit = written
        bench.unplug()
        bench.latency = .milliseconds(100)
        bench.run(.seconds(120), step: .seconds(1))
        bench.plugIn()
        bench.run(.seconds(30), step: .seconds(1))
        #expect(bench.last?.source == .fallback)
        #expect(bench.held == 7.5)
        #expect(bench.status?.owner == .surplus)
    }
}

extension Bench {
    /// A bridge that follows a sun which gives all the charger can take.
    fileprivate static func following() -> Bench {
        var bench = Bench.controlled(ControlSettings(manualHold: .seconds(1800)))
        bench.choose("surplus or minimum")
        bench.shine(2000, seconds: 900)
        #expect(bench.held == 30)
        return bench
    }

    /// Lets the meter say each second what the house feeds in besides what the charger takes.
    fileprivate mutating func shine(_ watts: Double, seconds: Int) {
        for _ in 0..<seconds {
            let drawn = device.isOn ? held * 13.2 / 0.94 : 0
            send(.grid(watts: drawn - watts, heardAt: now.uptime))
            run(.seconds(1), step: .seconds(1))
        }
    }
}
