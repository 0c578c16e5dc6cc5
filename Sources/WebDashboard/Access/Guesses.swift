// SPDX-License-Identifier: MIT
/// Wrong tokens, by where they came from: each doubles the time until another one is looked at.
struct Guesses: Sendable {
    private struct Record: Sendable {
        var count: Int
        var notBefore: Duration
    }

    private var records: [String: Record] = [:]

    /// So many may be mistyped.
    private static let free = 3
    private static let shortest: Duration = .seconds(30)
    private static let longest: Duration = .seconds(300)
    /// Addresses that are remembered.
    private static let most = 1000

    /// How long this caller has to wait; nil when it need not.
    func wait(_ caller: String, at now: Duration) -> Duration? {
        guard let record = records[caller], record.notBefore > now else { return nil }
        return record.notBefore - now
    }

    /// A wrong token came.
    mutating func wrong(_ caller: String, at now: Duration) {
        if records.count >= Self.most, records[caller] == nil { forget(at: now) }
        var record = records[caller] ?? Record(count: 0, notBefore: now)
        record.count = min(record.count + 1, 64)
        let doublings = min(max(0, record.count - Self.free), 8)
        let delay: Duration = record.count < Self.free ? .zero : Self.shortest * (1 << doublings)
        record.notBefore = now + min(delay, Self.longest)
        records[caller] = record
    }

    /// The right one came.
    mutating func right(_ caller: String) { records[caller] = nil }

    /// Makes room: what need not wait any more goes, else whoever waits least.
    private mutating func forget(at now: Duration) {
        records = records.filter { $0.value.notBefore > now }
        guard records.count >= Self.most else { return }
        if let least = records.min(by: { $0.value.notBefore < $1.value.notBefore })?.key {
            records[least] = nil
        }
    }
}
