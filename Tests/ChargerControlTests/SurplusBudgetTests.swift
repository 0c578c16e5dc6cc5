// SPDX-License-Identifier: MIT
import ChargerControl
import Testing

@Suite("The surplus control's budgets hold")
struct SurplusBudgetTests {
    @Test(
        "Never more changes or switchings in any 24 hours than the budgets, over restarts too",
        arguments: 1...4)
    func budgets(seed: Int) {
        var random = SeededGenerator(seed: UInt64(seed))
        let budget = [0, 1, 3, 12].randomElement(using: &random) ?? 3
        let most = [0, 1, 6, 15].randomElement(using: &random) ?? 6
        let parameters = SurplusParameters(
            dailyBudget: budget, whenStale: [.minimum, .off].randomElement(using: &random) ?? .off,
            plug: PlugRules(minimumOn: .zero, minimumOff: .zero, mostSwitchings: most))
        var now = Moment(uptime: .seconds(10), unixMilliseconds: 1_800_000_000_000)
        var controller = SurplusController(parameters: parameters, at: now)
        var (limit, isOn, level) = (CurrentLimit(deciamperes: 40), true, 0.0)
        var (writes, switchings): ([Duration], [Duration]) = ([], [])
        var elapsed = Duration.zero
        while elapsed < .seconds(2 * 86_400) {
            let pass = Duration.seconds(Int.random(in: 5...60, using: &random))
            now = now.advanced(by: pass)
            elapsed += pass
            if Int.random(in: 0..<12, using: &random) == 0 { level = .random(in: -500...700, using: &random) }
            if Int.random(in: 0..<600, using: &random) == 0 {
                let kept = controller.kept(at: now)
                // The program starts anew: its clock begins anywhere, the calendar may have been set back.
                now.uptime = .seconds(Int.random(in: 0...1_000_000, using: &random))
                if Bool.random(using: &random) { now.unixMilliseconds -= 86_400_000 }
                controller = SurplusController(parameters: parameters, kept: kept, at: now)
            }
            let taken = isOn ? SurplusHouse.watts(limit.amperes) : 0
            let heard = now.uptime - (Int.random(in: 0..<20, using: &random) == 0 ? .seconds(90) : .zero)
            let decision = controller.step(
                SurplusInputs(
                    grid: .init(watts: taken - level, heardAt: heard),
                    voltage: isOn ? Millivolts(26_400) : nil,
                    current: isOn ? Milliamperes(limit.deciamperes * 100) : nil, stage: .bulk,
                    limitInForce: limit, lowest: CurrentLimit(deciamperes: 40),
                    highest: CurrentLimit(deciamperes: 160), plug: .init(isOn: isOn, isReachable: true)),
                at: now)
            if let wanted = decision.limit {
                limit = wanted
                // What lowers to be safe is not the budget's.
                if decision.kind != .meterStale {
                    writes.append(elapsed)
                    controller.wrote(at: now)
                }
            }
            if let wanted = decision.plug, wanted != isOn {
                isOn = wanted
                switchings.append(elapsed)
            }
        }
        #expect(Self.mostInADay(writes) <= budget)
        #expect(Self.mostInADay(switchings) <= most)
        if budget > 1, most != 1 { #expect(!writes.isEmpty || !switchings.isEmpty) }
    }

    @Test("When the changes are used up it says so, and lets the plug do what it can")
    func spent() {
        var house = SurplusHouse(SurplusParameters(dailyBudget: 1, plug: PlugRules()))
        house.surplus = 420
        house.run(3000)
        #expect(house.writes.count <= 1)
        house.surplus = 200
        house.run(3000)
        #expect(house.writes.count <= 1)
        #expect(house.controller.writesToday(at: house.now.uptime) == house.writes.count)
    }

    @Test("What is kept is taken up again")
    func kept() {
        var house = SurplusHouse()
        house.surplus = 300
        house.run(1500)
        house.surplus = 0
        house.run(600)
        let kept = house.controller.kept(at: house.now)
        #expect(kept.switchings.count == house.controller.switchingsToday(at: house.now.uptime))
        let later = Moment(uptime: .seconds(5), unixMilliseconds: house.now.unixMilliseconds + 60_000)
        let next = SurplusController(parameters: house.controller.parameters, kept: kept, at: later)
        #expect(next.writesToday(at: later.uptime) == house.writes.count)
        #expect(next.switchingsToday(at: later.uptime) == kept.switchings.count)
        #expect(next.kept(at: later).day?.charged == kept.day?.charged)
        let tomorrow = Moment(uptime: .seconds(5), unixMilliseconds: later.unixMilliseconds + 86_400_000)
        let after = SurplusController(parameters: house.controller.parameters, kept: kept, at: tomorrow)
        #expect(after.writesToday(at: tomorrow.uptime) == 0)
    }

    private static func mostInADay(_ times: [Duration]) -> Int {
        times.map { start in times.count { $0 >= start && $0 - start < .seconds(86_400) } }.max() ?? 0
    }
}

extension SurplusBudgetTests {
    @Test(
        "Without a plug the last change is kept for the minimum, however cloudy the day was",
        arguments: [2, 5])
    func lastChange(budget: Int) {
        var house = SurplusHouse(SurplusParameters(dailyBudget: budget))
        for round in 0..<8 {
            house.surplus = round.isMultiple(of: 2) ? 420 : 150
            house.run(900)
        }
        house.surplus = 420
        house.run(1800)
        house.surplus = -200
        house.run(3600)
        // The last step may not be worth a change.
        #expect(house.limit <= CurrentLimit(deciamperes: 48), "\(house.last.reason)")
        #expect(house.writes.count <= budget)
        #expect(!house.writes.isEmpty)
    }

    @Test(
        "What wears nothing is changed whatever was used, what wears within the budget, and it is said",
        arguments: [0, 1], [true, false])
    func unworn(budget: Int, plug: Bool) {
        var house = SurplusHouse(SurplusParameters(dailyBudget: budget, plug: plug ? PlugRules() : nil))
        house.unwornUpTo = CurrentLimit(deciamperes: 100)
        for round in 0..<12 {
            house.surplus = round.isMultiple(of: 2) ? 440 : 150
            house.run(900)
        }
        #expect(house.writes.count >= 8, "\(house.last.reason)")
        #expect(house.wears <= budget)
        house.surplus = 440
        house.run(900)
        // One step of the dead band below it at most.
        #expect(house.limit >= CurrentLimit(deciamperes: budget == 0 ? 92 : 150))
        #expect(house.limit <= CurrentLimit(deciamperes: budget == 0 ? 100 : 160))
        #expect(house.controller.writesToday(at: house.now.uptime) == house.wears)
        #expect(house.last.reason.contains("a change wears nothing"), "\(house.last.reason)")
    }

    @Test("When the changes are used up it says so, and a long cloud still ends in off")
    func changesSpent() {
        var house = SurplusHouse(SurplusParameters(dailyBudget: 1, plug: PlugRules()))
        house.surplus = 440
        house.run(1800)
        #expect(house.writes.count == 1)
        house.run(60)
        #expect(house.last.kind == .sparing)
        #expect(house.last.reason.contains("1 of 1 changes in 24 hours are used"))
        house.surplus = 125
        house.run(3600)
        #expect(house.writes.count == 1)
        #expect(!house.plugIsOn, "\(house.last.reason)")
    }

    @Test("When but one switching is left it is off that it is kept for, and it says so")
    func switchingsSpent() {
        var house = SurplusHouse(SurplusParameters(plug: PlugRules(mostSwitchings: 3)))
        for surplus in [-200.0, 440, -200] {
            house.controller.begin()
            house.surplus = surplus
            house.run(900)
        }
        house.surplus = 440
        house.run(900)
        #expect(!house.plugIsOn)
        #expect(house.last.kind == .sparing)
        #expect(house.last.reason.contains("3 of 3 switchings in 24 hours are used"))
    }
}
