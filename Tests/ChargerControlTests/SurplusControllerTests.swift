// SPDX-License-Identifier: MIT
import ChargerControl
import Testing

@Suite("The surplus is followed")
struct SurplusControllerTests {
    /// One step between two limits that are looked at: (16 A - 4 A) / 15, in watts.
    static let deadBand = SurplusHouse.watts(0.8) + 1

    @Test(
        "A steady surplus is met within one dead band, and then nothing is changed",
        arguments: [150, 260, 380.0])
    func steady(surplus: Double) {
        var house = SurplusHouse()
        house.surplus = surplus
        house.run(3600)
        #expect(abs(house.watts - surplus) <= Self.deadBand, "\(house.last.reason)")
        let writes = house.writes.count
        house.run(1800)
        #expect(house.writes.count == writes)
        #expect(house.last.kind == .charging)
    }

    @Test(
        "A step of the surplus is followed without swinging, however late the meter is",
        arguments: [1, 2, 3, 4, 6, 8, 11, 15, 20, 25, 30])
    func step(delay: Int) {
        var house = SurplusHouse()
        house.delay = delay
        house.surplus = 170
        house.run(2400)
        house.surplus = 390
        house.run(1200)
        let writes = house.writes.count
        var powers: [Double] = []
        house.run(900) { house, _ in powers.append(house.watts) }
        #expect((powers.max() ?? 0) - (powers.min() ?? 0) <= Self.deadBand)
        #expect(house.writes.count - writes <= 1)
        #expect(house.watts <= 390 + Self.deadBand)
        #expect(house.watts > 250, "\(house.last.reason)")
    }

    @Test("Far above the surplus it comes down within a minute; it goes up only when that will last")
    func fastDown() {
        var house = SurplusHouse()
        house.surplus = 400
        house.run(3600)
        #expect(house.watts > 330)
        house.surplus = -50
        house.run(60)
        #expect(house.watts == 0)
    }

    @Test("Below the minimum: off with a plug, the minimum without, or nothing if so chosen")
    func belowMinimum() {
        var plugged = SurplusHouse()
        plugged.surplus = 20
        plugged.run(300)
        #expect(!plugged.plugIsOn)
        #expect(plugged.last.kind == .idle)
        #expect(plugged.last.reason.contains("below what the charger takes at its minimum (112 W)"))

        var without = SurplusHouse(SurplusParameters())
        without.surplus = 300
        without.run(1800)
        #expect(without.limit > CurrentLimit(deciamperes: 60))
        without.surplus = 20
        without.run(3600)
        #expect(without.limit == CurrentLimit(deciamperes: 40))
        #expect(without.last.kind == .atMinimum)

        var nothing = SurplusHouse(SurplusParameters(belowMinimum: .nothing))
        nothing.surplus = 300
        nothing.run(1800)
        let limit = nothing.limit
        nothing.surplus = 20
        nothing.run(1800)
        #expect(nothing.limit == limit)
        #expect(nothing.last.kind == .idle)
    }

    @Test(
        "A silent meter is waited out as the owner chose",
        arguments: [
            (SurplusParameters.WhenStale.minimum, true, 40), (.off, false, nil), (.hold, true, nil),
        ] as [(SurplusParameters.WhenStale, Bool, Int?)])
    func stale(fallback: SurplusParameters.WhenStale, isOn: Bool, limit: Int?) {
        var house = SurplusHouse(SurplusParameters(whenStale: fallback, plug: PlugRules()))
        house.surplus = 350
        house.run(2400)
        let before = house.limit
        #expect(before.deciamperes > 40)
        house.meterSpeaks = false
        house.run(55)
        #expect(house.last.kind != .meterStale)
        house.run(60)
        #expect(house.last.kind == .meterStale)
        #expect(house.plugIsOn == isOn)
        #expect(house.limit == (limit.map { CurrentLimit(deciamperes: $0) } ?? before))
        #expect(house.last.reason.contains("last heard"))
        house.meterSpeaks = true
        house.run(2400)
        #expect(house.watts > 250, "it goes on by itself: \(house.last.reason)")
    }

    @Test("A meter with the wrong sign is found, said, and not followed", arguments: [400.0, -200, 900])
    func reversed(surplus: Double) {
        var house = SurplusHouse()
        house.sign = -1
        house.surplus = surplus
        house.run(3600) { house, second in
            // A cloud now and then, so that there is something to answer to.
            house.surplus = (second / 240).isMultiple(of: 2) ? surplus : surplus / 3
        }
        #expect(house.kinds.contains(.meterReversed))
        #expect(house.last.reason.contains("wrong way round"))
        #expect(house.limit == CurrentLimit(deciamperes: 40) || !house.plugIsOn)
    }

    @Test("Without a plug a meter the wrong way round is found too", arguments: [60.0, 100])
    func reversedWithoutPlug(surplus: Double) {
        var house = SurplusHouse(SurplusParameters())
        house.sign = -1
        house.surplus = surplus
        house.run(5 * 3600)
        #expect(house.kinds.contains(.meterReversed))
        #expect(house.limit == CurrentLimit(deciamperes: 40))
        #expect(house.writes.count < 10)
    }

    @Test(
        "Without a plug and in steady sun such a meter is found in the evening at the latest",
        arguments: [150.0, 300, 600])
    func reversedInTheEvening(surplus: Double) {
        var house = SurplusHouse(SurplusParameters())
        house.sign = -1
        house.surplus = surplus
        house.run(3 * 3600)
        #expect(house.limit == CurrentLimit(deciamperes: 40))
        house.surplus = -150
        house.run(1800)
        #expect(house.kinds.contains(.meterReversed))
        #expect(house.limit == CurrentLimit(deciamperes: 40))
    }

    @Test("Clouds and kettles don't make a right meter look wrong", arguments: 1...6)
    func notFooled(seed: Int) {
        var random = SeededGenerator(seed: UInt64(seed))
        var house = SurplusHouse(SurplusParameters(dailyBudget: 1000, plug: PlugRules(mostSwitchings: 1000)))
        for _ in 0..<60 {
            house.surplus = Double.random(in: -300...700, using: &random)
            if Int.random(in: 0..<8, using: &random) == 0 { house.surplus -= 2000 }
            house.run(Int.random(in: 15...200, using: &random))
        }
        #expect(!house.kinds.contains(.meterReversed))
        #expect(house.writes.count > 3)
    }

    @Test("The meter's delay is found from how it answers", arguments: [1, 4, 11, 25])
    func lag(delay: Int) {
        var house = SurplusHouse(SurplusParameters(dailyBudget: 1000, plug: PlugRules(mostSwitchings: 1000)))
        house.delay = delay
        for round in 0..<12 {
            house.surplus = round.isMultiple(of: 2) ? 400 : 30
            house.run(400)
        }
        #expect(house.controller.meter.lag.map { abs($0 - delay) <= 1 } == true)
    }

    @Test("A battery that takes less than it is offered is not offered more")
    func full() {
        var house = SurplusHouse()
        house.surplus = 200
        house.run(2400)
        let writes = house.writes.count
        house.stage = .float
        house.batteryTakes = 1
        house.surplus = 440
        house.run(2400)
        #expect(house.writes.count == writes)
        #expect(house.kinds.contains(.batteryFull))
    }

    @Test("The reserve goes on flowing into the grid")
    func reserve() {
        var house = SurplusHouse(SurplusParameters(reserve: 100, plug: PlugRules()))
        house.surplus = 350
        house.run(3600)
        #expect(house.watts <= 250 + Self.deadBand)
        #expect(house.watts > 150)
    }

    @Test("Whatever comes in, nothing traps, and what comes out is in bounds", arguments: 1...20)
    func nonsense(seed: Int) {
        var random = SeededGenerator(seed: UInt64(seed))
        let odd = [Double.nan, .infinity, -.infinity, 0, 1e300, -1e300, 50_000, -7]
        let parameters = SurplusParameters(
            reserve: odd.randomElement(using: &random) ?? 0,
            efficiency: odd.randomElement(using: &random) ?? 0,
            dailyBudget: [Int.max, -1, 3].randomElement(using: &random) ?? 0,
            importShare: odd.randomElement(using: &random) ?? 0, plug: PlugRules(enableWatts: .nan))
        var now = Moment(uptime: .seconds(-50), unixMilliseconds: .min)
        var controller = SurplusController(
            parameters: parameters,
            kept: KeptSurplus(
                savedAt: .max, writes: [.min, .max, 0], switchings: [.max], handAtPlugUntil: .max),
            at: now)
        for _ in 0..<400 {
            now.uptime += .seconds(Int.random(in: -5...40, using: &random))
            now.unixMilliseconds = Int64.random(in: .min ... .max, using: &random)
            let ends = [40, 160, 0, 65_534].map { CurrentLimit(deciamperes: $0) }
            let inputs = SurplusInputs(
                grid: .init(
                    watts: Bool.random(using: &random)
                        ? odd.randomElement(using: &random) ?? 0
                        : Double.random(in: -900...900, using: &random),
                    heardAt: now.uptime + .seconds(Int.random(in: -100...100, using: &random))),
                voltage: [nil, Millivolts(.max), Millivolts(.min), Millivolts(26_000)].randomElement(
                    using: &random)
                    ?? nil,
                current: [nil, Milliamperes(.max), Milliamperes(.min), Milliamperes(9000)].randomElement(
                    using: &random)
                    ?? nil,
                stage: ChargeStage.allCases.randomElement(using: &random),
                limitInForce: ends.randomElement(using: &random),
                lowest: ends.randomElement(using: &random) ?? ends[0],
                highest: ends.randomElement(using: &random) ?? ends[1],
                plug: .init(isOn: [true, false, nil].randomElement(using: &random) ?? nil, isReachable: true))
            let decision = controller.step(inputs, at: now)
            #expect(!decision.reason.isEmpty)
            if let limit = decision.limit {
                #expect(
                    limit >= min(inputs.lowest, inputs.highest) && limit <= max(inputs.lowest, inputs.highest)
                )
                controller.wrote(at: now)
            }
            #expect(decision.surplus?.isFinite ?? true)
            _ = controller.kept(at: now)
        }
    }
}
