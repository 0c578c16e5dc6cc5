// SPDX-License-Identifier: MIT
import ChargerSimulator

/// The rule people used before: every 30 s the limit is the last one plus -grid/24.
///
/// Watts taken as amperes and added; every time a write attempt, never lower than the minimum, never off.
struct OldRule: DayController {
    static let period = 30
    let setup: DaySetup
    var limit: Double

    init(_ setup: DaySetup) {
        self.setup = setup
        limit = Double(setup.model.minimumDeciamperes) / 10
    }

    mutating func step(_ view: DayView) -> DayOrder {
        guard view.second % Self.period == 0, let grid = view.grid else { return DayOrder() }
        let range = Double(setup.model.minimumDeciamperes) / 10...Double(setup.model.maximumDeciamperes) / 10
        limit = min(max(limit - grid / 24, range.lowerBound), range.upperBound)
        return DayOrder(limit: Int((limit * 10).rounded()))
    }

    mutating func wrote(second: Int) {}
}

/// A plain proportional loop every 30 s: the grid's power as amperes at the battery is what the limit is off.
struct Proportional: DayController {
    let setup: DaySetup
    /// The share of the error corrected each time; below 1, since the meter is late.
    static let gain = 0.7

    mutating func step(_ view: DayView) -> DayOrder {
        guard view.second % OldRule.period == 0, let grid = view.grid else { return DayOrder() }
        let amperes = -grid * Plant.efficiency / max(view.plant.charger.battery.volts, 1) * Self.gain
        let model = setup.model
        let wanted = Double(view.plant.limit) + amperes * 10
        let limit = Int(
            min(max(wanted, Double(model.minimumDeciamperes)), Double(model.maximumDeciamperes)).rounded())
        return DayOrder(limit: limit == view.plant.limit ? nil : limit)
    }

    mutating func wrote(second: Int) {}
}
