// SPDX-License-Identifier: MIT
/// A label of up to eight characters as one number, so that labels compare without an allocation.
enum PackedLabel {
    /// "Checksum".
    static let checksum: UInt64 = 0x4368_6563_6B73_756D
    /// "PID".
    static let productID: UInt64 = 0x50_4944

    static func appending(_ byte: UInt8, to label: UInt64) -> UInt64 { label << 8 | UInt64(byte) }
}
