// SPDX-License-Identifier: MIT
/// The bytes that shape the stream.
enum ASCII {
    static let tab: UInt8 = 0x09
    static let newline: UInt8 = 0x0A
    static let carriageReturn: UInt8 = 0x0D
    static let space: UInt8 = 0x20
    static let zero: UInt8 = 0x30
    static let colon: UInt8 = 0x3A
    static let upperA: UInt8 = 0x41

    /// Whether a byte may stand in a label.
    static func isLabel(_ byte: UInt8) -> Bool { byte > space && byte < 0x7F && byte != colon }

    /// Whether a byte may stand in a value.
    static func isValue(_ byte: UInt8) -> Bool { byte == space || isLabel(byte) }

    /// The value of an upper-case hexadecimal digit, nil for any other byte.
    static func nibble(_ byte: UInt8) -> UInt8? {
        switch byte {
        case 0x30...0x39: byte &- zero
        case 0x41...0x46: byte &- upperA &+ 10
        default: nil
        }
    }

    /// The upper-case digit for the low four bits.
    static func digit(_ nibble: UInt8) -> UInt8 {
        let low = nibble & 0x0F
        return low < 10 ? zero &+ low : upperA &+ (low &- 10)
    }
}
