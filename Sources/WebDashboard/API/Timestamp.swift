// SPDX-License-Identifier: MIT
import FoundationEssentials

/// A time, written as ISO 8601 in UTC.
public struct Timestamp: Sendable, Hashable, Comparable, Codable {
    /// Milliseconds since 1970, from the year 1970 to 9999.
    public let unixMilliseconds: Int64

    private static let last: Int64 = 253_402_300_799_000

    /// Makes a time, held within the years that can be written.
    public init(unixMilliseconds: Int64) {
        self.unixMilliseconds = min(max(unixMilliseconds, 0), Self.last)
    }

    /// The time now.
    public static var now: Timestamp {
        Timestamp(unixMilliseconds: Int64((Date.now.timeIntervalSince1970 * 1000).rounded()))
    }

    /// Reads `2026-03-31T12:00:00Z`, with or without fractions of a second and with any offset.
    /// - Returns: nil when it is something else.
    public init?(_ text: String) {
        guard text.utf8.count <= 40 else { return nil }
        let date =
            (try? Date(text, strategy: .iso8601))
            ?? (try? Date(text, strategy: Date.ISO8601FormatStyle(includingFractionalSeconds: true)))
        guard let seconds = date?.timeIntervalSince1970, seconds >= 0, seconds * 1000 <= Double(Self.last)
        else { return nil }
        self.init(unixMilliseconds: Int64((seconds * 1000).rounded()))
    }

    /// The time so many milliseconds later, or earlier.
    public func advanced(byMilliseconds milliseconds: Int64) -> Timestamp {
        let (sum, overflow) = unixMilliseconds.addingReportingOverflow(milliseconds)
        return Timestamp(unixMilliseconds: overflow ? (milliseconds < 0 ? 0 : Self.last) : sum)
    }

    /// As it is written: `2026-03-31T12:00:00Z`.
    public var text: String {
        Date(timeIntervalSince1970: Double(unixMilliseconds) / 1000).formatted(.iso8601)
    }

    /// Orders by time.
    public static func < (left: Self, right: Self) -> Bool { left.unixMilliseconds < right.unixMilliseconds }

    /// Reads what ``encode(to:)`` wrote.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let time = Timestamp(try container.decode(String.self)) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "no ISO 8601 time")
        }
        self = time
    }

    /// Writes the time as text.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(text)
    }
}
