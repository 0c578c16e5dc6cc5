// SPDX-License-Identifier: MIT
// The registers of these chargers. Addresses, types and scales: HEX protocol of the BlueSolar/SmartSolar MPPT
// rev 18, of the BMV-700 rev 7, the maker's public register header; and logs of real chargers.

// Identity
extension Register {
    /// Product id.
    ///
    /// A byte, the product id (un16), a byte. Ask with ``HexRequest/productID`` instead.
    public static let productID = Register(0x0100, "product id", .record(4))
    /// Firmware.
    ///
    /// A byte and the version (un24); see ``FirmwareVersion/init(code24:)``.
    public static let firmware = Register(0x0102, "firmware", .record(4))
    /// Serial number.
    public static let serialNumber = Register(0x010A, "serial number", .string)
    /// Model name.
    public static let modelName = Register(0x010B, "model name", .string)
    /// User's name.
    ///
    /// The name the user gave the charger.
    public static let userName = Register(0x010C, "user's name", .string)
    /// Uptime.
    ///
    /// Sent every second.
    public static let uptime = Register(0x0120, "uptime", .un32, unit: .second, sentUnasked: true)
    /// Capabilities.
    public static let capabilities = Register(0x0140, "capabilities", .bits(4))
}

// State
extension Register {
    /// Device mode.
    ///
    /// 1 on, 4 off. Not implemented on the IP22 (one source).
    public static let deviceMode = Register(0x0200, "device mode", .un8, access: .readWrite)
    /// Device state.
    ///
    /// A ``ChargeState``.
    public static let deviceState = Register(0x0201, "device state", .un8, sentUnasked: true)
    /// Device function.
    ///
    /// 0 charger, 1 power supply.
    public static let deviceFunction = Register(
        0x0206, "device function", .un8, access: .readWrite, storage: .nonVolatile)
    /// Off reason.
    ///
    /// 0 no input power, 1 hard switch, 2 soft switch, 3 remote input, 4 internal, 5 pay-as-you-go, 6 BMS,
    /// 7 engine shutdown, 8 analysing input.
    public static let offReason = Register(0x0207, "off reason", .bits(4), sentUnasked: true)
    /// Extra charger state.
    ///
    /// 2 repeated absorption, 3 low-input dim, 4 temperature dim, 6 input-current dim, 7 low power.
    public static let extraState = Register(0xEDD4, "extra charger state", .bits(1))
    /// Error code.
    ///
    /// A ``ChargerError``.
    public static let errorCode = Register(0xEDDA, "error code", .un8)
    /// Number of outputs.
    public static let outputCount = Register(0xEDDE, "number of outputs", .un8)
}

// History
extension Register {
    /// Cumulative record, service.
    ///
    /// A ``CumulativeRecord``.
    public static let serviceTotals = Register(
        0x1042, "cumulative record, service", .record(nil), sentUnasked: true)
    /// Cumulative record, user.
    ///
    /// A ``CumulativeRecord`` that the user can set back.
    public static let userTotals = Register(
        0x1043, "cumulative record, user", .record(nil), sentUnasked: true)
    /// Number of cycle records.
    public static let cycleCount = Register(0x106F, "number of cycle records", .un8)
    /// Active charge cycle.
    ///
    /// A ``ChargeCycle``; earlier cycles follow at the next addresses, see ``cycle(_:)``.
    public static let activeCycle = Register(0x1070, "active charge cycle", .record(nil), sentUnasked: true)
    /// Cycle sequence number.
    ///
    /// Changes when a new cycle begins.
    public static let cycleSequence = Register(0x1099, "cycle sequence number", .un32)
}

// Network
extension Register {
    /// Voltage set-point in use.
    public static let voltageSetPoint = Register(
        0x2001, "voltage set-point in use", .un16, scale: Scale(powerOfTen: -2), unit: .volt,
        sentUnasked: true)
    /// Voltage sensed in the network.
    ///
    /// Seen from a charger in a network; type and scale from one log.
    public static let networkVoltage = Register(
        0x2002, "voltage sensed in the network", .un16, scale: Scale(powerOfTen: -2), unit: .volt,
        sentUnasked: true)
    /// Network error code.
    ///
    /// Sent about 12 times a second.
    public static let networkError = Register(0x2009, "network error code", .un8, sentUnasked: true)
    /// Current sensed in the network.
    ///
    /// Seen from a charger in a network; type and scale from one log.
    public static let networkCurrent = Register(
        0x200A, "current sensed in the network", .sn32, scale: Scale(powerOfTen: -3), unit: .ampere,
        sentUnasked: true)
    /// Network info.
    ///
    /// 3 charge master.
    public static let networkInfo = Register(0x200D, "network info", .bits(2), sentUnasked: true)
    /// Network mode.
    ///
    /// 0 networked, 1 slave, 2 external control, 3 BMS, 5 instance master, 6 standby. Sent about 12 times a
    /// second; 0x21 on a charger that stands alone. The BMS bit is stored: never set it.
    public static let networkMode = Register(
        0x200E, "network mode", .bits(1), access: .readWrite, sentUnasked: true)
    /// Battery current in the network.
    ///
    /// Type and scale from one log.
    public static let networkBatteryCurrent = Register(
        0x2013, "battery current in the network", .sn32, scale: Scale(powerOfTen: -3), unit: .ampere,
        sentUnasked: true)
    /// Charge current limit of the network.
    ///
    /// Volatile: falls back to not available when not renewed for about 50 s. The lower of this and
    /// ``chargeCurrentLimit`` holds. Its effect on an IP22 is not confirmed.
    public static let networkCurrentLimit = Register(
        0x2015, "charge current limit of the network", .un16, scale: Scale(powerOfTen: -1), unit: .ampere,
        access: .readWrite)
    /// Absorption end time.
    public static let absorptionEndTime = Register(
        0x2042, "absorption end time", .un16, scale: Scale(powerOfTen: -2), unit: .hour, sentUnasked: true)
}

// Low-current mode
extension Register {
    /// Low-current mode.
    ///
    /// 0 off, 1 on, 2 night (8 h). Lowers the output and keeps the fan off; IP22 (one source).
    public static let lowCurrentMode = Register(0xE001, "low-current mode", .un8, access: .readWrite)
    /// Low-current time left.
    public static let lowCurrentTimeLeft = Register(0xE002, "low-current time left", .un32, unit: .second)
}

// Measurements
extension Register {
    /// Output current.
    ///
    /// Finer than the text block's `I`.
    public static let outputCurrent = Register(
        0xED8C, "output current", .sn32, scale: Scale(powerOfTen: -3), unit: .ampere, sentUnasked: true)
    /// Output voltage.
    public static let outputVoltage = Register(
        0xED8D, "output voltage", .sn16, scale: Scale(powerOfTen: -2), unit: .volt, sentUnasked: true)
    /// Charger voltage.
    public static let chargerVoltage = Register(
        0xEDD5, "charger voltage", .un16, scale: Scale(powerOfTen: -2), unit: .volt, sentUnasked: true)
    /// Output current, coarse.
    public static let outputCurrentCoarse = Register(
        0xED8F, "output current, coarse", .sn16, scale: Scale(powerOfTen: -1), unit: .ampere,
        sentUnasked: true)
    /// Charger current.
    ///
    /// Unsigned in the document of another family.
    public static let chargerCurrent = Register(
        0xEDD7, "charger current", .sn16, scale: Scale(powerOfTen: -1), unit: .ampere, sentUnasked: true)
    /// Internal temperature.
    public static let internalTemperature = Register(
        0xEDDB, "internal temperature", .sn16, scale: Scale(powerOfTen: -2), unit: .degreeCelsius,
        sentUnasked: true)
    /// Voltage sense in use.
    public static let voltageSense = Register(
        0xEE16, "voltage sense in use", .un16, scale: Scale(powerOfTen: -2), unit: .volt, sentUnasked: true)
}

// Limits and settings
extension Register {
    /// Minimum settable current.
    ///
    /// 0 A where the register is absent.
    public static let minimumCurrent = Register(
        0xEDC8, "minimum settable current", .un16, scale: Scale(powerOfTen: -1), unit: .ampere)
    /// Charger's maximum current.
    public static let chargerMaximumCurrent = Register(
        0xEDDF, "charger's maximum current", .un16, scale: Scale(powerOfTen: -1), unit: .ampere)
    /// Low-temperature level.
    public static let lowTemperatureLevel = Register(
        0xEDE0, "low-temperature level", .sn16, scale: Scale(powerOfTen: -2), unit: .degreeCelsius,
        access: .readWrite, storage: .nonVolatile)
    /// Tail current.
    public static let tailCurrent = Register(
        0xEDE7, "tail current", .un16, scale: Scale(powerOfTen: -1), unit: .ampere, access: .readWrite,
        storage: .nonVolatile)
    /// Power-supply voltage.
    public static let powerSupplyVoltage = Register(
        0xEDE9, "power-supply voltage", .un16, scale: Scale(powerOfTen: -2), unit: .volt, access: .readWrite,
        storage: .nonVolatile)
    /// Battery maximum current.
    ///
    /// The limit. Reading gives the one in force; a value outside the bounds is clamped by the charger.
    /// Non-volatile: continuous writing leads to early failure.
    public static let chargeCurrentLimit = Register(
        0xEDF0, "battery maximum current", .un16, scale: Scale(powerOfTen: -1), unit: .ampere,
        access: .readWrite, storage: .nonVolatile)
    /// Battery type.
    ///
    /// 0xFF is user-defined, and the only type with which voltages can be written.
    public static let batteryType = Register(
        0xEDF1, "battery type", .un8, access: .readWrite, storage: .nonVolatile, hasNotAvailable: false)
    /// Storage voltage.
    public static let storageVoltage = Register(
        0xEDF5, "storage voltage", .un16, scale: Scale(powerOfTen: -2), unit: .volt, access: .readWrite,
        storage: .nonVolatile)
    /// Float voltage.
    public static let floatVoltage = Register(
        0xEDF6, "float voltage", .un16, scale: Scale(powerOfTen: -2), unit: .volt, access: .readWrite,
        storage: .nonVolatile)
    /// Absorption voltage.
    public static let absorptionVoltage = Register(
        0xEDF7, "absorption voltage", .un16, scale: Scale(powerOfTen: -2), unit: .volt, access: .readWrite,
        storage: .nonVolatile)
    /// Absorption time limit.
    public static let absorptionTimeLimit = Register(
        0xEDFB, "absorption time limit", .un16, scale: Scale(powerOfTen: -2), unit: .hour, access: .readWrite,
        storage: .nonVolatile)
    /// Bulk time limit.
    public static let bulkTimeLimit = Register(
        0xEDFC, "bulk time limit", .un16, scale: Scale(powerOfTen: -2), unit: .hour, access: .readWrite,
        storage: .nonVolatile)
    /// Adaptive mode.
    ///
    /// Read-only on an IP22 (one source).
    public static let adaptiveMode = Register(0xEDFE, "adaptive mode", .un8)
    /// Settings last changed.
    ///
    /// Unix time.
    public static let settingsChanged = Register(0xEC41, "settings last changed", .un32, unit: .second)
}

extension Register {
    /// Addresses by which chargers keep their radio network; sent unasked, to be ignored.
    public static let networkBookkeeping: ClosedRange<UInt16> = 0xEC10...0xEC33

    /// Every register in the table, by address.
    public static let all: [Register] = [
        .productID,
        .firmware,
        .serialNumber,
        .modelName,
        .userName,
        .uptime,
        .capabilities,
        .deviceMode,
        .deviceState,
        .deviceFunction,
        .offReason,
        .serviceTotals,
        .userTotals,
        .cycleCount,
        .activeCycle,
        .cycleSequence,
        .voltageSetPoint,
        .networkVoltage,
        .networkError,
        .networkCurrent,
        .networkInfo,
        .networkMode,
        .networkBatteryCurrent,
        .networkCurrentLimit,
        .absorptionEndTime,
        .lowCurrentMode,
        .lowCurrentTimeLeft,
        .settingsChanged,
        .outputCurrent,
        .outputVoltage,
        .outputCurrentCoarse,
        .minimumCurrent,
        .extraState,
        .chargerVoltage,
        .chargerCurrent,
        .errorCode,
        .internalTemperature,
        .outputCount,
        .chargerMaximumCurrent,
        .lowTemperatureLevel,
        .tailCurrent,
        .powerSupplyVoltage,
        .chargeCurrentLimit,
        .batteryType,
        .storageVoltage,
        .floatVoltage,
        .absorptionVoltage,
        .absorptionTimeLimit,
        .bulkTimeLimit,
        .adaptiveMode,
        .voltageSense,
    ]
}
