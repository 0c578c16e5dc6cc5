// SPDX-License-Identifier: MIT
/// The charger's registers and the rules by which they are written.
struct RegisterStore: Sendable {
    /// What became of a write.
    enum Outcome: Equatable {
        /// Taken; the value now in force.
        case accepted([UInt8])
        /// No such register.
        case unknown
        /// Not writable; the value it has.
        case readOnly([UInt8])
        /// Refused; the nearest valid value.
        case invalid([UInt8])
    }

    private(set) var cells: [UInt16: SimulatedRegister]
    /// Writes to non-volatile memory since the charger was made, also those that changed nothing.
    private(set) var nonVolatileWrites = 0

    init(_ cells: [UInt16: SimulatedRegister]) { self.cells = cells }

    /// The number in a register; 0 when there is no such register.
    func number(_ id: UInt16) -> Int { unsigned(cells[id]?.value ?? []) }

    /// Sets a value from inside the charger, past every rule.
    mutating func put(_ id: UInt16, _ value: [UInt8]) { cells[id]?.value = value }

    /// Sets a number from inside the charger, in the register's own size.
    mutating func put(_ id: UInt16, _ number: Int) {
        guard let size = cells[id]?.value.count else { return }
        put(id, littleEndian(number, bytes: size))
    }

    /// Writes a register as a request does.
    mutating func write(_ id: UInt16, _ value: [UInt8]) -> Outcome {
        guard let cell = cells[id] else { return .unknown }
        if cell.storage == .readOnly { return .readOnly(cell.value) }
        guard value.count == cell.value.count else { return .invalid(cell.value) }
        let number = unsigned(value)
        switch cell.rule {
        case .any:
            return store(id, value)
        case .clamped(let range):
            return store(id, littleEndian(range.nearest(to: number), bytes: value.count))
        case .userDefined where self.number(0xEDF1) != 0xFF:
            return .invalid(cell.value)
        case .checked(let range), .userDefined(let range):
            if range.contains(number) { return store(id, value) }
            return .invalid(littleEndian(range.nearest(to: number), bytes: value.count))
        }
    }

    /// What a power cycle does: volatile registers fall back to their first value.
    mutating func forgetVolatile() {
        for (id, cell) in cells where cell.storage == .volatile { cells[id]?.value = cell.first }
    }

    private mutating func store(_ id: UInt16, _ value: [UInt8]) -> Outcome {
        cells[id]?.value = value
        if cells[id]?.storage == .nonVolatile { nonVolatileWrites += 1 }
        return .accepted(value)
    }
}

extension ClosedRange<Int> {
    /// The value itself, or the end it lies beyond.
    func nearest(to value: Int) -> Int { Swift.min(Swift.max(value, lowerBound), upperBound) }
}
