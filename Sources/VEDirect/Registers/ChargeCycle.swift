// SPDX-License-Identifier: MIT
/// The record of a charge cycle (register 0x1070 and following).
///
/// Nil fields are not available.
///
/// Firmware 3.42 sends 52 bytes, one less than the maker's description has: of the three bytes after the
/// voltages, the last two are taken as termination reason and error, in the order described. A longer record
/// has a byte more after the battery type, which is not read.
public struct ChargeCycle: Sendable, Hashable {
    /// One value for each phase of charging.
    public struct Phases: Sendable, Hashable {
        /// In bulk.
        public var bulk: Int?
        /// In absorption.
        public var absorption: Int?
        /// In recondition.
        public var recondition: Int?
        /// In float.
        public var float: Int?
        /// In storage.
        public var storage: Int?

        /// Nothing available.
        public init() {}

        var inOrder: [Int?] { [bulk, absorption, recondition, float, storage] }

        init(from reader: inout RecordReader) {
            bulk = reader.un32()
            absorption = reader.un32()
            recondition = reader.un32()
            float = reader.un32()
            storage = reader.un32()
        }
    }

    /// The record's layout; 0 is known.
    public var version: Int
    /// When it began, as operation time in s.
    public var startSeconds: Int?
    /// Time in each phase, s.
    public var seconds: Phases
    /// Charge in each phase, in 0.1 Ah.
    public var tenthsAh: Phases
    /// Voltage at the beginning, in 0.01 V.
    public var startCentivolts: Int?
    /// Voltage at the end, in 0.01 V; nil while it goes on.
    public var endCentivolts: Int?
    /// The battery type set, as in ``Register/batteryType``; 0xFF, user-defined, is a value here.
    public var batteryType: Int
    /// Why it ended; nil while it goes on.
    public var terminationReason: Int?
    /// The error it ended with.
    public var error: ChargerError?

    /// A cycle in which nothing is available.
    /// - Parameter version: the layout.
    public init(version: Int = 0) {
        self.version = version
        seconds = Phases()
        tenthsAh = Phases()
        batteryType = 0xFF
    }

    /// Reads a record.
    /// - Parameter bytes: at least 52.
    /// - Returns: nil when there are fewer.
    public init?(_ bytes: [UInt8]) {
        guard bytes.count >= Self.length else { return nil }
        var reader = RecordReader(bytes)
        version = reader.un8() ?? 0xFF
        startSeconds = reader.un32()
        seconds = Phases(from: &reader)
        tenthsAh = Phases(from: &reader)
        startCentivolts = reader.un16()
        endCentivolts = reader.un16()
        batteryType = reader.un8() ?? 0xFF
        if bytes.count > Self.length { _ = reader.un8() }
        terminationReason = reader.un8()
        error = reader.un8().flatMap(UInt8.init(exactly:)).map(ChargerError.init)
    }

    /// The record as bytes, 52 of them.
    public var encoded: [UInt8] {
        var writer = RecordWriter()
        writer.un8(version)
        for value in [startSeconds] + seconds.inOrder + tenthsAh.inOrder { writer.un32(value) }
        writer.un16(startCentivolts)
        writer.un16(endCentivolts)
        writer.un8(batteryType)
        writer.un8(terminationReason)
        writer.un8(error.map { Int($0.rawValue) })
        return writer.bytes
    }

    private static let length = 52
}
