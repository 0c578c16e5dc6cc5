// SPDX-License-Identifier: MIT
/// What a UART makes of a line that is not as it expects: bits are computed, not assumed.
struct UART {
    /// Bits per second of the receiver.
    var baud: Int
    /// Whether the levels are exchanged on the way.
    var isInverted = false

    /// Sixteen looks at the line for each bit, as real ones do.
    private static let oversampling = 16

    /// Receives what a charger sends.
    /// - Parameters:
    ///   - pieces: what is sent without a pause; after each the line rests.
    ///   - sender: bits per second of the charger.
    ///   - pause: bits of rest.
    func receive(_ pieces: [[UInt8]], sentAt sender: Int = 19200, pause: Int = 40) -> [UInt8] {
        var bits: [Bool] = Array(repeating: true, count: pause)
        for piece in pieces {
            for byte in piece { bits += [false] + (0..<8).map { byte >> $0 & 1 == 1 } + [true] }
            bits += Array(repeating: true, count: pause)
        }
        return receive(bits: bits, sentAt: sender)
    }

    private func receive(bits: [Bool], sentAt sender: Int) -> [UInt8] {
        let looks = bits.count * baud * Self.oversampling / sender
        func level(_ look: Int) -> Bool {
            let bit = min(bits.count - 1, look * sender / (baud * Self.oversampling))
            return bits[bit] != isInverted
        }
        var bytes: [UInt8] = []
        var look = 1
        while look < looks {
            guard level(look - 1), !level(look) else {
                look += 1
                continue
            }
            // The middle of the start bit, then of each bit after it.
            let middle = look + Self.oversampling / 2
            guard !level(middle) else {
                look += 1
                continue
            }
            var byte: UInt8 = 0
            for bit in 0..<8 where level(middle + (bit + 1) * Self.oversampling) { byte |= 1 << bit }
            look = middle + 9 * Self.oversampling
            // All low: a break, which the port ignores. A wrong stop bit alone is not noticed.
            if byte != 0 || level(look) { bytes.append(byte) }
            look += 1
        }
        return bytes
    }
}
