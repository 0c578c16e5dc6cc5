// SPDX-License-Identifier: MIT
import ChargerControl

/// Collects readings to buckets of ten seconds.
///
/// Buckets lie on the calendar, so the calendar's jumps begin new ones; what flowed is measured by the clock
/// that never jumps.
struct BucketCollector: Sendable {
    static let width = Resolution.tenSeconds.seconds
    /// Reports that come sooner after another, such as at a change of stage, are not counted.
    private static let shortestGap: Duration = .milliseconds(400)
    /// The longest gap between two readings that is counted through, as for the delivered totals.
    private static let longestGap: Duration = .seconds(5)

    private let charger: String
    private var open: Open?
    private var last: (reading: Reading, at: Duration)?
    private var countedAt: Duration?
    private var previousStart: Duration?

    private struct Open {
        var time: Int64
        var startedAt: Duration
        var elapsed: Int64?
        var sum = SampleSum()
        /// What flowed, summed from the readings.
        var flow = Bucket.Flow()
    }

    init(charger: String) { self.charger = charger }

    /// Takes a reading in.
    /// - Returns: the bucket before, when this reading begins another; its sequence is still 0.
    mutating func take(_ reading: Reading, at now: Moment) -> Bucket? {
        let time = SampleTime.start(
            of: SampleTime.second(ofMilliseconds: now.unixMilliseconds), width: Self.width)
        addFlow(until: now.uptime)
        var closed: Bucket?
        if let open, open.time != time {
            closed = bucket
            previousStart = open.startedAt
            self.open = nil
        }
        last = (reading, now.uptime)
        if open != nil, let countedAt, now.uptime - countedAt < Self.shortestGap { return nil }
        countedAt = now.uptime
        var open = open ?? Open(time: time, startedAt: now.uptime, elapsed: elapsed(at: now.uptime))
        open.sum.add(reading)
        self.open = open
        return closed
    }

    /// The bucket that is being filled, as far as it is.
    var bucket: Bucket? {
        guard let open, let last else { return nil }
        let reading = last.reading
        return Bucket(
            sequence: 0, charger: charger, sample: open.sum.sample(at: open.time), flow: open.flow,
            totals: reading.totals, elapsed: open.elapsed,
            idle: Bucket.Idle(
                errorCode: reading.error?.code ?? 0, plugIsOff: reading.plugIsOff, words: reading.idleReason))
    }

    /// Whether no further reading is to be expected in the bucket: kept now, it is kept whole.
    static func isNearlyFull(at now: Moment) -> Bool {
        let second = SampleTime.second(ofMilliseconds: now.unixMilliseconds)
        return second - SampleTime.start(of: second, width: width) == width - 1
    }

    private func elapsed(at now: Duration) -> Int64? { previousStart.map { (now - $0).components.seconds } }

    private mutating func addFlow(until now: Duration) {
        guard let last, last.reading.isHeard, now - last.at <= Self.longestGap else { return }
        open?.flow.add(last.reading, for: now - last.at)
    }
}

extension Bucket.Flow {
    /// Adds what flowed while a reading held.
    fileprivate mutating func add(_ reading: Reading, for gap: Duration) {
        let milliseconds = Int64(gap / .milliseconds(1))
        guard milliseconds > 0 else { return }
        var flow = Bucket.Flow(milliseconds: milliseconds)
        if let current = reading.current, let power = reading.power, current > 0, power > 0 {
            flow.microcoulombs = Int64(current) * milliseconds
            flow.microjoules = Int64(power) * milliseconds
        }
        add(flow)
    }
}
