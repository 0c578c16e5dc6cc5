// SPDX-License-Identifier: MIT
/// Why a charger stopped or warns: field `ERR`, register 0xEDDA.
///
/// A code that is not known stays a number.
///
/// Source: VE.Direct Protocol 3.33.
public struct ChargerError: RawRepresentable, Sendable, Hashable {
    /// The code as sent.
    public let rawValue: UInt8

    /// An error from its code, known or not.
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// No error.
    public static let none = ChargerError(rawValue: 0)
    /// Battery temperature too high.
    public static let batteryTemperatureTooHigh = ChargerError(rawValue: 1)
    /// Battery voltage too high.
    public static let batteryVoltageTooHigh = ChargerError(rawValue: 2)
    /// Battery temperature sensor fault.
    public static let batteryTemperatureSensor = ChargerError(rawValue: 3)
    /// Battery temperature sensor fault (2).
    public static let batteryTemperatureSensor2 = ChargerError(rawValue: 4)
    /// Battery temperature sensor fault (3).
    public static let batteryTemperatureSensor3 = ChargerError(rawValue: 5)
    /// Battery voltage sensor fault.
    public static let batteryVoltageSensor = ChargerError(rawValue: 6)
    /// Battery voltage sensor fault (2).
    public static let batteryVoltageSensor2 = ChargerError(rawValue: 7)
    /// Battery voltage sensor fault (3).
    public static let batteryVoltageSensor3 = ChargerError(rawValue: 8)
    /// Battery high ripple voltage.
    public static let batteryHighRipple = ChargerError(rawValue: 11)
    /// Battery temperature too low.
    public static let batteryTemperatureTooLow = ChargerError(rawValue: 14)
    /// Charger temperature too high.
    public static let chargerTemperatureTooHigh = ChargerError(rawValue: 17)
    /// Charger over-current.
    public static let chargerOverCurrent = ChargerError(rawValue: 18)
    /// Charger current reversed.
    public static let chargerCurrentReversed = ChargerError(rawValue: 19)
    /// Bulk time limit exceeded.
    public static let bulkTimeLimitExceeded = ChargerError(rawValue: 20)
    /// Current sensor fault.
    public static let currentSensor = ChargerError(rawValue: 21)
    /// Internal temperature sensor fault.
    public static let internalTemperatureSensor = ChargerError(rawValue: 22)
    /// Internal temperature sensor fault (2).
    public static let internalTemperatureSensor2 = ChargerError(rawValue: 23)
    /// Fan fault.
    public static let fan = ChargerError(rawValue: 24)
    /// Terminals overheated.
    public static let terminalsOverheated = ChargerError(rawValue: 26)
    /// Charger short circuit.
    public static let shortCircuit = ChargerError(rawValue: 27)
    /// Converter issue.
    public static let converter = ChargerError(rawValue: 28)
    /// Over-charge protection.
    public static let overCharge = ChargerError(rawValue: 29)
    /// Input voltage too high.
    public static let inputVoltageTooHigh = ChargerError(rawValue: 33)
    /// Input current too high.
    public static let inputCurrentTooHigh = ChargerError(rawValue: 34)
    /// Input shutdown.
    public static let inputShutdown = ChargerError(rawValue: 38)
    /// Input shutdown (2).
    public static let inputShutdown2 = ChargerError(rawValue: 39)
    /// Lost communication with a device.
    public static let lostCommunication = ChargerError(rawValue: 65)
    /// Synchronised charging configuration issue.
    public static let synchronisedChargingConfiguration = ChargerError(rawValue: 66)
    /// BMS connection lost.
    public static let bmsConnectionLost = ChargerError(rawValue: 67)
    /// Network misconfigured.
    public static let networkMisconfigured = ChargerError(rawValue: 68)
    /// Calibration data lost.
    public static let calibrationLost = ChargerError(rawValue: 116)
    /// Incompatible firmware.
    public static let incompatibleFirmware = ChargerError(rawValue: 117)
    /// Settings invalid.
    public static let settingsInvalid = ChargerError(rawValue: 119)

    /// Every code that is known.
    public static let all: [ChargerError] = texts.keys.sorted().map(ChargerError.init)

    /// Whether the code is known.
    public var isKnown: Bool { Self.texts[rawValue] != nil }

    /// The error in words, "OK" when there is none; "unknown error 99" for a code that is not known.
    public var text: String { Self.texts[rawValue] ?? "unknown error \(rawValue)" }

    private static let texts: [UInt8: String] = [
        0: "OK",
        1: "battery temperature too high",
        2: "battery voltage too high",
        3: "battery temperature sensor fault",
        4: "battery temperature sensor fault (2)",
        5: "battery temperature sensor fault (3)",
        6: "battery voltage sensor fault",
        7: "battery voltage sensor fault (2)",
        8: "battery voltage sensor fault (3)",
        11: "battery high ripple voltage",
        14: "battery temperature too low",
        17: "charger temperature too high",
        18: "charger over-current",
        19: "charger current reversed",
        20: "bulk time limit exceeded",
        21: "current sensor fault",
        22: "internal temperature sensor fault",
        23: "internal temperature sensor fault (2)",
        24: "fan fault",
        26: "terminals overheated",
        27: "charger short circuit",
        28: "converter issue",
        29: "over-charge protection",
        33: "input voltage too high",
        34: "input current too high",
        38: "input shutdown",
        39: "input shutdown (2)",
        65: "lost communication with a device",
        66: "synchronised charging configuration issue",
        67: "BMS connection lost",
        68: "network misconfigured",
        116: "calibration data lost",
        117: "incompatible firmware",
        119: "settings invalid",
    ]
}

extension ChargerError: CustomStringConvertible {
    /// The same as ``text``.
    public var description: String { text }
}
