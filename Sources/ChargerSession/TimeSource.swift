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

    /// How far local time is ahead of UTC, in seconds, as the machine is set.
    static func secondsEast(ofUTCAt unixMilliseconds: Int64) -> Int {
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
