// SPDX-License-Identifier: MIT
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
    var finite: Double { isFinite ? self : 0 }
}
