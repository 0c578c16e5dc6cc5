// SPDX-License-Identifier: MIT
/// The latest believable values with their age: what arrives no more is no more shown.
struct ReadingsBoard: Sendable {
    /// How long a value is shown without being heard again; the same 30 s in which the charger goes offline.
    static let freshness: Duration = .seconds(30)
    /// How long a frame's fine current outranks the text's without agreeing with it.
    static let fineCurrentLead: Duration = .seconds(3)

    /// How long a line is taken for noisy after a piece of it was damaged.
    static let noise: Duration = .seconds(30)

    private struct Seen<Value: Sendable>: Sendable {
        var value: Value
        var at: Duration
    }

    private var voltage: Seen<Millivolts>?
    private var coarseCurrent: Seen<Milliamperes>?
    private var fineCurrent: Seen<Milliamperes>?
    private var stage: Seen<StageReading>?
    private var error: Seen<ErrorReading>?
    private var batteryTemperature: Seen<CentiCelsius>?
    private var internalTemperature: Seen<CentiCelsius>?
    private var offReason: Seen<String>?
    private var lastBlock: Duration?

    private var voltageGate = JumpGate()
    private var coarseGate = JumpGate()
    private var fineGate = JumpGate()
    private var batteryTemperatureGate = JumpGate()
    private var internalTemperatureGate = JumpGate()
    private var stageGate = EchoGate<Int>()
    private var errorGate = EchoGate<Int>()
    private var voltageRepeats = RepeatGate()
    private var currentRepeats = RepeatGate()
    private var batteryTemperatureRepeats = RepeatGate()
    private var internalTemperatureRepeats = RepeatGate()
    private var noisyUntil: Duration?

    /// How many values were held back until a second one confirms them.
    private(set) var heldBack = 0

    /// A piece of what came was damaged: what else comes may be, and pass its sum all the same.
    mutating func damaged(at now: Duration) { noisyUntil = now + Self.noise }

    private func isNoisy(at now: Duration) -> Bool { noisyUntil.map { now < $0 } ?? false }

    /// Takes in what a block or frame said.
    mutating func take(_ new: Readings, limits: ElectricalLimits, at now: Duration) {
        if new.carrier == .block { lastBlock = now }
        takeVoltage(new, limits: limits, at: now)
        takeCurrents(new, limits: limits, at: now)
        takeTemperatures(new, at: now)
        takeCodes(new, at: now)
        if let value = new.offReason { offReason = Seen(value: value, at: now) }
    }

    private mutating func takeVoltage(_ new: Readings, limits: ElectricalLimits, at now: Duration) {
        guard let value = new.voltage else { return }
        let isRepeated = voltageRepeats.isRepeated(value.rawValue, at: now)
        // The text's millivolts are one instant with the rest; a register serves when text is missing.
        if new.carrier == .frame, let lastBlock, now - lastBlock < Self.fineCurrentLead { return }
        let isAdmitted = voltageGate.admits(
            value.rawValue, tolerance: limits.voltageStep, plausible: limits.voltages,
            possible: ElectricalLimits.possibleVoltages)
        if counts(isAdmitted && (isRepeated || !isNoisy(at: now))) { voltage = Seen(value: value, at: now) }
    }

    private mutating func takeCurrents(_ new: Readings, limits: ElectricalLimits, at now: Duration) {
        if let value = new.coarseCurrent {
            let isRepeated = currentRepeats.isRepeated(value.rawValue, at: now)
            if counts(coarseGate.admits(value, limits) && (isRepeated || !isNoisy(at: now))) {
                coarseCurrent = Seen(value: value, at: now)
            }
        }
        // Steps of 1 mA hardly ever come twice: while the line is noisy those of the text must do.
        if let value = new.fineCurrent, counts(fineGate.admits(value, limits) && !isNoisy(at: now)) {
            fineCurrent = Seen(value: value, at: now)
        }
    }

    private mutating func takeCodes(_ new: Readings, at now: Duration) {
        let isNoisy = isNoisy(at: now)
        if let value = new.stage {
            let isHarmless = value.stage != .unknown && value.stage != .fault
            if counts(stageGate.admits(value.code, isHarmless: isHarmless, isNoisy: isNoisy)) {
                stage = Seen(value: value, at: now)
            }
        }
        if let value = new.error {
            let isHarmless = value.code == 0
            if counts(errorGate.admits(value.code, isHarmless: isHarmless, isNoisy: isNoisy)) {
                error = Seen(value: value, at: now)
            }
        }
    }

    private mutating func counts(_ isAdmitted: Bool) -> Bool {
        if !isAdmitted { heldBack += 1 }
        return isAdmitted
    }

    private mutating func takeTemperatures(_ new: Readings, at now: Duration) {
        let plausible = -4000...10_000
        let possible = -10_000...20_000
        let isCalm = !isNoisy(at: now)
        if let value = new.batteryTemperature {
            let isRepeated = batteryTemperatureRepeats.isRepeated(value.rawValue, at: now)
            let isAdmitted = batteryTemperatureGate.admits(
                value.rawValue, tolerance: 500, plausible: plausible, possible: possible)
            if isAdmitted, isRepeated || isCalm { batteryTemperature = Seen(value: value, at: now) }
        }
        if let value = new.internalTemperature {
            let isRepeated = internalTemperatureRepeats.isRepeated(value.rawValue, at: now)
            let isAdmitted = internalTemperatureGate.admits(
                value.rawValue, tolerance: 1000, plausible: plausible, possible: possible)
            if isAdmitted, isRepeated || isCalm { internalTemperature = Seen(value: value, at: now) }
        }
    }

    /// Forgets what the next values would be compared with, as after a silence: the battery has moved on.
    mutating func forgetComparisons() {
        voltageGate.reset()
        coarseGate.reset()
        fineGate.reset()
        batteryTemperatureGate.reset()
        internalTemperatureGate.reset()
        stageGate.reset()
        errorGate.reset()
        voltageRepeats.reset()
        currentRepeats.reset()
        batteryTemperatureRepeats.reset()
        internalTemperatureRepeats.reset()
        // Said once, at power-up: it may be off for another reason now.
        offReason = nil
    }

    /// The values that are still fresh.
    func current(at now: Duration) -> CurrentValues {
        var values = CurrentValues()
        values.voltage = fresh(voltage, at: now)
        values.current = bestCurrent(at: now)
        values.stage = fresh(stage, at: now)
        values.error = fresh(error, at: now)
        values.batteryTemperature = fresh(batteryTemperature, at: now)
        values.internalTemperature = fresh(internalTemperature, at: now)
        values.offReason = offReason?.value
        return values
    }

    /// The fine current while it is new or agrees with the text's rounding; else the text's.
    private func bestCurrent(at now: Duration) -> Milliamperes? {
        let coarse = fresh(coarseCurrent, at: now)
        guard let fine = fineCurrent, now - fine.at < Self.freshness else { return coarse }
        guard let coarse else { return fine.value }
        let isNew = now - fine.at < Self.fineCurrentLead
        let (difference, overflow) = fine.value.rawValue.subtractingReportingOverflow(coarse.rawValue)
        return isNew || !overflow && difference.magnitude <= 100 ? fine.value : coarse
    }

    private func fresh<Value>(_ seen: Seen<Value>?, at now: Duration) -> Value? {
        seen.flatMap { now - $0.at < Self.freshness ? $0.value : nil }
    }
}

/// What a charger and battery of this size can do, for judging a value.
struct ElectricalLimits: Sendable, Hashable {
    /// The largest believable change of voltage from one reading to the next, mV.
    var voltageStep: Int
    /// Believable voltages, mV.
    var voltages: ClosedRange<Int>
    /// The largest believable change of current from one reading to the next, mA.
    var currentStep: Int
    /// Believable currents, mA.
    var currents: ClosedRange<Int>

    /// What no terminal of a charger of this kind ever has, mV.
    static let possibleVoltages = -1000...80_000
    /// What no charger of this kind ever delivers or draws, mA.
    static let possibleCurrents = -200_000...200_000

    /// Limits for a charger: 1 V for each 12 V, a third of its current; wide where it is not known yet.
    init(_ identity: ChargerIdentity?) {
        let volts = min(max(identity?.nominalVolts ?? 24, 12), 48)
        let milliamperes = (identity?.maximum?.deciamperes ?? 500) * 100
        voltageStep = volts * 1000 / 12
        voltages = 0...(volts * 1500)
        currentStep = max(milliamperes / 3, 1000)
        currents = -milliamperes / 10...(milliamperes + milliamperes / 4)
    }
}

extension JumpGate {
    fileprivate mutating func admits(_ current: Milliamperes, _ limits: ElectricalLimits) -> Bool {
        admits(
            current.rawValue, tolerance: limits.currentStep, plausible: limits.currents,
            possible: ElectricalLimits.possibleCurrents)
    }
}

/// The values that can be shown now; nil is "not available".
public struct CurrentValues: Sendable, Hashable {
    /// Output voltage.
    public var voltage: Millivolts?
    /// Output current, the finest there is.
    public var current: Milliamperes?
    /// Charge stage.
    public var stage: StageReading?
    /// Error, `OK` included.
    public var error: ErrorReading?
    /// Battery temperature.
    public var batteryTemperature: CentiCelsius?
    /// Temperature inside the charger.
    public var internalTemperature: CentiCelsius?
    /// Why the output is off; empty when the charger gave no reason.
    public var offReason: String?

    /// Makes values of which none is known.
    public init() {}

    /// Output power in milliwatts, when voltage and current are known.
    public var milliwatts: Int? {
        guard let voltage, let current else { return nil }
        let (product, overflow) = voltage.rawValue.multipliedReportingOverflow(by: current.rawValue)
        return overflow ? nil : product / 1000
    }
}
