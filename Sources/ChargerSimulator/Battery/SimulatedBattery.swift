// SPDX-License-Identifier: MIT
/// A battery: a state of charge, a resistance, and a polarisation that builds up and relaxes.
///
/// Terminal voltage = rested voltage + polarisation + current × resistance. The polarisation follows the
/// current with a time constant of minutes and grows steeply when the battery is nearly full, which makes
/// the current decay in absorption and the voltage sink slowly when the set-point falls to float.
public struct SimulatedBattery: Sendable {
    /// What kind of battery it is.
    public let chemistry: Chemistry
    /// Nominal voltage, 12 or 24 V (any multiple of 12).
    public let nominalVolts: Int
    /// Capacity in ampere hours.
    public let capacityAmpereHours: Double
    /// Ohmic resistance in ohms.
    public let resistanceOhms: Double
    /// Temperature in °C, nil when the charger can't measure it (the text field is then `---`).
    public var temperatureCelsius: Double? {
        didSet { temperatureCelsius = temperatureCelsius?.held(in: -100...200) }
    }
    /// Current something else draws from the battery, in amperes.
    public var loadAmperes: Double = 0 {
        didSet { loadAmperes = loadAmperes.held(in: 0...10_000) }
    }
    /// State of charge, 0 (empty) … 1 (full).
    public var stateOfCharge: Double {
        didSet { stateOfCharge = stateOfCharge.held(in: 0...1) }
    }
    /// Terminal voltage after the last step, in volts.
    public private(set) var volts: Double
    private var polarizationVolts: Double = 0

    /// Time constant of the polarisation, in seconds.
    private static let relaxationSeconds = 300.0

    /// Creates a rested battery.
    /// - Parameters:
    ///   - chemistry: What kind of battery it is.
    ///   - nominalVolts: Nominal voltage, 12 … 96 V.
    ///   - capacityAmpereHours: Capacity, at least 0.1 Ah.
    ///   - stateOfCharge: 0 … 1.
    ///   - temperatureCelsius: nil when the charger can't measure it.
    ///   - resistanceOhms: nil for a value that suits capacity and voltage.
    public init(
        chemistry: Chemistry, nominalVolts: Int, capacityAmpereHours: Double, stateOfCharge: Double,
        temperatureCelsius: Double? = nil, resistanceOhms: Double? = nil
    ) {
        let capacity = capacityAmpereHours.held(in: 0.1...100_000)
        let nominalVolts = min(max(nominalVolts, 12), 96)
        // 10 mΩ for a 12 V 100 Ah battery, more for a higher voltage or a smaller battery.
        let typical = 0.010 * Double(nominalVolts) / 12 * 100 / capacity
        self.chemistry = chemistry
        self.nominalVolts = nominalVolts
        self.capacityAmpereHours = capacity
        self.resistanceOhms = (resistanceOhms ?? typical).held(in: 0.0001...100)
        self.temperatureCelsius = temperatureCelsius?.held(in: -100...200)
        self.stateOfCharge = stateOfCharge.held(in: 0...1)
        self.volts = 0
        self.volts = restedVolts
    }

    /// Cells in series.
    var cells: Int { chemistry.cellsPer12Volts * nominalVolts / 12 }

    /// Voltage the battery would settle at without any current.
    public var restedVolts: Double { chemistry.restedCellVolts(at: stateOfCharge) * Double(cells) }

    /// Resistance of the slow part: as large as the ohmic one at half charge, a hundred times that when full.
    private var polarizationOhms: Double {
        resistanceOhms * (1 + chemistry.fullnessResistance / (1.003 - stateOfCharge))
    }

    /// Lets time pass with a charger connected that holds a voltage as far as its current allows.
    /// - Parameters:
    ///   - seconds: How long; a step of more than a few seconds loses accuracy, never stability.
    ///   - setPoint: The voltage the charger holds, in volts; nil when it is off.
    ///   - maximum: The most it gives, in amperes.
    /// - Returns: The current the charger gave, 0 … maximum, in amperes.
    mutating func charge(seconds: Double, setPoint: Double?, maximum: Double) -> Double {
        // Backward Euler: stable for any step.
        let blend = seconds / (Self.relaxationSeconds + seconds)
        let slow = polarizationOhms
        let kept = polarizationVolts * (1 - blend)
        var given = 0.0
        if let setPoint {
            let net = (setPoint - restedVolts - kept) / (resistanceOhms + blend * slow)
            given = min(max(net + loadAmperes, 0), max(maximum, 0))
        }
        let net = given - loadAmperes
        polarizationVolts = kept + blend * slow * net
        volts = max(restedVolts + polarizationVolts + net * resistanceOhms, 0)
        stateOfCharge += net * seconds / 3600 / capacityAmpereHours
        return given
    }
}
