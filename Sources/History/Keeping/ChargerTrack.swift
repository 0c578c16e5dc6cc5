// SPDX-License-Identifier: MIT
import ChargerControl

/// Everything the history makes of one charger's readings.
struct ChargerTrack: Sendable {
    private(set) var collector: BucketCollector
    private(set) var watch: EventWatch
    private(set) var detector = SessionDetector()
    /// Whether a bucket of this process has been taken in.
    private(set) var hasBegun = false
    /// Number of the bucket that is being filled.
    var sequence: Int64?

    init(_ charger: String) {
        collector = BucketCollector(charger: charger)
        watch = EventWatch(charger: charger)
    }

    /// Takes a reading in.
    /// - Returns: the bucket that it closed, without its number, and what has changed.
    mutating func take(_ reading: Reading, at now: Moment) -> (closed: Bucket?, events: [HistoryEvent]) {
        (collector.take(reading, at: now), watch.take(reading, at: now))
    }

    /// Goes on with a session that an earlier process left open.
    mutating func resume(_ session: ChargeSession) { detector = SessionDetector(open: session) }

    /// Gives the open session, and with it all that follow, a higher number.
    mutating func renumberSession(by shift: Int64) { detector.renumber(by: shift) }

    /// Follows the session through a bucket.
    /// - Returns: a session that ended with it.
    mutating func follow(_ bucket: Bucket) -> ChargeSession? {
        hasBegun = true
        return detector.take(bucket)
    }
}
