// SPDX-License-Identifier: MIT
/// What a register's bytes say.
public enum RegisterValue: Sendable, Hashable {
    /// The charger has no value for it. Never to be shown as a number.
    case notAvailable
    /// The raw number, to be multiplied by ``Register/scale``.
    case integer(Int)
    /// Text.
    case text(String)
    /// Several values; see ``CumulativeRecord`` and ``ChargeCycle``.
    case record([UInt8])
}

/// Why a number cannot be written to a register.
public enum RegisterError: Error, Sendable, Hashable {
    /// The register does not hold one number.
    case notANumber(Register)
    /// The number does not fit the register's format.
    case outOfRange(Register, raw: Int)
    /// The number means "not available" there; ``Register/notAvailableBytes`` says so on purpose.
    case meansNotAvailable(Register, raw: Int)
}

extension Register {
    /// Reads the register's bytes.
    /// - Parameter bytes: the value of a ``RegisterAnswer``.
    /// - Returns: nil when the number of bytes is not the format's.
    public func decode(_ bytes: [UInt8]) -> RegisterValue? {
        if let length = format.length, bytes.count != length { return nil }
        switch format {
        case .string: return text(bytes)
        case .record: return .record(bytes)
        default:
            guard let raw = number(bytes) else { return nil }
            return notAvailableValues.contains(raw) ? .notAvailable : .integer(raw)
        }
    }

    /// The bytes of a raw number, for ``HexRequest/set(_:value:)``.
    /// - Parameter raw: in steps of ``scale``.
    /// - Throws: ``RegisterError`` when it does not fit, or would say "not available".
    public func encode(_ raw: Int) throws(RegisterError) -> [UInt8] {
        guard let range = format.range else { throw .notANumber(self) }
        guard range ~= raw else { throw .outOfRange(self, raw: raw) }
        guard !notAvailableValues.contains(raw) else { throw .meansNotAvailable(self, raw: raw) }
        return littleEndianBytes(raw)
    }

    /// The bytes that say "not available", nil when the register has none.
    public var notAvailableBytes: [UInt8]? { notAvailableValues.first.map(littleEndianBytes) }

    /// A raw number in thousandths of the unit (mV, mA, ...), exactly.
    /// - Returns: nil when it is too large to be counted.
    public func thousandths(_ raw: Int) -> Int? {
        let (product, overflow) = raw.multipliedReportingOverflow(by: scale.thousandths)
        return overflow ? nil : product
    }

    /// The value in a register's bytes in thousandths of the unit, nil when there is none.
    public func thousandths(in bytes: [UInt8]) -> Int? {
        guard case .integer(let raw) = decode(bytes) else { return nil }
        return thousandths(raw)
    }

    /// The raw number for a quantity in thousandths of the unit, rounded towards zero.
    public func raw(thousandths: Int) -> Int { thousandths / scale.thousandths }

    private func number(_ bytes: [UInt8]) -> Int? {
        let unsigned = littleEndian(bytes)
        guard let range = format.range, let number = Int(exactly: unsigned) else { return nil }
        return number > range.upperBound ? number - (range.upperBound - range.lowerBound + 1) : number
    }

    private func littleEndianBytes(_ raw: Int) -> [UInt8] {
        (0..<(format.length ?? 0)).map { UInt8(truncatingIfNeeded: raw >> (8 * $0)) }
    }

    private func text(_ bytes: [UInt8]) -> RegisterValue {
        // Memory that was never written reads as ones.
        if bytes.first == 0xFF { return .notAvailable }
        return .text(String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self))
    }
}

extension RegisterError: CustomStringConvertible {
    /// The error in words.
    public var description: String {
        switch self {
        case .notANumber(let register): "\(register.name): not one number"
        case .outOfRange(let register, let raw): "\(register.name): \(raw) does not fit"
        case .meansNotAvailable(let register, let raw): "\(register.name): \(raw) means \"not available\""
        }
    }
}
