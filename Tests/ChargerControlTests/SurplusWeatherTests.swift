// SPDX-License-Identifier: MIT
import ChargerControl
import Testing

@Suite("The weather of the last hours is remembered")
struct SurplusWeatherTests {
    /// Sun and clouds by turns, the clouds with the shares of the sun that are given.
    static func clouds(
        over house: inout SurplusHouse, peak: Double, shares: [Double], sun: Int, cloud: Int, rounds: Int
    ) {
        house.run(rounds * (sun + cloud)) { house, second in
            let (round, phase) = second.quotientAndRemainder(dividingBy: sun + cloud)
            house.surplus = peak * (phase < sun ? 1 : shares[round % shares.count])
        }
        house.surplus = peak
        house.run(600)
    }

    /// Seconds until something is done; nil when nothing is.
    static func firstAct(in house: inout SurplusHouse, within seconds: Int) -> Int? {
        var first: Int?
        let (limit, isOn) = (house.limit, house.plugIsOn)
        for second in 1...seconds where first == nil {
            house.run(1)
            if house.limit != limit || house.plugIsOn != isOn { first = second }
        }
        return first
    }

    @Test("Short clouds are waited out and long ones are not, also one deeper than any before")
    func kinds() {
        var (short, long) = (SurplusHouse(), SurplusHouse())
        let shares = [0.1, 0.2, 0.12, 0.22, 0.15]
        Self.clouds(over: &short, peak: 500, shares: shares, sun: 600, cloud: 20, rounds: 10)
        Self.clouds(over: &long, peak: 500, shares: shares, sun: 600, cloud: 900, rounds: 10)
        (short.surplus, long.surplus) = (10, 10)
        #expect(Self.firstAct(in: &short, within: 20) == nil)
        #expect((3...8).contains(Self.firstAct(in: &long, within: 20) ?? 0))
    }

    @Test("What the morning's clouds did holds at noon for the same shares of more sun")
    func shares() {
        var house = SurplusHouse()
        for _ in 0..<6 {
            Self.clouds(over: &house, peak: 300, shares: [0.2], sun: 100, cloud: 20, rounds: 5)
            Self.clouds(over: &house, peak: 300, shares: [0.6], sun: 100, cloud: 900, rounds: 1)
        }
        var morning = house
        morning.surplus = 180
        #expect(Self.firstAct(in: &morning, within: 60) != nil)
        house.surplus = 900
        house.run(1200)
        #expect(house.limit == CurrentLimit(deciamperes: 160))
        // So many watts were a long thin cloud in the morning, and are a short dark one now.
        house.surplus = 180
        #expect(Self.firstAct(in: &house, within: 18) == nil)
    }

    @Test("A grey afternoon after a bright morning is met within one dead band")
    func grey() {
        var house = SurplusHouse()
        house.surplus = 1800
        house.run(3600)
        for surplus in [900.0, 260, 150] {
            house.surplus = surplus
            house.run(1800)
            let most = min(surplus, SurplusHouse.watts(16))
            #expect(abs(house.watts - most) <= SurplusControllerTests.deadBand, "\(house.last.reason)")
        }
    }

    @Test("A night does not wipe out what yesterday's clouds did")
    func night() {
        var house = SurplusHouse()
        let shares = [0.1, 0.2, 0.12, 0.22, 0.15]
        Self.clouds(over: &house, peak: 500, shares: shares, sun: 300, cloud: 20, rounds: 20)
        house.surplus = -150
        house.run(9 * 3600)
        #expect(!house.plugIsOn)
        house.surplus = 500
        house.run(1200)
        #expect(house.plugIsOn)
        // Whoever knows nothing of clouds is off after five seconds.
        house.surplus = 10
        #expect(Self.firstAct(in: &house, within: 20) == nil)
    }
}

@Suite("The surplus is looked at every second")
struct SurplusWishTests {
    /// A house whose meter's delay is known and whose changes cost next to nothing.
    static func house(plug: PlugRules?) -> SurplusHouse {
        var house = SurplusHouse(SurplusParameters(dailyBudget: 5000, plug: plug))
        for round in 0..<10 {
            house.surplus = round.isMultiple(of: 2) ? 400 : 180
            house.run(400)
        }
        house.surplus = 400
        house.run(600)
        return house
    }

    @Test("A reading or two that stand alone move neither limit nor plug", arguments: [1, 2])
    func glitch(seconds: Int) {
        for plug in [nil, PlugRules(mostSwitchings: 5000)] {
            var house = Self.house(plug: plug)
            house.surplus = -400
            house.run(seconds)
            house.surplus = 400
            #expect(SurplusWeatherTests.firstAct(in: &house, within: 30) == nil)
        }
    }

    @Test("What lasts is answered two seconds after it was first read")
    func lasting() {
        for (plug, surplus) in [(nil, 180), (PlugRules(mostSwitchings: 5000), -400)] as [(PlugRules?, Double)]
        {
            var house = Self.house(plug: plug)
            #expect(house.controller.meter.lag == 2)
            house.surplus = surplus
            // Two seconds until the meter says it, two in which the wish lasts.
            #expect(SurplusWeatherTests.firstAct(in: &house, within: 30) == 5)
        }
    }
}
