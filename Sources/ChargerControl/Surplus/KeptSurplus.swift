/// What the surplus controller remembers over a restart.
public struct KeptSurplus: Sendable, Hashable, Codable {
    /// When this was saved, milliseconds since 1970.
    public var savedAt: Int64
    /// When the limit was changed in the last 24 hours, milliseconds since 1970, oldest first.
    public var writes: [Int64]
    /// When the plug was switched in the last 24 hours, milliseconds since 1970, oldest first.
    public var switchings: [Int64]
    /// What a watt-second from the grid is held to be worth, in watt-seconds of surplus.
    public var importPrice: Double

    /// Makes what is kept.
    public init(savedAt: Int64, writes: [Int64] = [], switchings: [Int64] = [], importPrice: Double) {
        self.savedAt = savedAt
        self.writes = writes
        self.switchings = switchings
        self.importPrice = importPrice
    }
}
