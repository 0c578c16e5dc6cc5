// SPDX-License-Identifier: MIT
/// A cumulative register (0x1042 of the service, 0x1043 of the user), kept across power cycles.
struct UsageCounters: Sendable {
    var operationSeconds: Double = 0
    var ampereHours: Double = 0
    var cyclesStarted = 0
    var cyclesCompleted = 0
    var powerUps = 0
    var deepDischarges = 0

    /// The register's 25 bytes: version 0, then six numbers of 32 bits.
    var bytes: [UInt8] {
        [0]
            + [
                Int(operationSeconds), Int(ampereHours * 10), cyclesStarted, cyclesCompleted, powerUps,
                deepDischarges,
            ].flatMap { littleEndian($0, bytes: 4) }
    }
}
