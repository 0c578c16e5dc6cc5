internal import VEDirect

/// What the wire brought since the program started.
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

    init(_ stream: StreamCounters, blocksHeldBack: Int) {
        blocks = stream.blocks
        frames = stream.frames
        faults = stream.faults
        self.blocksHeldBack = blocksHeldBack
        connections = 0
    }
}
