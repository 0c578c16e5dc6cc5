// SPDX-License-Identifier: MIT
/// What happened in the last 24 hours, on the clock that never jumps.
struct RollingDay: Sendable, Hashable {
    /// The window.
    static let length: Duration = .seconds(86_400)
    /// No more are remembered: above any bound that can be set.
    private static let most = 20_000

    private var times: [Duration] = []

    init() {}

    /// Goes on from what was kept.
    ///
    /// A calendar set back while the program was down does not age anything; one set forward may.
    init(kept: [Int64], savedAt: Int64, at now: Moment) {
        let away = max(Self.difference(now.unixMilliseconds, savedAt), 0)
        times = kept.suffix(Self.most).map { time in
            let (age, overflow) = max(Self.difference(savedAt, time), 0).addingReportingOverflow(away)
            return now.uptime - .milliseconds(overflow ? .max : age)
        }.sorted()
        forget(before: now.uptime)
    }

    /// Adds one that happens now.
    mutating func add(at now: Duration) {
        forget(before: now)
        times.append(now)
        if times.count > Self.most { times.removeFirst() }
    }

    /// How many there were.
    func count(at now: Duration) -> Int { times.count { now - $0 < Self.length } }

    /// How many there were since a time.
    func count(since start: Duration) -> Int { times.count { $0 >= start } }

    /// What to keep on disk.
    func kept(at now: Moment) -> [Int64] {
        times.map { now.unixMilliseconds.subtractingReportingOverflow(Self.milliseconds(now.uptime - $0)).0 }
    }

    private mutating func forget(before now: Duration) {
        times.removeFirst(times.firstIndex { now - $0 < Self.length } ?? times.endIndex)
    }

    private static func difference(_ later: Int64, _ earlier: Int64) -> Int64 {
        let (difference, overflow) = later.subtractingReportingOverflow(earlier)
        return overflow ? (later < earlier ? .min : .max) : difference
    }

    private static func milliseconds(_ time: Duration) -> Int64 {
        let parts = time.components
        let (whole, overflow) = parts.seconds.multipliedReportingOverflow(by: 1000)
        return overflow ? .max : whole &+ parts.attoseconds / 1_000_000_000_000_000
    }
}
