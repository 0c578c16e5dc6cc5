// SPDX-License-Identifier: MIT
public import ChargerControl
import ChargerSimulator

/// A day, tried with every controller.
public struct Day: Sendable {
    /// Sun and load.
    public let profile: DayProfile
    /// Charger, plug, budget, delay.
    public let setup: DaySetup

    /// Makes a day.
    public init(profile: DayProfile, setup: DaySetup) {
        self.profile = profile
        self.setup = setup
    }

    /// What the charger takes at its minimum and at its maximum, in watts.
    public var range: ClosedRange<Double> {
        // As the plant's battery is while it is charged; it moves by less than 1 % over the day.
        let volts = Double(setup.model.nominalVolts) / 24 * 26.4
        let watts = { (tenths: Int) in Double(tenths) / 10 * volts / Plant.efficiency }
        return watts(setup.model.minimumDeciamperes)...watts(setup.model.maximumDeciamperes)
    }

    /// The perfect controller: min(surplus, maximum) whenever the surplus is above the minimum, else off.
    public func perfect() -> DayFigures {
        var figures = DayFigures()
        var on = true
        for second in 0..<profile.seconds {
            let surplus = profile.surplus(at: second)
            let takes = surplus > range.lowerBound
            figures.add(charger: takes ? min(surplus, range.upperBound) : 0, surplus: surplus)
            if takes != on { figures.switchings += 1 }
            on = takes
        }
        return figures
    }

    /// Our controller's day.
    public func chargeBridge(_ parameters: SurplusParameters? = nil) -> DayFigures {
        watchedChargeBridge(parameters).figures
    }

    /// Our controller's day, and its course.
    func watchedChargeBridge(_ parameters: SurplusParameters?) -> (figures: DayFigures, trace: DayTrace) {
        let standard = SurplusParameters(
            efficiency: Plant.efficiency, dailyBudget: setup.dailyBudget,
            plug: setup.hasPlug ? PlugRules() : nil)
        var controller = ChargeBridge(setup, parameters: parameters ?? standard)
        return DayRun(profile: profile, setup: setup).run(&controller)
    }

    /// The old rule's day.
    public func oldRule() -> DayFigures {
        var controller = OldRule(setup)
        return DayRun(profile: profile, setup: setup).run(&controller).figures
    }

    /// The proportional loop's day.
    public func proportional() -> DayFigures {
        var controller = Proportional(setup: setup)
        return DayRun(profile: profile, setup: setup).run(&controller).figures
    }

    /// The best plan that knows the day beforehand.
    /// - Parameters:
    ///   - writes: Most changes of the limit.
    ///   - switchings: Most switchings of the plug; nil when they cost nothing.
    public func plans(_ bounds: [(writes: Int, switchings: Int?)]) -> [DayFigures] {
        let plan = Plan(profile, range: range, mayBeOff: setup.hasPlug)
        return bounds.map { bound in
            // What the goals allow: 6 % with few changes, 5 % with many.
            let share = bound.writes < 65 ? 0.06 : 0.05
            return plan.best(writes: bound.writes, switchings: bound.switchings, importRatio: share)
        }
    }
}
