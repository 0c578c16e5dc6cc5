// SPDX-License-Identifier: MIT
import VEDirect

/// Blocks made for a test.
enum SampleBlock {
    /// A block such as a charger sends.
    static func charger(millivolts: Int = 26870, milliamperes: Int = 2000) throws -> TextBlock {
        try TextBlock(fields: [
            .init("PID", "0xA332"), .init("FWE", "0342FF"), .init("SER#", "HQ2249TESTS"),
            .init("V", "\(millivolts)"), .init("I", "\(milliamperes)"), .init("T", "---"), .init("ERR", "0"),
            .init("CS", "3"), .init("HC#", "57825"),
        ])
    }

    /// A block whose checksum byte is the one wanted.
    static func withChecksum(_ wanted: UInt8) throws -> TextBlock {
        for last in UInt8(ascii: "A")...UInt8(ascii: "z") {
            for count in 1...10 {
                let letters = [UInt8](repeating: UInt8(ascii: "A"), count: count) + [last]
                let filler = String(decoding: letters, as: UTF8.self)
                let block = try TextBlock(fields: [
                    .init("PID", "0xA332"), .init("V", "26870"), .init("X", filler),
                ])
                if block.encoded.last == wanted { return block }
            }
        }
        throw NoSuchBlock()
    }

    /// No filler gives the checksum wanted.
    struct NoSuchBlock: Error {}
}
