// SPDX-License-Identifier: MIT
/// HEX frames as lines of text, written and read for the charger's end.
///
/// On purpose not the `VEDirect` library's code: a simulator that shared it could not show its mistakes.
enum HexLine {
    private static let digits = Array("0123456789ABCDEF".utf8)

    /// A whole frame: colon, command, payload, check, line feed.
    /// - Parameters:
    ///   - command: One nibble.
    ///   - payload: The bytes between command and check.
    static func frame(_ command: UInt8, _ payload: [UInt8] = []) -> [UInt8] {
        let check = 0x55 &- payload.reduce(command) { $0 &+ $1 }
        return [UInt8(ascii: ":"), digits[Int(command & 0x0F)]]
            + (payload + [check]).flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 0x0F)]] }
            + [UInt8(ascii: "\n")]
    }

    /// An asynchronous frame of a register, or an answer that carries one.
    /// - Parameters:
    ///   - command: 0xA for an unasked one, 7 or 8 for an answer.
    ///   - register: Its id.
    ///   - flags: 0 when all is well.
    ///   - value: Lowest byte first.
    static func register(_ command: UInt8, _ register: UInt16, flags: UInt8 = 0, _ value: [UInt8]) -> [UInt8]
    {
        frame(command, littleEndian(Int(register), bytes: 2) + [flags] + value)
    }

    /// Command and payload of a line between colon and line feed; nil when it is not a whole frame.
    static func parse(_ line: [UInt8]) -> (command: UInt8, payload: [UInt8])? {
        var nibbles: [UInt8] = []
        for character in line {
            guard let nibble = digits.firstIndex(of: character) else { return nil }
            nibbles.append(UInt8(nibble))
        }
        guard let command = nibbles.first, nibbles.count >= 3, nibbles.count % 2 == 1 else { return nil }
        let bytes = stride(from: 1, to: nibbles.count, by: 2).map { nibbles[$0] << 4 | nibbles[$0 + 1] }
        guard bytes.reduce(command, &+) == 0x55 else { return nil }
        return (command, Array(bytes.dropLast()))
    }
}
