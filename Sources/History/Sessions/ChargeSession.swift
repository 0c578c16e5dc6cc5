// SPDX-License-Identifier: MIT
/// One charge, from the first bulk to full, off or silence.
public struct ChargeSession: Sendable, Hashable, Codable {
    /// Its number; a later session's is higher.
    public var id: Int64
    /// The charger's name.
    public var charger: String
    /// When it began, seconds since 1970 (UTC).
    public var start: Int64
    /// When the charger was last seen charging; of a session that has ended, its end.
    public var lastCharging: Int64
    /// Why it ended; nil while it lasts.
    public var ending: SessionEnding?
    /// Why it ended, in words.
    public var endingWords: String?
    /// What went in during bulk.
    public var bulk = ChargePhase()
    /// What went in during absorption, repeated absorption included.
    public var absorption = ChargePhase()
    /// What went in during float.
    public var float = ChargePhase()
    /// What went in during any other stage, such as recondition.
    public var other = ChargePhase()
    /// Voltage at the start, mV.
    public var startVoltage: Int?
    /// Voltage at the end, mV.
    public var endVoltage: Int?
    /// The highest voltage, mV.
    public var peakVoltage: Int?
    /// The highest current, mA.
    public var peakCurrent: Int?
    /// The highest battery temperature, 0.01 °C.
    public var peakBatteryTemperature: Int?
    /// The highest temperature inside the charger, 0.01 °C.
    public var peakInternalTemperature: Int?

    /// Begins a session in which nothing was measured yet.
    /// - Parameters:
    ///   - id: its number.
    ///   - charger: the charger's name.
    ///   - start: when it began, seconds since 1970.
    public init(id: Int64, charger: String, start: Int64) {
        self.id = id
        self.charger = charger
        self.start = start
        lastCharging = start
    }

    /// When it ended; nil while it lasts.
    public var end: Int64? { ending == nil ? nil : lastCharging }
}

/// What went into the battery during one phase of a charge.
public struct ChargePhase: Sendable, Hashable, Codable {
    /// How long, ms.
    public var milliseconds: Int64 = 0
    /// Charge, µC.
    public var microcoulombs: Int64 = 0
    /// Energy, µJ.
    public var microjoules: Int64 = 0

    /// Makes a phase in which nothing went in.
    public init() {}

    /// How long, in minutes.
    public var minutes: Double { Double(milliseconds) / 60_000 }
    /// Charge in ampere-hours.
    public var ampereHours: Double { Double(microcoulombs) / 3.6e9 }
    /// Energy in watt-hours.
    public var wattHours: Double { Double(microjoules) / 3.6e9 }

    mutating func add(_ flow: Bucket.Flow) {
        milliseconds &+= flow.milliseconds
        microcoulombs &+= flow.microcoulombs
        microjoules &+= flow.microjoules
    }
}

/// Why a charge ended.
public enum SessionEnding: String, Sendable, Hashable, Codable, CaseIterable {
    /// The battery is full: the charger went to storage, or off after float.
    case full
    /// The program switched the plug off.
    case switchedOff = "switched off"
    /// The charger went off by itself or by an app's hand before the battery was full.
    case chargerOff = "charger off"
    /// The charger reported a fault.
    case fault
    /// The charger fell silent: no mains, or no link.
    case silent
    /// Charging began anew after float: a session of its own.
    case newCycle = "new cycle"
    /// The program did not run, so the end was not seen.
    case notSeen = "not seen"
}
