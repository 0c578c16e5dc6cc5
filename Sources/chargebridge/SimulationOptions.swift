// SPDX-License-Identifier: MIT
public import ArgumentParser
public import ChargerSimulator

/// Which charger is simulated, on which battery.
struct SimulationOptions: ParsableArguments {
    @Option(help: "The model: '24|12', '12|30 (3)', 'IP43 12|50 (1+1)' or a product id such as 0xA334.")
    var model = "12|30"

    @Option(help: "The battery's chemistry: \(Chemistry.allCases.map(\.rawValue).joined(separator: " or ")).")
    var chemistry = Chemistry.liFePO4

    @Option(parsing: .unconditional, help: "The battery's capacity in Ah.")
    var capacity = 100.0

    @Option(parsing: .unconditional, help: "The battery's state of charge in percent at the start.")
    var charged = 40.0

    @Option(
        parsing: .unconditional,
        help: "The battery's temperature in °C; without it the charger has no sensor.")
    var temperature: Double?

    @Option(help: "The charger's serial number.")
    var serial = "HQ2200SIMUL"

    @Option(help: "The seed of all chance: the same seed, the same damage and noise.")
    var seed: UInt64 = 1

    /// The model's name as the simulator writes it: `24/16` is `24|16` too.
    var modelName: String { ChargerModel(named: model) == nil ? model.replacing("/", with: "|") : model }

    func validate() throws {
        guard ChargerModel(named: modelName) != nil else {
            let names = Set(ChargerModel.all.map(\.name)).sorted().joined(separator: ", ")
            throw ValidationError("'\(model)' is not a model that can be simulated; there are: \(names)")
        }
        guard capacity.isFinite, capacity > 0 else { throw ValidationError("--capacity must be above 0 Ah") }
        guard (0...100).contains(charged) else { throw ValidationError("--charged is a percentage, 0 … 100") }
    }

    /// The charger and its battery.
    /// - Parameter speed: how many seconds pass for the battery in one on the wire.
    func configuration(speed: Double) throws -> SimulatedCharger.Configuration {
        guard speed >= 1, speed <= 100_000 else { throw ValidationError("--speed is 1 … 100000") }
        guard let model = ChargerModel(named: modelName) else {
            throw ValidationError("'\(model)' is not a model")
        }
        var configuration = SimulatedCharger.Configuration(
            model: model,
            battery: SimulatedBattery(
                chemistry: chemistry, nominalVolts: model.nominalVolts, capacityAmpereHours: capacity,
                stateOfCharge: charged / 100, temperatureCelsius: temperature))
        configuration.serialNumber = serial
        configuration.speed = speed
        configuration.seed = seed
        return configuration
    }
}

extension Chemistry: ExpressibleByArgument {}
