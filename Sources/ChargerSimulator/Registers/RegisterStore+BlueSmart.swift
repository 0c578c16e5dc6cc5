// SPDX-License-Identifier: MIT
extension RegisterStore {
    /// The registers of a Blue Smart charger as it leaves the box, set up for its battery.
    static func blueSmart(_ configuration: SimulatedCharger.Configuration) -> RegisterStore {
        var cells = identity(configuration)
        cells.merge(readings) { $1 }
        cells.merge(settings(configuration)) { $1 }
        cells.merge(network(configuration)) { $1 }
        cells.merge(configuration.registers) { $1 }
        for missing in configuration.missingRegisters { cells[missing] = nil }
        return RegisterStore(cells)
    }

    private static func identity(
        _ configuration: SimulatedCharger.Configuration
    ) -> [UInt16: SimulatedRegister] {
        let model = configuration.model
        return [
            0x0100: .number(Int(model.productID) << 8, bytes: 4),
            0x0102: .number(Int(configuration.firmware) << 8, bytes: 4),
            0x010A: .text(configuration.serialNumber),
            0x010B: .text(model.name),
            0x010C: .text(model.name, .nonVolatile),
            0x0140: .number(0, bytes: 4),
            0xEDC8: .number(model.minimumDeciamperes, bytes: 2),
            0xEDDE: .number(model.outputs, bytes: 1),
            0xEDDF: .number(model.maximumDeciamperes, bytes: 2),
        ]
    }

    /// What the charger measures and counts; the values are put in as it runs.
    private static let readings: [UInt16: SimulatedRegister] = [
        0x0120: .number(0, bytes: 4), 0x0201: .number(0, bytes: 1), 0x0207: .number(0, bytes: 4),
        0x1042: .number(0, bytes: 25), 0x1043: .number(0, bytes: 25), 0x106F: .number(1, bytes: 1),
        0x1070: .number(0, bytes: 52), 0x1099: .number(0, bytes: 4), 0x2001: .number(0, bytes: 2),
        0xED8C: .number(0, bytes: 4), 0xED8D: .number(0, bytes: 2), 0xED8F: .number(0, bytes: 2),
        0xEDD4: .number(0, bytes: 1), 0xEDD5: .number(0, bytes: 2), 0xEDD7: .number(0, bytes: 2),
        0xEDDA: .number(0, bytes: 1), 0xEDDB: .number(0, bytes: 2), 0xEE16: .number(0xFFFF, bytes: 2),
        0xE002: .number(0, bytes: 4), 0xEC41: .number(0, bytes: 4), 0xEDFE: .number(1, bytes: 1),
    ]

    private static func settings(
        _ configuration: SimulatedCharger.Configuration
    ) -> [UInt16: SimulatedRegister] {
        let model = configuration.model
        let scale = model.nominalVolts / 12
        let preset = VoltagePreset(configuration.battery.chemistry, per12Volts: scale)
        let voltages = 800 * scale...1740 * scale
        let capacity = configuration.battery.capacityAmpereHours
        let tail = max(model.maximumDeciamperes / 10, Int(min(capacity / 5, 1000)))
        var cells: [UInt16: SimulatedRegister] = [
            0x0206: .number(0, bytes: 1, .nonVolatile, .checked(0...1)),
            0xE001: .number(0, bytes: 1, .nonVolatile, .checked(0...2)),
            0xEDE0: .number(500, bytes: 2, .nonVolatile),
            0xEDE7: .number(tail, bytes: 2, .nonVolatile),
            0xEDE9: .number(1200 * scale, bytes: 2, .nonVolatile, .checked(voltages)),
            0xEDF0: .number(
                model.maximumDeciamperes, bytes: 2, .nonVolatile,
                .clamped(model.minimumDeciamperes...model.maximumDeciamperes)),
            0xEDF1: .number(preset.batteryType, bytes: 1, .nonVolatile),
            0xEDF5: .number(preset.storage, bytes: 2, .nonVolatile, .userDefined(voltages)),
            0xEDF6: .number(preset.float, bytes: 2, .nonVolatile, .userDefined(voltages)),
            0xEDF7: .number(preset.absorption, bytes: 2, .nonVolatile, .userDefined(voltages)),
            0xEDFB: .number(800, bytes: 2, .nonVolatile, .checked(100...2400)),
            0xEDFC: .number(2400, bytes: 2, .nonVolatile, .checked(0...2400)),
        ]
        if model.isPhoenix { cells[0x0200] = .number(1, bytes: 1, .nonVolatile, .checked(1...4)) }
        return cells
    }

    private static func network(
        _ configuration: SimulatedCharger.Configuration
    ) -> [UInt16: SimulatedRegister] {
        // 0x2007, 0x2008, 0x200C, 0x2013 and 0xEC15 as a real charger sent them; two have no published meaning.
        var cells: [UInt16: SimulatedRegister] = [
            0x2007: .number(3003, bytes: 4), 0x2008: .number(0, bytes: 2), 0x2009: .number(0, bytes: 1),
            0x200C: .number(0xFF, bytes: 1), 0x200D: .number(8, bytes: 2), 0x200E: .number(1, bytes: 1),
            0x2013: .number(0x7FFF_FFFF, bytes: 4), 0x2042: .number(50, bytes: 2),
            0xEC15: .number(0, bytes: 1),
        ]
        if configuration.networkLimit != .absent {
            cells[0x200E] = .number(1, bytes: 1, .volatile)
            cells[0x2015] = .number(0xFFFF, bytes: 2, .volatile)
        }
        return cells
    }
}
