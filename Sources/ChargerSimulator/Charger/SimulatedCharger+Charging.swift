// SPDX-License-Identifier: MIT
extension SimulatedCharger {
    /// Longest step of the battery model, in seconds.
    private static let longestStep = 2.0

    /// What happens once a second of the wire's time.
    mutating func second() {
        let speed = configuration.speed.held(in: 1...100_000)
        expireNetworkControl()
        let given = isPowered ? charge(seconds: speed) : rest(seconds: speed)
        guard isPowered else { return }
        uptime += 1
        measure(given)
        refreshRegisters()
        sendSecond()
    }

    /// The most the charger gives now, in 0.1 A: the lowest of every limit.
    public var limitInForce: Int {
        var limit = min(store.number(0xEDF0), store.number(0xEDDF))
        if obeysNetworkLimit { limit = min(limit, store.number(0x2015)) }
        if store.number(0xE001) != 0 { limit = min(limit, store.number(0xEDDF) / 2) }
        return limit
    }

    private var obeysNetworkLimit: Bool {
        configuration.networkLimit == .obeyed && networkModeWritten != nil && store.number(0x200E) & 0x04 != 0
            && !faults.disobeysNetworkLimit
    }

    /// The error the charger reports, numbered as the text field `ERR`; 0 for none.
    var error: UInt8 {
        if faults.errorCode != 0 { return faults.errorCode }
        if program.bulkTimedOut { return 20 }
        if bmsRequired && networkModeWritten == nil { return 67 }
        let lowest = Int(Int16(truncatingIfNeeded: store.number(0xEDE0)))
        if battery.chemistry == .liFePO4, let temperature = battery.temperatureCelsius,
            temperature * 100 < Double(lowest)
        {
            return 14
        }
        return 0
    }

    /// A new charge cycle: its record and the counters.
    mutating func beginCycle() {
        cycle = CycleRecord(startSeconds: service.operationSeconds, startVolts: battery.volts)
        service.cyclesStarted += 1
        user.cyclesStarted += 1
    }

    /// Charges for a while, in steps; registers count as they stand at the beginning.
    private mutating func charge(seconds: Double) -> Double {
        let (profile, maximum, forced) = (profile, Double(limitInForce) / 10 * rampShare, forcedPhase)
        var given = 0.0
        for step in Self.steps(seconds) {
            given = charge(step: step, profile: profile, maximum: maximum, forced: forced)
        }
        if lowCurrentSeconds > 0 {
            lowCurrentSeconds = max(lowCurrentSeconds - seconds, 0)
            if lowCurrentSeconds == 0 { store.put(0xE001, 0) }
        }
        return given
    }

    private mutating func charge(
        step: Double, profile: ChargeProfile, maximum: Double, forced: ChargePhase?
    ) -> Double {
        let before = program.phase
        program.hold(forced)
        let given = program.step(seconds: step, battery: &battery, profile: profile, maximum: maximum)
        count(seconds: step, given: given)
        if program.phase == .bulk, before != .bulk { beginCycle() }
        if program.phase == .float, before == .absorption {
            service.cyclesCompleted += 1
            user.cyclesCompleted += 1
        }
        return given
    }

    /// How much of the limit can flow while the charger starts, 0 … 1.
    private var rampShare: Double {
        let ramp = configuration.timing.ramp
        guard ramp > .zero else { return 1 }
        return min(Duration.seconds(uptime + 1) / ramp, 1)
    }

    private mutating func rest(seconds: Double) -> Double {
        for step in Self.steps(seconds) { _ = battery.charge(seconds: step, setPoint: nil, maximum: 0) }
        return 0
    }

    /// A time in steps no longer than the battery model likes.
    private static func steps(_ seconds: Double) -> Repeated<Double> {
        let count = max((seconds / longestStep).rounded(.up), 1)
        return repeatElement(seconds / count, count: Int(count))
    }

    private mutating func count(seconds: Double, given: Double) {
        let charge = given * seconds / 3600
        service.operationSeconds += seconds
        user.operationSeconds += seconds
        service.ampereHours += charge
        user.ampereHours += charge
        cycle.add(seconds: seconds, ampereHours: charge, in: program.phase)
    }

    private var forcedPhase: ChargePhase? {
        if error != 0 { return .fault }
        if store.number(0x0200) == 4 { return .off }
        return store.number(0x0206) == 1 ? .powerSupply : nil
    }

    var profile: ChargeProfile {
        ChargeProfile(
            absorptionVolts: Double(store.number(0xEDF7)) / 100,
            floatVolts: Double(store.number(0xEDF6)) / 100,
            storageVolts: Double(store.number(0xEDF5)) / 100, tailAmperes: Double(store.number(0xEDE7)) / 10,
            absorptionSeconds: Double(store.number(0xEDFB)) * 36,
            bulkSeconds: Double(store.number(0xEDFC)) * 36,
            supplyVolts: Double(store.number(0xEDE9)) / 100)
    }
}
