// SPDX-License-Identifier: MIT
extension SimulatedCharger {
    /// Takes the measurements of this second, with the noise a real one has: never above the limit.
    mutating func measure(_ amperes: Double) {
        let volts = battery.volts + Double.random(in: -0.004...0.004, using: &random)
        let milliamperes = amperes > 0 ? amperes * 1000 - Double.random(in: 0...8, using: &random) : 0
        measured.centivolts = max(Int((volts * 100).rounded()), 0)
        // Half a step up before cutting off: 8.995 A of a limit of 9 A is 9.00 A.
        measured.milliamperes = max(Int((milliamperes + 8) / 10) * 10, 0)
        let warm = 2400 + amperes * 60
        let drift = (warm - Double(measured.internalCentidegrees)) * 0.002
        measured.internalCentidegrees += Int(drift.rounded(.awayFromZero))
    }

    /// What the charger reports as its state.
    var reportedState: UInt8 { faults.reportedState ?? program.phase.rawValue }

    /// Puts what was measured and counted into the registers.
    mutating func refreshRegisters() {
        store.put(0x0120, uptime)
        store.put(0x0201, Int(reportedState))
        store.put(0x0207, program.phase == .off ? 0x04 : 0)
        store.put(0x1042, service.bytes)
        store.put(0x1043, user.bytes)
        store.put(0x1070, cycle.bytes(error: error))
        store.put(0x1099, service.cyclesStarted)
        store.put(0x2001, Int(((program.setPoint(profile) ?? 0) * 100).rounded()))
        store.put(0xED8C, measured.milliamperes)
        store.put(0xED8D, measured.centivolts)
        store.put(0xED8F, measured.deciamperes)
        store.put(0xEDD4, (program.phase == .repeatedAbsorption ? 0x04 : 0) | (lowCurrent ? 0x80 : 0))
        store.put(0xEDD5, measured.centivolts)
        store.put(0xEDD7, measured.deciamperes)
        store.put(0xEDDA, Int(error))
        store.put(0xEDDB, measured.internalCentidegrees)
        store.put(0xE002, Int(lowCurrentSeconds))
        if networkModeWritten == nil {
            store.put(0x200E, uptime < configuration.timing.networkAtUptime ? 0x01 : 0x21)
        }
    }

    private var lowCurrent: Bool { store.number(0xE001) != 0 }

    /// Lets a network limit and mode that nobody renewed fall back.
    mutating func expireNetworkControl() {
        let lasts = configuration.timing.networkLimit
        if let written = networkLimitWritten, now - written > lasts {
            networkLimitWritten = nil
            store.put(0x2015, 0xFFFF)
        }
        if let written = networkModeWritten, now - written > lasts { networkModeWritten = nil }
    }
}
