/// One charging session, from the first current to the charger's rest.
public struct HistorySession: Sendable, Hashable, Encodable {
    /// When it began.
    public var start: Timestamp
    /// When it ended; nil while it goes on.
    @OrNull public var end: Timestamp?
    /// Energy delivered, Wh.
    public var energyWattHours: Double
    /// Charge delivered, Ah.
    public var chargeAmpereHours: Double
    /// The highest voltage, V.
    @OrNull public var highestVoltageVolts: Double?
    /// The highest current, A.
    @OrNull public var highestCurrentAmperes: Double?
    /// How it ended, or what it does now, in words.
    @OrNull public var result: String?

    /// Makes a session.
    public init(
        start: Timestamp, end: Timestamp? = nil, energyWattHours: Double, chargeAmpereHours: Double,
        highestVoltageVolts: Double? = nil, highestCurrentAmperes: Double? = nil, result: String? = nil
    ) {
        self.start = start
        self.end = end
        self.energyWattHours = energyWattHours.finite
        self.chargeAmpereHours = chargeAmpereHours.finite
        self.highestVoltageVolts = highestVoltageVolts?.finite
        self.highestCurrentAmperes = highestCurrentAmperes?.finite
        self.result = result
    }
}

/// Something that happened.
public struct HistoryEvent: Sendable, Hashable, Encodable {
    /// When.
    public var time: Timestamp
    /// What it is about: `link`, `error`, `state`, `broker`, `program` or the like.
    public var kind: String
    /// What happened, in words.
    public var text: String

    /// Makes an event.
    public init(time: Timestamp, kind: String, text: String) {
        self.time = time
        self.kind = kind
        self.text = text
    }
}

/// What a day brought.
public struct HistoryDay: Sendable, Hashable, Encodable {
    /// The day in local time, such as `2026-03-31`.
    public var day: String
    /// Energy delivered, Wh.
    public var energyWattHours: Double
    /// Charge delivered, Ah.
    public var chargeAmpereHours: Double
    /// Sessions begun.
    public var sessions: Int
    /// How long the battery was charged, seconds.
    public var chargingSeconds: Int

    /// Makes a day.
    public init(
        day: String, energyWattHours: Double, chargeAmpereHours: Double, sessions: Int, chargingSeconds: Int
    ) {
        self.day = day
        self.energyWattHours = energyWattHours.finite
        self.chargeAmpereHours = chargeAmpereHours.finite
        self.sessions = sessions
        self.chargingSeconds = chargingSeconds
    }
}

extension Double {
    /// JSON has no word for what is not finite.
    fileprivate var finite: Double { isFinite ? self : 0 }
}
