// SPDX-License-Identifier: MIT
import ChargerControl

/// Ten seconds of one charger: what was measured, and what sessions and totals are made of.
struct Bucket: Sendable, Hashable {
    /// Grows by at least one with each bucket, over restarts too; what is in the database is told by it.
    var sequence: Int64
    var charger: String
    var sample: Sample
    /// What flowed, summed from the readings.
    var flow: Flow
    /// The delivered totals at its end.
    var totals: WholeTotals
    /// Seconds since the bucket before it began, by the clock that never jumps; nil: the first of a process.
    var elapsed: Int64?
    /// What is known at its end about why nothing flows.
    var idle: Idle

    struct Flow: Sendable, Hashable {
        /// How long the charger was heard, ms.
        var milliseconds: Int64 = 0
        /// Charge, µC (mA × ms).
        var microcoulombs: Int64 = 0
        /// Energy, µJ (mW × ms).
        var microjoules: Int64 = 0

        /// Adds another flow.
        mutating func add(_ other: Flow) {
            milliseconds &+= other.milliseconds
            microcoulombs &+= other.microcoulombs
            microjoules &+= other.microjoules
        }
    }

    struct Idle: Sendable, Hashable {
        var errorCode = 0
        var plugIsOff = false
        var words: String?
    }
}
