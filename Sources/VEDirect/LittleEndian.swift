// SPDX-License-Identifier: MIT
extension UInt16 {
    /// A number from its two bytes as they come over the wire, low byte first.
    public init(littleEndianBytes low: UInt8, _ high: UInt8) { self = UInt16(high) << 8 | UInt16(low) }

    /// The two bytes as they go over the wire, low byte first.
    public var littleEndianBytes: [UInt8] {
        [UInt8(truncatingIfNeeded: self), UInt8(truncatingIfNeeded: self >> 8)]
    }
}

/// A number from up to eight bytes, low byte first.
func littleEndian(_ bytes: some Sequence<UInt8>) -> UInt64 {
    var value: UInt64 = 0
    var shift: UInt64 = 0
    for byte in bytes {
        value |= UInt64(byte) << shift
        shift += 8
    }
    return value
}

/// A number as "0x" and upper-case digits, two for each byte of its type.
func hexadecimal<Number: FixedWidthInteger & UnsignedInteger>(_ number: Number) -> String {
    let digits = String(number, radix: 16, uppercase: true)
    return "0x" + String(repeating: "0", count: Number.bitWidth / 4 - digits.utf8.count) + digits
}
