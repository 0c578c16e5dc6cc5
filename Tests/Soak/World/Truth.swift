// SPDX-License-Identifier: MIT
import ChargerSimulator

/// What the charger measured and did, for as long as it may still be shown.
struct Truth: Sendable {
    struct Values: Sendable, Equatable {
        var millivolts = 0
        var milliamperes = 0
        var coarseMilliamperes = 0
        var internalCentidegrees = 0
        var degrees: Int?
        /// In the register, and in the text, which is up to a second ahead.
        var states: [UInt8] = []
        var errors: [UInt8] = []
    }

    private struct Entry {
        var from: Duration
        /// nil while it had no mains.
        var values: Values?
    }

    private var entries: [Entry] = []
    private(set) var latest: Values?

    /// Notes what the charger has from now on.
    mutating func note(_ values: Values?, at now: Duration) {
        guard entries.isEmpty || values != latest else { return }
        latest = values
        entries.append(Entry(from: now, values: values))
        // The last one that is too old still held when the window began.
        if entries.count > 90, let first = entries.lastIndex(where: { $0.from < now - .seconds(45) }) {
            entries.removeFirst(first)
        }
    }

    /// Whether something was so within a time.
    func held(since time: Duration, _ isSo: (Values) -> Bool) -> Bool {
        for entry in entries.reversed() {
            if let values = entry.values, isSo(values) { return true }
            if entry.from <= time { return false }
        }
        return false
    }

    /// The range of a quantity within a time.
    func range(since time: Duration, _ quantity: (Values) -> Int) -> ClosedRange<Int>? {
        var range: ClosedRange<Int>?
        for entry in entries.reversed() {
            if let value = entry.values.map(quantity) {
                range = range.map { min($0.lowerBound, value)...max($0.upperBound, value) } ?? value...value
            }
            if entry.from <= time { break }
        }
        return range
    }
}

extension Truth.Values {
    /// Read out of the charger's registers, not off the wire.
    init?(_ charger: SimulatedCharger) {
        guard charger.isPowered else { return nil }
        millivolts = charger.number(0xED8D) * 10
        milliamperes = charger.number(0xED8C)
        coarseMilliamperes = charger.number(0xED8F) * 100
        internalCentidegrees = charger.number(0xEDDB)
        degrees = charger.battery.temperatureCelsius.map { Int($0.rounded()) }
        states = [
            UInt8(truncatingIfNeeded: charger.number(0x0201)),
            charger.faults.reportedState ?? charger.phase.rawValue,
        ]
        let lowest = Double(Int16(truncatingIfNeeded: charger.number(0xEDE0)))
        let isCold = charger.battery.temperatureCelsius.map { $0 * 100 < lowest } ?? false
        let error = charger.faults.errorCode
        errors = [UInt8(truncatingIfNeeded: charger.number(0xEDDA)), error == 0 && isCold ? 14 : error]
    }
}

extension SimulatedCharger {
    func number(_ register: UInt16) -> Int {
        (registers[register]?.value ?? []).reversed().reduce(0) { $0 << 8 | Int($1) }
    }

    /// The limit in its memory, 0.1 A.
    var limit: Int { number(0xEDF0) }

    /// The limit in force by that one and by the one that lapses, 0.1 A.
    var limitOfBoth: Int { min(limit, number(0x2015)) }
}
