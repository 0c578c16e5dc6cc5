// SPDX-License-Identifier: MIT
/// Totals of a charger's life (register 0x1042) or since the user set them back (0x1043).
///
/// Nil fields are not available. Seen with 25 bytes on firmware 3.42.
public struct CumulativeRecord: Sendable, Hashable {
    /// The record's layout; 0 is known.
    public var version: Int
    /// Operation time, s.
    public var operationSeconds: Int?
    /// Charge put into batteries, in 0.1 Ah.
    public var chargeTenthsAh: Int?
    /// Charge cycles begun.
    public var cyclesStarted: Int?
    /// Charge cycles ended by themselves.
    public var cyclesCompleted: Int?
    /// Times switched on.
    public var powerUps: Int?
    /// Deep discharges found.
    public var deepDischarges: Int?

    /// A record in which nothing is available.
    /// - Parameter version: the layout.
    public init(version: Int = 0) { self.version = version }

    /// Reads a record.
    /// - Parameter bytes: at least 25; what follows them is a newer firmware's and is not read.
    /// - Returns: nil when there are fewer.
    public init?(_ bytes: [UInt8]) {
        guard bytes.count >= Self.length else { return nil }
        var reader = RecordReader(bytes)
        version = reader.un8() ?? 0xFF
        operationSeconds = reader.un32()
        chargeTenthsAh = reader.un32()
        cyclesStarted = reader.un32()
        cyclesCompleted = reader.un32()
        powerUps = reader.un32()
        deepDischarges = reader.un32()
    }

    /// The record as bytes, 25 of them.
    public var encoded: [UInt8] {
        var writer = RecordWriter()
        writer.un8(version)
        for value in [
            operationSeconds, chargeTenthsAh, cyclesStarted, cyclesCompleted, powerUps, deepDischarges,
        ] { writer.un32(value) }
        return writer.bytes
    }

    private static let length = 25
}
