// SPDX-License-Identifier: MIT
import ChargerControl
import ChargerSimulator

/// The surplus controller, wired to the simulated charger as the bridge does it.
struct ChargeBridge: DayController {
    var controller: SurplusController
    let setup: DaySetup
    init(_ setup: DaySetup, parameters: SurplusParameters) {
        self.setup = setup
        controller = SurplusController(parameters: parameters, at: Self.moment(0))
    }

    static func moment(_ second: Int) -> Moment {
        Moment(uptime: .seconds(second), unixMilliseconds: Int64(second) * 1000)
    }

    mutating func step(_ view: DayView) -> DayOrder {
        let plant = view.plant
        let model = setup.model
        let now = Self.moment(view.second)
        let inputs = SurplusInputs(
            grid: view.grid.map { .init(watts: $0, heardAt: now.uptime) },
            voltage: plant.speaks ? Millivolts(Int(plant.charger.battery.volts * 1000)) : nil,
            current: plant.speaks ? Milliamperes(Int(plant.amperes * 1000)) : nil,
            stage: plant.speaks ? .bulk : nil,
            limitInForce: CurrentLimit(deciamperes: plant.limit),
            lowest: CurrentLimit(deciamperes: model.minimumDeciamperes),
            highest: CurrentLimit(deciamperes: model.maximumDeciamperes),
            unwornUpTo: setup.register == .volatile ? CurrentLimit(deciamperes: plant.keptLimit) : nil,
            plug: setup.hasPlug ? .init(isOn: plant.isPlugOn, isReachable: true) : nil)
        let decision = controller.step(inputs, at: now)
        return DayOrder(limit: decision.limit?.deciamperes, plug: decision.plug)
    }

    mutating func wrote(second: Int) { controller.wrote(at: Self.moment(second)) }
}
