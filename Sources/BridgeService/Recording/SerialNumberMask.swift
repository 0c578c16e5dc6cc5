// SPDX-License-Identifier: MIT
public import ByteLink

/// Takes serial numbers and names out of what a charger sends, byte for byte, and mends the checksums.
///
/// Replaced are the value of the text field `SER#` and, in HEX frames, the serial number (0x010A), the user's
/// name (0x010C) and the bookkeeping of the Bluetooth network (0xEC10 to 0xEC3F), which names its members. All
/// else stays as it came, damage included; in a damaged piece a number may stay too.
public struct SerialNumberMask: RecordingFilter {
    private enum Place {
        case outside, newline, label, value, serialNumber, checksum
    }

    private var place = Place.outside
    private var label: [UInt8] = []
    /// The sum of the block's bytes, and by how much what was written differs from it.
    private var sum: UInt8 = 0
    private var difference: UInt8 = 0
    /// A HEX frame under way, from its `:`.
    private var frame: [UInt8]?

    static let replacement = UInt8(ascii: "X")
    private static let serialNumber = Array("SER#".utf8)
    private static let checksum = Array("Checksum".utf8)
    /// With which a charger's block begins.
    private static let opening = Array("PID".utf8)
    private static let longestLabel = 8
    /// `:`, command and 160 bytes with their check, as the longest frame that is read.
    private static let longestFrame = 2 + 2 * 161

    /// A mask at the beginning of a recording.
    public init() {}

    /// Takes bytes in the order they came; a HEX frame comes out when it is whole.
    public mutating func pass(_ bytes: [UInt8]) -> [UInt8] {
        var passed: [UInt8] = []
        passed.reserveCapacity(bytes.count)
        for byte in bytes { take(byte, &passed) }
        return passed
    }

    /// Gives out a frame that was not finished.
    public mutating func finish() -> [UInt8] {
        defer { frame = nil }
        return frame.map { MaskedFrame.mask($0, isWhole: false) } ?? []
    }

    private mutating func take(_ byte: UInt8, _ passed: inout [UInt8]) {
        if var frame {
            self.frame = nil
            if Self.isDigit(byte), frame.count < Self.longestFrame {
                frame.append(byte)
                self.frame = frame
                return
            }
            let isWhole = byte == 0x0A
            passed += MaskedFrame.mask(frame, isWhole: isWhole)
            if isWhole { return passed.append(byte) }
        }
        takeText(byte, &passed)
    }

    private mutating func takeText(_ byte: UInt8, _ passed: inout [UInt8]) {
        if place == .checksum { return takeChecksum(byte, &passed) }
        guard byte != UInt8(ascii: ":") else {
            frame = [byte]
            return
        }
        sum &+= byte
        var written = byte
        switch (place, byte) {
        case (.outside, 0x0D): begin()
        case (.outside, _): break
        case (_, 0x0D): place = .newline
        case (.newline, 0x0A):
            place = .label
            label = []
        case (.newline, _): place = .value
        case (.label, 0x09): endLabel()
        case (.label, _): if label.count <= Self.longestLabel { label.append(byte) }
        case (.serialNumber, 0x21...0x7E): written = Self.replacement
        default: break
        }
        difference &+= written &- byte
        passed.append(written)
    }

    private mutating func takeChecksum(_ byte: UInt8, _ passed: inout [UInt8]) {
        let holds = sum &+ byte == 0
        // A frame may stand before the checksum byte, and the byte itself may be missing.
        if !holds, byte == UInt8(ascii: ":") {
            frame = [byte]
            return
        }
        place = .outside
        if !holds, byte == 0x0D {
            begin()
            return passed.append(byte)
        }
        passed.append(byte &- difference)
    }

    private mutating func begin() {
        sum = 0x0D
        difference = 0
        place = .newline
    }

    private mutating func endLabel() {
        switch label {
        case Self.serialNumber: place = .serialNumber
        case Self.checksum: place = .checksum
        default:
            place = .value
            // The checksum of the block before may have been lost.
            if label == Self.opening {
                sum = (Self.opening + [0x0D, 0x0A, 0x09]).reduce(0, &+)
                difference = 0
            }
        }
    }

    private static func isDigit(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || (0x41...0x46).contains(byte)
    }
}
