// SPDX-License-Identifier: MIT
/// Sums energy and charge, and shows only what is saved.
struct TotalsKeeper: Sendable {
    /// What was measured.
    private(set) var measured: Totals
    /// What is on disk, and so may be shown.
    private(set) var safe: Totals
    private var last: (voltage: Millivolts, current: Milliamperes, at: Duration)?
    private var askedAt: Duration?

    /// Often enough to be of use, seldom enough for an SD card.
    private static let savingInterval: Duration = .seconds(60)

    init(_ kept: Totals) {
        measured = kept
        safe = kept
    }

    /// Adds what flowed since the last reading.
    mutating func take(voltage: Millivolts?, current: Milliamperes?, at now: Duration) {
        guard let voltage, let current else { return pause() }
        if let last { measured.add(voltage: last.voltage, current: last.current, for: now - last.at) }
        last = (voltage, current, now)
    }

    /// Counts nothing until the next reading.
    mutating func pause() { last = nil }

    /// Whether it is time to save again.
    mutating func isDue(at now: Duration) -> Bool {
        let isChanged =
            measured.wattHours != safe.wattHours || measured.centiampereHours != safe.centiampereHours
        guard isChanged, askedAt.map({ now - $0 >= Self.savingInterval }) ?? true else { return false }
        askedAt = now
        return true
    }

    mutating func saved(_ totals: Totals) { safe = totals }
}
