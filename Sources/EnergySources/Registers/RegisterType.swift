// SPDX-License-Identifier: MIT
/// What a register, or two in a row, hold (Modbus knows 16-bit words only; the rest is custom).
public enum RegisterType: String, Sendable, Hashable, CaseIterable {
    /// One register, two's complement.
    case int16
    /// One register, without sign.
    case uint16
    /// Two registers, two's complement.
    case int32
    /// Two registers, without sign.
    case uint32
    /// Two registers, IEEE 754 single precision.
    case float32

    /// How many registers a value takes.
    public var words: Int {
        switch self {
        case .int16, .uint16: 1
        case .int32, .uint32, .float32: 2
        }
    }

    /// Decodes a value.
    /// - Parameters:
    ///   - registers: as many as ``words``.
    ///   - order: which of two registers comes first.
    /// - Returns: nil when the number of registers is wrong, or a float is not finite.
    func value(of registers: some Collection<UInt16>, order: WordOrder) -> Double? {
        guard registers.count == words else { return nil }
        let inOrder = order == .big ? Array(registers) : registers.reversed()
        let bits = inOrder.reduce(UInt32(0)) { $0 << 16 | UInt32($1) }
        switch self {
        case .int16: return Double(Int16(truncatingIfNeeded: bits))
        case .uint16, .uint32: return Double(bits)
        case .int32: return Double(Int32(bitPattern: bits))
        case .float32:
            let float = Float(bitPattern: bits)
            return float.isFinite ? Double(float) : nil
        }
    }
}

/// Which of two registers holds the upper half.
public enum WordOrder: String, Sendable, Hashable, CaseIterable {
    /// The first.
    case big
    /// The second.
    case little
}

/// Which of a device's tables is read.
public enum RegisterKind: String, Sendable, Hashable, CaseIterable {
    /// Input registers, function 4.
    case input
    /// Holding registers, function 3.
    case holding
}
