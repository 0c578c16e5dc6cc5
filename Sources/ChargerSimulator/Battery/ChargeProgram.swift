// SPDX-License-Identifier: MIT
/// The charging state machine: bulk, absorption, float, storage, and back.
struct ChargeProgram: Sendable {
    /// The phase now.
    private(set) var phase: ChargePhase = .bulk
    /// Time in this phase, in seconds.
    private(set) var elapsed: Double = 0
    /// Set when bulk took longer than its limit (error 20).
    private(set) var bulkTimedOut = false
    private var conditionSeconds: Double = 0

    /// Starts a new charge at bulk.
    mutating func restart() { self = ChargeProgram() }

    /// The voltage held in this phase, in volts; nil for none.
    func setPoint(_ profile: ChargeProfile) -> Double? {
        switch phase {
        case .bulk, .absorption, .repeatedAbsorption: profile.absorptionVolts
        case .float: profile.floatVolts
        case .storage: profile.storageVolts
        case .powerSupply: profile.supplyVolts
        case .off, .fault: nil
        }
    }

    /// Lets time pass.
    /// - Parameters:
    ///   - seconds: How long, at most a few seconds.
    ///   - battery: The battery that is charged.
    ///   - profile: Voltages and times.
    ///   - maximum: The limit in force, in amperes.
    /// - Returns: The current given, in amperes.
    mutating func step(
        seconds: Double, battery: inout SimulatedBattery, profile: ChargeProfile, maximum: Double
    ) -> Double {
        let given = battery.charge(seconds: seconds, setPoint: setPoint(profile), maximum: maximum)
        elapsed += seconds
        advance(seconds: seconds, given: given, battery: battery, profile: profile)
        return given
    }

    /// Takes up or leaves a phase that an outside cause decides: off, a fault, power supply.
    mutating func hold(_ forced: ChargePhase?) {
        if let forced {
            if phase != forced { enter(forced) }
        } else if phase == .off || phase == .fault || phase == .powerSupply {
            restart()
        }
    }

    private mutating func advance(
        seconds: Double, given: Double, battery: SimulatedBattery, profile: ChargeProfile
    ) {
        switch phase {
        case .bulk:
            if battery.volts >= profile.absorptionVolts - 0.01 {
                enter(.absorption)
            } else if elapsed > profile.bulkSeconds {
                bulkTimedOut = true
            }
        case .absorption:
            let tail = held(given < profile.tailAmperes, for: seconds, atLeast: ChargeProfile.tailSeconds)
            if tail || elapsed >= profile.absorptionSeconds { enter(.float) }
        case .float:
            if sagged(battery, below: profile.floatVolts, seconds: seconds) {
                restart()
            } else if elapsed >= ChargeProfile.floatSeconds {
                enter(.storage)
            }
        case .storage:
            if sagged(battery, below: profile.storageVolts, seconds: seconds) {
                restart()
            } else if elapsed >= ChargeProfile.storageSeconds {
                enter(.repeatedAbsorption)
            }
        case .repeatedAbsorption:
            if elapsed >= ChargeProfile.repeatedAbsorptionSeconds { enter(.storage) }
        case .off, .fault, .powerSupply:
            break
        }
    }

    private mutating func sagged(_ battery: SimulatedBattery, below volts: Double, seconds: Double) -> Bool {
        let margin = ChargeProfile.restartVoltsPer12Volts * Double(battery.nominalVolts) / 12
        return held(battery.volts < volts - margin, for: seconds, atLeast: ChargeProfile.restartSeconds)
    }

    private mutating func held(_ condition: Bool, for seconds: Double, atLeast needed: Double) -> Bool {
        conditionSeconds = condition ? conditionSeconds + seconds : 0
        return conditionSeconds >= needed
    }

    private mutating func enter(_ next: ChargePhase) {
        phase = next
        elapsed = 0
        conditionSeconds = 0
    }
}
