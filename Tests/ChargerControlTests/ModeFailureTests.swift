// SPDX-License-Identifier: MIT
import ChargerControl
import Testing

@Suite("A mode amid failures, silence and jumps of the calendar")
struct ModeFailureTests {
    @Test("What comes back after a mode that ended meanwhile is not raised before the broker stands")
    func modeEndedWhileAway() {
        var bench = Bench.controlled()
        bench.request(20)
        bench.run(.seconds(5))
        #expect(bench.held == 20)
        bench.choose("surplus or minimum for 10 min")
        bench.run(.seconds(20))
        bench.send(.prepareToStop)
        bench.run(.seconds(2))
        bench.send(.stop)
        #expect(bench.held == 7.5)
        bench.restart(away: .seconds(3600))
        bench.run(.seconds(10))
        #expect(bench.held == 7.5)
        bench.send(.brokerStands)
        bench.replay("10")
        bench.run(.seconds(10))
        #expect(bench.held == 10)
    }

    @Test(
        "A calendar that jumps while a limit set by hand holds does not move the end of the mode",
        arguments: [-365, 365])
    func calendar(days: Int64) {
        var bench = Bench.controlled(ControlSettings(manualHold: .seconds(600)))
        bench.request(12)
        bench.run(.seconds(5))
        bench.choose("full for 60 min")
        bench.run(.seconds(20))
        #expect(bench.held == 30)
        bench.now.unixMilliseconds += days * 86_400_000
        bench.run(.seconds(20))
        bench.request(9)
        bench.run(.seconds(900), step: .seconds(1))
        #expect(bench.status?.choice.mode == .full)
        bench.run(.seconds(3600), step: .seconds(1))
        #expect(bench.status?.choice.mode == .manual)
        #expect(bench.held == 9)
    }

    @Test("A mode withdrawn as the charger falls silent is not done later")
    func withdrawnInSilence() {
        var bench = Bench.controlled()
        bench.request(12)
        bench.run(.seconds(60), step: .seconds(1))
        bench.device.isOn = false
        bench.run(.seconds(8), step: .milliseconds(250))
        bench.latency = .milliseconds(4800)
        bench.choose("full")
        var guardCount = 0
        while !(bench.last?.source == .mode && bench.isWriting), guardCount < 40 {
            bench.run(.milliseconds(250))
            guardCount += 1
        }
        #expect(bench.writes.last?.limit == 300)
        while bench.snapshot.limitInForce != nil && guardCount < 80
            && !bench.notices.contains(where: { $0.text.contains("silent") })
        {
            bench.run(.milliseconds(250))
            guardCount += 1
        }
        bench.run(.milliseconds(500))
        #expect(bench.isWriting)
        bench.choose("manual")
        bench.run(.seconds(30), step: .milliseconds(250))
        bench.latency = .milliseconds(100)
        bench.device.isOn = true
        bench.run(.seconds(200), step: .seconds(1))
        #expect(bench.wish == 12)
        #expect(bench.held == 12)
    }

    @Test("A charger that holds more than the owner allows is not asked each second")
    func excessFlood() {
        var bench = Bench.controlled(
            ControlSettings(surplus: SurplusParameters(whenStale: .hold, plug: PlugRules())))
        bench.device.minimum = 100
        bench.request(15)
        bench.run(.seconds(5))
        bench.setControl(.maximum, "8")
        bench.choose("surplus or minimum")
        bench.run(.seconds(60))
        let before = bench.outcomes.count
        bench.run(.seconds(600), step: .seconds(1))
        #expect(bench.outcomes.count - before < 20)
    }

    @Test("Nor one that does not answer")
    func excessUnanswered() {
        var bench = Bench.controlled(
            ControlSettings(surplus: SurplusParameters(whenStale: .hold, plug: PlugRules())))
        bench.request(15)
        bench.run(.seconds(5))
        bench.device.manner = .deaf
        bench.latency = .milliseconds(3600)
        bench.run(.seconds(120))
        bench.setControl(.maximum, "8")
        bench.choose("surplus or minimum")
        let before = bench.outcomes.count
        bench.run(.seconds(600))
        #expect(bench.outcomes.count - before < 40)
    }

    @Test("A maximum that the owner lowers waits for no budget")
    func maximumWithoutBudget() {
        var limits = LimitSettings()
        limits.wear = WearRule(dailyBudget: 0)
        var bench = Bench.controlled(
            ControlSettings(surplus: SurplusParameters(dailyBudget: 0, whenStale: .hold, plug: PlugRules())),
            limits: limits)
        bench.request(28)
        bench.run(.seconds(5))
        bench.choose("surplus or minimum")
        func shine(_ seconds: Int) {
            for _ in 0..<seconds {
                bench.send(.grid(watts: bench.held * 13.2 / 0.94 - 2000, heardAt: bench.now.uptime))
                bench.run(.seconds(1), step: .seconds(1))
            }
        }
        shine(20)
        #expect(bench.held == 28)
        bench.setControl(.maximum, "10")
        #expect(bench.reports.last { $0.subject == .maximum }?.outcome == .acknowledged)
        shine(3600)
        #expect(bench.held == 10)
    }

    @Test("A mode whose write got lost is tried again", arguments: [FakeCharger.Manner.deaf, .declines])
    func fullLost(manner: FakeCharger.Manner) {
        var bench = Bench.controlled()
        bench.request(12)
        bench.run(.seconds(5))
        bench.device.manner = manner
        bench.choose("full")
        bench.run(.seconds(10))
        bench.device.manner = .answers
        bench.run(.seconds(3600), step: .seconds(1))
        #expect(bench.held == 30)
    }

    @Test("The limit set by hand comes back at the end of a mode, though it could not be read then")
    func handLimitLost() {
        var bench = Bench.controlled()
        bench.request(12)
        bench.run(.seconds(5))
        bench.choose("full for 10 min")
        bench.run(.seconds(480), step: .seconds(1))
        #expect(bench.held == 30)
        bench.device.manner = .deaf
        bench.run(.seconds(180), step: .seconds(1))
        #expect(bench.status?.choice.mode == .manual)
        bench.device.manner = .answers
        bench.run(.seconds(3600), step: .seconds(1))
        #expect(bench.held == 12)
    }

    @Test("That a mode is newer is forgotten on disk too, once the limit was read")
    func modeNewer() {
        var bench = Bench.controlled(
            ControlSettings(surplus: SurplusParameters(whenStale: .hold, plug: PlugRules())))
        bench.request(20)
        bench.run(.seconds(5))
        bench.volts = nil
        bench.run(.seconds(120), step: .seconds(1))
        bench.device.isOn = false
        bench.run(.seconds(60), step: .seconds(1))
        bench.choose("surplus or minimum")
        bench.run(.seconds(10), step: .seconds(1))
        bench.device.isOn = true
        bench.run(.seconds(3600), step: .seconds(1))
        #expect(bench.charger.keptState(at: bench.now).isModeNewer == false)
        #expect(bench.saved?.isModeNewer == false)
        bench.restart()
        bench.app(sets: 10)
        bench.send(.brokerStands)
        bench.run(.seconds(30))
        #expect(bench.status?.owner == .manual)
    }
}
