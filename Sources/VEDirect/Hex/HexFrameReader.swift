// SPDX-License-Identifier: MIT
/// Collects the digits of one HEX frame after its `:`.
struct HexFrameReader: Sendable {
    enum Step {
        case more
        case frame(HexFrame)
        /// The frame is given up. `consumed` is false when the byte belongs to what follows.
        case broken(StreamFault, consumed: Bool)
    }

    // Payload and check byte; one array for the life of the reader.
    private var bytes = [UInt8](repeating: 0, count: HexFrame.maximumPayloadLength + 1)
    private var digits = 0
    private var command: UInt8 = 0
    private var sum: UInt8 = 0

    mutating func begin() {
        digits = 0
        sum = 0
    }

    mutating func push(_ byte: UInt8) -> Step {
        if let nibble = ASCII.nibble(byte) { return append(nibble) }
        switch byte {
        case ASCII.newline: return finish()
        case ASCII.colon, ASCII.carriageReturn: return .broken(.frameTruncated, consumed: false)
        default: return .broken(.frameMalformed, consumed: false)
        }
    }

    private mutating func append(_ nibble: UInt8) -> Step {
        if digits == 0 {
            command = nibble
            sum = nibble
        } else {
            let index = (digits - 1) / 2
            guard index < bytes.count else { return .broken(.frameTooLong, consumed: false) }
            if digits % 2 == 1 {
                bytes[index] = nibble << 4
            } else {
                bytes[index] |= nibble
                sum &+= bytes[index]
            }
        }
        digits += 1
        return .more
    }

    private func finish() -> Step {
        guard digits >= 3, digits % 2 == 1 else { return .broken(.frameTruncated, consumed: true) }
        guard sum == HexFrame.checkTotal else { return .broken(.frameCheck, consumed: true) }
        return .frame(HexFrame(command: command, payload: Array(bytes[..<((digits - 3) / 2)])))
    }
}
