// SPDX-License-Identifier: MIT
extension Register {
    /// How a register's bytes are to be read.
    ///
    /// Numbers are little endian.
    public enum Format: Sendable, Hashable {
        /// Unsigned, 8 bits.
        case un8
        /// Unsigned, 16 bits.
        case un16
        /// Unsigned, 24 bits.
        case un24
        /// Unsigned, 32 bits.
        case un32
        /// Signed, 8 bits.
        case sn8
        /// Signed, 16 bits.
        case sn16
        /// Signed, 32 bits.
        case sn32
        /// Separate bits, in so many bytes (1 to 4).
        case bits(Int)
        /// Text, up to a zero byte or the end.
        case string
        /// Several values; how many bytes, nil when that depends on the firmware.
        case record(Int?)

        /// The number of bytes, nil for text and for records of any length.
        public var length: Int? {
            switch self {
            case .un8, .sn8: 1
            case .un16, .sn16: 2
            case .un24: 3
            case .un32, .sn32: 4
            case .bits(let count): count
            case .record(let count): count
            case .string: nil
            }
        }

        /// Whether it is one number.
        public var isNumber: Bool {
            switch self {
            case .un8, .un16, .un24, .un32, .sn8, .sn16, .sn32, .bits: true
            case .string, .record: false
            }
        }

        /// Whether numbers can be negative.
        public var isSigned: Bool { self == .sn8 || self == .sn16 || self == .sn32 }

        /// The raw numbers that fit, nil when it is not one number.
        public var range: ClosedRange<Int>? {
            guard isNumber, let length, 1...4 ~= length else { return nil }
            let span: Int64 = 1 << (8 * Int64(length))
            let low = isSigned ? -span / 2 : 0
            return Int(clamping: low)...Int(clamping: low + span - 1)
        }

        /// The number that means "not available": all bits set, or the highest of a signed format.
        public var notAvailable: Int? { range?.upperBound }
    }
}
