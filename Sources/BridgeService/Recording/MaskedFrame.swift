// SPDX-License-Identifier: MIT
import VEDirect

/// A HEX frame as it came, without its newline, with what names a charger or its owner replaced.
enum MaskedFrame {
    /// Command, register, flags: what stands before a register's value.
    private static let valueStart = 1 + 1 + 4 + 2
    private static let texts: Set<UInt16> = [Register.serialNumber.address, Register.userName.address]
    /// The Bluetooth network's bookkeeping; some of it carries the members' addresses.
    private static let network: ClosedRange<UInt16> = 0xEC10...0xEC3F

    /// - Parameters:
    ///   - frame: from its `:`.
    ///   - isWhole: whether its newline followed; of one that was cut short, all may be value.
    static func mask(_ frame: [UInt8], isWhole: Bool) -> [UInt8] {
        guard let replacement = replacement(for: frame) else { return frame }
        var masked = frame
        var difference: UInt8 = 0
        let hasCheck = isWhole && frame.count >= valueStart + 2 && frame.count.isMultiple(of: 2)
        let end = hasCheck ? frame.count - 2 : frame.count
        for index in stride(from: valueStart, to: end - 1, by: 2) {
            let byte = byte(frame, at: index)
            let new = byte == 0 ? 0 : replacement
            put(new, at: index, &masked)
            difference &+= new &- byte
        }
        if hasCheck { put(byte(frame, at: end) &- difference, at: end, &masked) }
        return masked
    }

    /// What each byte of the value becomes; nil when the frame tells nothing of whom it is about.
    private static func replacement(for frame: [UInt8]) -> UInt8? {
        guard frame.count > valueStart, "78A".utf8.contains(frame[1]) else { return nil }
        let address = UInt16(byte(frame, at: 2)) | UInt16(byte(frame, at: 4)) << 8
        if texts.contains(address) { return SerialNumberMask.replacement }
        return network.contains(address) ? 0xFF : nil
    }

    private static func byte(_ frame: [UInt8], at index: Int) -> UInt8 {
        digit(frame[index]) << 4 | digit(frame[index + 1])
    }

    private static func put(_ byte: UInt8, at index: Int, _ frame: inout [UInt8]) {
        let digits = Array("0123456789ABCDEF".utf8)
        frame[index] = digits[Int(byte >> 4)]
        frame[index + 1] = digits[Int(byte & 15)]
    }

    private static func digit(_ digit: UInt8) -> UInt8 {
        digit < 0x3A ? digit &- 0x30 : digit &- 0x37
    }
}
