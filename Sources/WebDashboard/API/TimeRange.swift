// SPDX-License-Identifier: MIT
import Hummingbird

/// The part of the past that a request is about.
struct TimeRange: Sendable, Hashable {
    let range: Range<Timestamp>
    let most: Int

    private static let day: Int64 = 86_400_000
    /// The longest range: ten years.
    private static let longest: Int64 = 3660 * day

    /// Reads `from`, `to` and the most rows from a query; without them the last 24 hours.
    init(_ call: Call, most key: String, usually: Int, atMost: Int) throws(Refusal) {
        let to = try Self.time("to", call) ?? Timestamp.now
        let from = try Self.time("from", call) ?? to.advanced(byMilliseconds: -Self.day)
        guard from < to else { throw Refusal.badRequest("'from' must be before 'to'") }
        guard to.unixMilliseconds - from.unixMilliseconds <= Self.longest else {
            throw Refusal.badRequest("from 'from' to 'to' are at most ten years")
        }
        range = from..<to
        guard let text = call.query(key) else {
            most = usually
            return
        }
        guard let number = Int(text), (1...atMost).contains(number) else {
            throw Refusal.badRequest("'\(key)' is a number from 1 to \(atMost)")
        }
        most = number
    }

    private static func time(_ name: String, _ call: Call) throws(Refusal) -> Timestamp? {
        guard let text = call.query(name) else { return nil }
        guard let time = Timestamp(text) else {
            throw Refusal.badRequest("'\(name)' is a time such as 2026-03-31T12:00:00Z")
        }
        return time
    }
}
