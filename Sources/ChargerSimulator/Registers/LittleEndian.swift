// SPDX-License-Identifier: MIT
/// A number as the registers carry it.
/// - Parameters:
///   - value: The number; negative ones in two's complement, bits that don't fit are cut off.
///   - bytes: How many bytes.
/// - Returns: The bytes, lowest first.
func littleEndian(_ value: Int, bytes: Int) -> [UInt8] {
    (0..<bytes).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
}

/// The unsigned number that bytes carry, lowest first; bytes beyond the seventh are ignored.
func unsigned(_ bytes: some Sequence<UInt8>) -> Int {
    bytes.prefix(7).reversed().reduce(0) { $0 << 8 | Int($1) }
}
