// SPDX-License-Identifier: MIT
import ChargerSimulator

/// What a controller is told each second.
struct DayView {
    /// Seconds since the day began.
    let second: Int
    /// What the grid meter says, so late as it is; nil before its first reading.
    let grid: Double?
    let plant: Plant
}

/// What a controller wants done.
struct DayOrder {
    var limit: Int?
    var plug: Bool?
}

/// Whoever sets the limit and switches the plug.
protocol DayController {
    mutating func step(_ view: DayView) -> DayOrder
    mutating func wrote(second: Int)
}

/// One second of a run, for the picture.
struct DayTrace: Sendable {
    var charger: [Float] = []
    var grid: [Float] = []
    var writes: [Int] = []
}

/// What came of a day.
public struct DayFigures: Sendable, Hashable {
    /// Surplus energy that went into the charger, in watt-seconds.
    public var captured = 0.0
    /// Energy the charger took, in watt-seconds.
    public var charged = 0.0
    /// Energy from the grid that flowed only because the charger took more than the surplus, in watt-seconds.
    public var imported = 0.0
    /// Changes of the limit in the charger's settings memory.
    public var writes = 0
    /// Writes tried, also those that would have changed nothing.
    public var attempts = 0
    /// Switchings of the plug.
    public var switchings = 0

    /// Counts a second.
    mutating func add(charger watts: Double, surplus: Double) {
        let covered = min(watts, max(surplus, 0))
        captured += covered
        charged += watts
        imported += watts - covered
    }

    /// The share of the energy charged that came from the grid.
    public var importRatio: Double { charged > 0 ? imported / charged : 0 }
}

/// Closes the loop: panels, house, meter, controller, plug, charger, battery.
struct DayRun {
    let profile: DayProfile
    let setup: DaySetup

    func run(_ controller: inout some DayController) -> (figures: DayFigures, trace: DayTrace) {
        var plant = Plant(setup)
        var figures = DayFigures()
        var trace = DayTrace()
        var heard: [Double] = []
        heard.reserveCapacity(profile.seconds)
        for second in 0..<profile.seconds {
            plant.advance()
            let surplus = profile.surplus(at: second)
            figures.add(charger: plant.watts, surplus: surplus)
            heard.append(plant.watts - surplus)
            trace.charger.append(Float(plant.watts))
            trace.grid.append(Float(plant.watts - surplus))
            let known = second - setup.delay
            let view = DayView(second: second, grid: known >= 0 ? heard[known] : nil, plant: plant)
            let order = controller.step(view)
            if let limit = order.limit {
                figures.attempts += 1
                let before = plant.writes
                if plant.write(limit) { controller.wrote(second: second) }
                if plant.writes > before { trace.writes.append(second) }
            }
            if setup.hasPlug, let plug = order.plug { plant.plug(plug) }
        }
        figures.writes = plant.writes
        figures.switchings = plant.switchings
        return (figures, trace)
    }
}
