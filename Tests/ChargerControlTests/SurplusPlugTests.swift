// SPDX-License-Identifier: MIT
import ChargerControl
import Testing

@Suite("The plug is watched")
struct SurplusPlugTests {
    @Test("A plug that does not do what it is told is said, and told again, not too often")
    func disobeys() {
        var house = SurplusHouse()
        house.plugObeys = false
        house.surplus = -300
        house.run(60)
        #expect(house.plugIsOn)
        #expect(house.last.kind == .plugDisobeys)
        house.plugObeys = true
        house.run(120)
        #expect(!house.plugIsOn)
        #expect(house.controller.switchingsToday(at: house.now.uptime) == 1)
    }

    @Test("A hand that switches the plug is not fought, until it switches back", arguments: [true, false])
    func hand(switchesBack: Bool) {
        var house = SurplusHouse()
        house.surplus = 400
        house.run(1200)
        house.hand(false)
        house.run(3600)
        #expect(!house.plugIsOn)
        #expect(house.last.kind == .handAtPlug)
        if switchesBack { house.hand(true) } else { house.controller.begin() }
        house.run(1200)
        #expect(house.plugIsOn)
        #expect(house.last.kind == .charging)
    }

    @Test("A hand's switching holds four hours, also over a restart")
    func handHolds() {
        var house = SurplusHouse()
        house.surplus = 400
        house.run(600)
        house.hand(false)
        house.run(600)
        let kept = house.controller.kept(at: house.now)
        var next = SurplusHouse(house.controller.parameters, kept: kept)
        next.plugIsOn = false
        next.surplus = 400
        next.run(900)
        #expect(!next.plugIsOn)
        next.run(4 * 3600)
        #expect(next.plugIsOn)
    }

    @Test("Without a broker the plug can't be switched: said, and it stays as it is")
    func unreachable() {
        var house = SurplusHouse()
        house.brokerIsThere = false
        house.surplus = -300
        house.run(600)
        #expect(house.plugIsOn)
        #expect(house.last.plug == nil)
        #expect(house.last.kind == .plugUnreachable)
        #expect(house.last.reason.contains("no connection to the broker"))
    }

    @Test("Thresholds, delays and least times hold")
    func rules() {
        let rules = PlugRules(
            enableWatts: 250, enableDelay: .seconds(60), disableWatts: 0, disableDelay: .seconds(120),
            minimumOn: .seconds(600), minimumOff: .seconds(600))
        var house = SurplusHouse(SurplusParameters(plug: rules))
        house.surplus = 50
        house.run(1200)
        #expect(house.plugIsOn, "not below the disable threshold")
        house.surplus = -200
        var went: Int?
        house.run(900) { house, second in if went == nil, !house.plugIsOn { went = second } }
        #expect((120...200).contains(went ?? 0))
        house.surplus = 200
        house.run(1800)
        #expect(!house.plugIsOn, "not above the enable threshold")
        house.surplus = 420
        var came: Int?
        house.run(900) { house, second in if came == nil, house.plugIsOn { came = second } }
        #expect((60...400).contains(came ?? 0))
        house.surplus = -300
        went = nil
        house.run(1500) { house, second in if went == nil, !house.plugIsOn { went = second } }
        #expect(900 - (came ?? 0) + (went ?? 0) >= 600)
    }

    @Test("The watch itself: told, obeyed, ignored, switched by hand")
    func watch() {
        var watch = PlugWatch()
        watch.observe(isOn: true, at: .seconds(0))
        #expect(watch.status(at: .seconds(0)) == .obeys)
        let isNew = watch.tell(false, at: .seconds(1))
        #expect(isNew)
        #expect(watch.status(at: .seconds(5)) == .waiting)
        #expect(!watch.mayTell(false, at: .seconds(5)))
        #expect(watch.status(at: .seconds(20)) == .disobeys)
        #expect(!watch.mayTell(false, at: .seconds(20)))
        #expect(watch.mayTell(false, at: .seconds(70)))
        let isNewAgain = watch.tell(false, at: .seconds(70))
        #expect(!isNewAgain)
        watch.observe(isOn: false, at: .seconds(72))
        #expect(watch.status(at: .seconds(72)) == .obeys)
        watch.observe(isOn: nil, at: .seconds(73))
        watch.observe(isOn: true, at: .seconds(80))
        #expect(watch.status(at: .seconds(80)) == .hand(until: .seconds(80) + PlugWatch.handHolds))
        #expect(!watch.mayTell(false, at: .seconds(90)))
        watch.release()
        #expect(watch.mayTell(false, at: .seconds(90)))
    }
}
