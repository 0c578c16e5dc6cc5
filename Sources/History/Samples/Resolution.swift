// SPDX-License-Identifier: MIT
/// How finely samples are kept, and how long.
public enum Resolution: Int, Sendable, Hashable, Codable, CaseIterable {
    /// 10 s, for a day.
    case tenSeconds = 10
    /// A minute, for 90 days.
    case minute = 60
    /// A quarter of an hour, for ever.
    case quarterHour = 900

    /// Seconds that one sample covers.
    public var seconds: Int64 { Int64(rawValue) }

    /// How many seconds samples are kept; nil: for ever.
    public var keptFor: Int64? {
        switch self {
        case .tenSeconds: 86_400
        case .minute: 90 * 86_400
        case .quarterHour: nil
        }
    }
}

/// Times as samples have them: seconds since 1970, UTC, in years that a calendar can show.
enum SampleTime {
    /// From 1970 to the end of the year 9999.
    static let range: ClosedRange<Int64> = 0...253_402_300_799

    /// The second of a time in milliseconds.
    static func second(ofMilliseconds milliseconds: Int64) -> Int64 { held(milliseconds / 1000) }

    /// The time nearest to one that may come from anywhere.
    static func held(_ seconds: Int64) -> Int64 { min(max(seconds, range.lowerBound), range.upperBound) }

    /// The start of the bucket of this width that a time is in.
    static func start(of time: Int64, width: Int64) -> Int64 {
        let time = held(time)
        return width > 0 ? time - time % width : time
    }
}
