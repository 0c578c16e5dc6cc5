// SPDX-License-Identifier: MIT
/// How often the charger's settings memory may be written.
///
/// Register 0xEDF0 is kept in non-volatile memory; its maker warns that writing it all the time wears that
/// memory out, and gives no figure.
public struct WearRule: Sendable, Hashable {
    /// Writes that may follow each other at once, at least 1.
    public private(set) var burst: Int
    /// The time in which one more write becomes possible; zero turns pacing off.
    public private(set) var interval: Duration
    /// Writes in any 24 hours beyond which the limit is raised no more.
    public private(set) var dailyMaximum: Int
    /// Of them, those that automatic control may make.
    public private(set) var dailyBudget: Int

    /// Writes of the burst that only lowering may use.
    public static let reservedForLowering = 2
    /// A lowering that finds nothing left goes out all the same, but not faster than this.
    ///
    /// What the charger says, four times a second, ends the wait: within a second it is on the wire.
    static let lowestPace: Duration = .milliseconds(700)
    /// The window of ``dailyMaximum``.
    static let day: Duration = .seconds(86_400)

    /// Makes a rule; what is out of range is held within it.
    /// - Parameters:
    ///   - burst: writes that may follow each other at once, 1 … 1000.
    ///   - interval: the time in which one more becomes possible, 0 … 24 h.
    ///   - dailyMaximum: writes in any 24 hours, 1 … 100 000.
    ///   - dailyBudget: of them, those of automatic control, 0 … `dailyMaximum`.
    public init(
        burst: Int = 10, interval: Duration = .seconds(15), dailyMaximum: Int = 200, dailyBudget: Int = 30
    ) {
        self.burst = min(max(burst, 1), 1000)
        self.interval = min(max(interval, .zero), Self.day)
        self.dailyMaximum = min(max(dailyMaximum, 1), 100_000)
        self.dailyBudget = min(max(dailyBudget, 0), self.dailyMaximum)
    }

    /// The reserve, less where the burst itself is that small.
    var reserve: Int { min(Self.reservedForLowering, burst - 1) }
}

/// The wear counters that survive a restart.
public struct KeptWear: Sendable, Hashable, Codable {
    /// Writes that could follow at once when this was saved.
    public var tokens: Double
    /// When this was saved, milliseconds since 1970.
    public var savedAt: Int64
    /// When the writes of the last 24 hours were made, milliseconds since 1970, oldest first.
    public var recentWrites: [Int64]
    /// Those of them that automatic control made.
    public var automaticWrites: [Int64]
    /// Writes ever made to this charger by this program.
    public var lifetime: Int

    /// Makes counters.
    public init(
        tokens: Double, savedAt: Int64, recentWrites: [Int64] = [], automaticWrites: [Int64] = [],
        lifetime: Int = 0
    ) {
        self.tokens = tokens
        self.savedAt = savedAt
        self.recentWrites = recentWrites
        self.automaticWrites = automaticWrites
        self.lifetime = lifetime
    }
}

extension KeptWear {
    /// Reads what an older version wrote too: it had no automatic control.
    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        tokens = try values.decode(Double.self, forKey: .tokens)
        savedAt = try values.decode(Int64.self, forKey: .savedAt)
        recentWrites = try values.decode([Int64].self, forKey: .recentWrites)
        automaticWrites = try values.decodeIfPresent([Int64].self, forKey: .automaticWrites) ?? []
        lifetime = try values.decode(Int.self, forKey: .lifetime)
    }
}
