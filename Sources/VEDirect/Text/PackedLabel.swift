/// A label of up to eight characters as one number, so that labels compare without an allocation.
enum PackedLabel {
    static let checksum = pack("Checksum")
    static let productID = pack("PID")

    static func appending(_ byte: UInt8, to label: UInt64) -> UInt64 { label << 8 | UInt64(byte) }

    private static func pack(_ label: StaticString) -> UInt64 {
        label.withUTF8Buffer { $0.reduce(0) { appending($1, to: $0) } }
    }
}
