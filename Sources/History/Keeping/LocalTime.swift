// SPDX-License-Identifier: MIT
import Glibc

/// The machine's own time zone.
public enum LocalTime {
    /// How far local time is ahead of UTC, in seconds.
    /// - Parameter unixSeconds: at this time, seconds since 1970.
    public static func secondsEast(at unixSeconds: Int64) -> Int {
        var seconds = time_t(unixSeconds)
        var local = tm()
        return localtime_r(&seconds, &local) == nil ? 0 : local.tm_gmtoff
    }

    /// The day that a time is in, days since 1970-01-01 in local time.
    static func day(of unixSeconds: Int64, secondsEast: Int) -> Int {
        let local = SampleTime.held(unixSeconds) + Int64(min(max(secondsEast, -86_400), 86_400))
        return Int(local >= 0 ? local / 86_400 : (local - 86_399) / 86_400)
    }
}
