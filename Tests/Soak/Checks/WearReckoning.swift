// SPDX-License-Identifier: MIT
/// The wear rule by this soak's own reckoning, from what the charger really wrote.
struct WearReckoning: CustomStringConvertible {
    /// Less than a day, since a write is counted when it arrives, up to some seconds after it was approved.
    private static let day: Duration = .seconds(86_390)
    /// A setting that was not answered is sent again, under the same approval.
    private static let again: Duration = .seconds(10)
    private var recent = [Duration].withRoom(for: 300, of: .zero)
    private var last: Int?
    private var tokens = 10.0
    private var refilledAt = Duration.zero

    /// Three of the bucket's tokens are needed for a raise; a write is approved a little before it arrives, so
    /// half a token is forgiven.
    mutating func allowsRaise(at now: Duration) -> Bool {
        refill(at: now)
        return tokens >= 2.5 && recent.count { now - $0 < Self.day } < 200
    }

    mutating func written(_ limit: Int, at now: Duration) {
        refill(at: now)
        defer { last = limit }
        if limit == last, let latest = recent.last, now - latest < Self.again { return }
        tokens = max(tokens - 1, 0)
        recent.append(now)
        recent.removeAll { now - $0 >= Self.day }
    }

    /// The calendar was set forward while the bridge was down, which ages what it remembers.
    mutating func forgive() { self = WearReckoning() }

    var writesToday: Int { recent.count }

    private mutating func refill(at now: Duration) {
        tokens = min(tokens + (now - refilledAt) / .seconds(15), 10)
        refilledAt = now
    }

    var description: String { "\(recent.count) writes in a day, \(tokens) tokens" }
}
