// SPDX-License-Identifier: MIT
/// One charging session, from the first current to the charger's rest.
public struct HistorySession: Sendable, Hashable, Encodable {
    /// When it began.
    public var start: Timestamp
    /// When it ended; nil while it goes on.
    @OrNull public var end: Timestamp?
    /// Energy delivered in all its phases, Wh.
    public let energyWattHours: Double
    /// Charge delivered in all its phases, Ah.
    public let chargeAmpereHours: Double
    /// What went in during bulk.
    public let bulk: HistoryPhase
    /// What went in during absorption.
    public let absorption: HistoryPhase
    /// What went in during float.
    public let float: HistoryPhase
    /// What went in during any other stage, such as recondition.
    public let other: HistoryPhase
    /// The voltage when it began, V.
    @OrNull public var startVoltageVolts: Double?
    /// The voltage when it ended, or now, V.
    @OrNull public var endVoltageVolts: Double?
    /// The highest voltage, V.
    @OrNull public var highestVoltageVolts: Double?
    /// The highest current, A.
    @OrNull public var highestCurrentAmperes: Double?
    /// The highest temperature of the battery, °C.
    @OrNull public var highestBatteryTemperatureCelsius: Double?
    /// The highest temperature inside the charger, °C.
    @OrNull public var highestInternalTemperatureCelsius: Double?
    /// Why it ended, in one of a few words such as `full`; nil while it goes on.
    @OrNull public var ending: String?
    /// How it ended, or what it does now, in words.
    @OrNull public var result: String?

    /// Makes a session of which nothing is known but what went in.
    public init(
        start: Timestamp, end: Timestamp? = nil, bulk: HistoryPhase = HistoryPhase(),
        absorption: HistoryPhase = HistoryPhase(), float: HistoryPhase = HistoryPhase(),
        other: HistoryPhase = HistoryPhase()
    ) {
        self.start = start
        self.end = end
        self.bulk = bulk
        self.absorption = absorption
        self.float = float
        self.other = other
        let phases = [bulk, absorption, float, other]
        energyWattHours = phases.reduce(0) { $0 + $1.energyWattHours }
        chargeAmpereHours = phases.reduce(0) { $0 + $1.chargeAmpereHours }
    }
}

/// What went into the battery during one phase of a session.
public struct HistoryPhase: Sendable, Hashable, Encodable {
    /// How long it lasted, minutes.
    public let minutes: Double
    /// Charge delivered, Ah.
    public let chargeAmpereHours: Double
    /// Energy delivered, Wh.
    public let energyWattHours: Double

    /// Makes a phase; without anything, one that there was not.
    public init(minutes: Double = 0, chargeAmpereHours: Double = 0, energyWattHours: Double = 0) {
        self.minutes = minutes.finite
        self.chargeAmpereHours = chargeAmpereHours.finite
        self.energyWattHours = energyWattHours.finite
    }
}
