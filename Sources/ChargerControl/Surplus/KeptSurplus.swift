// SPDX-License-Identifier: MIT
/// What the surplus controller remembers over a restart.
public struct KeptSurplus: Sendable, Hashable, Codable {
    /// What was charged since the day's surplus began.
    public struct Day: Sendable, Hashable, Codable {
        /// When the surplus began, milliseconds since 1970.
        public var began: Int64
        /// When there was surplus last, milliseconds since 1970.
        public var lastSurplus: Int64
        /// Energy the charger took, in watt-seconds.
        public var charged: Double
        /// Energy of it that came from the grid, in watt-seconds.
        public var drawn: Double

        /// Makes a day.
        public init(began: Int64, lastSurplus: Int64, charged: Double, drawn: Double) {
            self.began = began
            self.lastSurplus = lastSurplus
            self.charged = charged
            self.drawn = drawn
        }
    }

    /// When this was saved, milliseconds since 1970.
    public var savedAt: Int64
    /// When the limit was changed in the last 24 hours, milliseconds since 1970, oldest first.
    public var writes: [Int64]
    /// When the plug was switched in the last 24 hours, milliseconds since 1970, oldest first.
    public var switchings: [Int64]
    /// Today; nil before its first surplus.
    public var day: Day?
    /// How late the meter is found to be, in seconds; nil while that is not known.
    public var meterLag: Int?
    /// Until when the plug is left as a hand put it, milliseconds since 1970; nil when none did.
    public var handAtPlugUntil: Int64?

    /// Makes what is kept.
    public init(
        savedAt: Int64, writes: [Int64] = [], switchings: [Int64] = [], day: Day? = nil,
        meterLag: Int? = nil, handAtPlugUntil: Int64? = nil
    ) {
        self.savedAt = savedAt
        self.writes = writes
        self.switchings = switchings
        self.day = day
        self.meterLag = meterLag
        self.handAtPlugUntil = handAtPlugUntil
    }
}
