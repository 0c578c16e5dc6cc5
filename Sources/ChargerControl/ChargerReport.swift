// SPDX-License-Identifier: MIT
/// What there is to show of a charger and of the link to it.
public struct ChargerReport: Sendable, Hashable {
    /// The charger.
    public var snapshot: ChargerSnapshot
    /// The link to it.
    public var link: LinkCounters

    /// Makes a report.
    public init(snapshot: ChargerSnapshot, link: LinkCounters) {
        self.snapshot = snapshot
        self.link = link
    }
}

/// What the link to a charger brought since the program started.
public struct LinkCounters: Sendable, Hashable {
    /// Text blocks whose checksum held.
    public var blocks: UInt64
    /// HEX frames whose check held.
    public var frames: UInt64
    /// Blocks and frames dropped because they were damaged.
    public var faults: UInt64
    /// Blocks held back because their fixed part was another than the known one.
    public var blocksHeldBack: Int
    /// How often the link was opened.
    public var connections: Int

    /// Makes counters, all zero unless given.
    public init(
        blocks: UInt64 = 0, frames: UInt64 = 0, faults: UInt64 = 0, blocksHeldBack: Int = 0,
        connections: Int = 0
    ) {
        self.blocks = blocks
        self.frames = frames
        self.faults = faults
        self.blocksHeldBack = blocksHeldBack
        self.connections = connections
    }
}
