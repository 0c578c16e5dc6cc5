// SPDX-License-Identifier: MIT
public import ChargerControl
import Glibc

/// Where the time comes from: the machine's clocks, or a test's own.
public struct TimeSource: Sendable {
    /// The time now.
    public let now: @Sendable () -> Moment
    /// Waits; ends early only by throwing `CancellationError`.
    public let sleep: @Sendable (Duration) async throws -> Void

    /// Makes a source of time.
    /// - Parameters:
    ///   - now: gives the time.
    ///   - sleep: waits so long.
    public init(
        now: @escaping @Sendable () -> Moment, sleep: @escaping @Sendable (Duration) async throws -> Void
    ) {
        self.now = now
        self.sleep = sleep
    }

    /// The machine's monotonic clock and calendar.
    public static let system: TimeSource = {
        let start = ContinuousClock.now
        return TimeSource(
            now: { Moment(uptime: ContinuousClock.now - start, unixMilliseconds: calendarMilliseconds()) },
            sleep: { try await Task.sleep(for: $0, tolerance: $0 / 10) })
    }()

    /// How local time stands to UTC, as the machine is set, with a change of the clocks within a day.
    static func localClock(at unixMilliseconds: Int64) -> LocalClock {
        let now = secondsEast(ofUTCAt: unixMilliseconds)
        let day: Int64 = 25 * 3_600_000
        let later = secondsEast(ofUTCAt: unixMilliseconds + day)
        guard later != now else { return LocalClock(secondsEast: now) }
        // Clocks change at a whole minute.
        var (before, after) = (unixMilliseconds / 60_000, (unixMilliseconds + day) / 60_000)
        while after - before > 1 {
            let middle = (before + after) / 2
            if secondsEast(ofUTCAt: middle * 60_000) == now { before = middle } else { after = middle }
        }
        return LocalClock(secondsEast: now, change: LocalClock.Change(at: after * 60_000, secondsEast: later))
    }

    /// How far local time is ahead of UTC, in seconds, as the machine is set.
    private static func secondsEast(ofUTCAt unixMilliseconds: Int64) -> Int {
        var seconds = time_t(unixMilliseconds / 1000)
        var local = tm()
        return localtime_r(&seconds, &local) == nil ? 0 : local.tm_gmtoff
    }

    private static func calendarMilliseconds() -> Int64 {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000
    }
}
