// SPDX-License-Identifier: MIT
extension SimulatedCharger {
    /// Every register with its value now.
    public var registers: [UInt16: SimulatedRegister] { store.cells }

    /// Writes to non-volatile memory so far, also those that changed nothing: what wears a real charger out.
    public var nonVolatileWrites: Int { store.nonVolatileWrites }

    /// What the charger does now.
    public var phase: ChargePhase { program.phase }

    /// Writes a register as another hand does, an app over Bluetooth for instance: the charger's rules hold,
    /// nothing is said on the wire.
    /// - Parameters:
    ///   - register: Its id.
    ///   - value: Lowest byte first, in the register's size.
    /// - Returns: Whether the charger took it.
    @discardableResult
    public mutating func writeByAnotherHand(_ register: UInt16, _ value: [UInt8]) -> Bool {
        guard case .accepted = store.write(register, value) else { return false }
        afterWrite(of: register)
        return true
    }

    /// What a written register brings about.
    mutating func afterWrite(of register: UInt16) {
        switch register {
        case 0xEDF1: applyPreset()
        case 0xE001: lowCurrentSeconds = store.number(0xE001) == 2 ? 8 * 3600 : 0
        case 0x2015: networkLimitWritten = now
        case 0x200E:
            networkModeWritten = now
            // A charger that was once told of a BMS wants to hear from it for ever.
            if store.number(0x200E) & 0x08 != 0 { bmsRequired = true }
        default: break
        }
    }

    private mutating func applyPreset() {
        let scale = configuration.model.nominalVolts / 12
        guard let preset = VoltagePreset(batteryType: store.number(0xEDF1), per12Volts: scale) else { return }
        store.put(0xEDF5, preset.storage)
        store.put(0xEDF6, preset.float)
        store.put(0xEDF7, preset.absorption)
    }
}
