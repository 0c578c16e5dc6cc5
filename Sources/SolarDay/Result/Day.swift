public import ChargerControl
public import ChargerSimulator

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
        var on = false
        for second in 0..<profile.seconds {
            let surplus = profile.surplus(at: second)
            let takes = surplus >= range.lowerBound
            figures.add(charger: takes ? min(surplus, range.upperBound) : 0, surplus: surplus)
            if takes != on { figures.switchings += 1 }
            on = takes
        }
        return figures
    }

    /// Our controller's day.
    public func ours(_ parameters: SurplusParameters) -> DayFigures {
        var controller = OurController(setup, parameters: parameters)
        return DayRun(profile: profile, setup: setup).run(&controller).figures
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

    /// The plan that knows the future.
    public func plan(writes: Int, switchings: Int?, importRatio: Double) -> DayFigures {
        Plan(profile, range: range, mayBeOff: setup.hasPlug).best(
            writes: writes, switchings: switchings, importRatio: importRatio)
    }
}
