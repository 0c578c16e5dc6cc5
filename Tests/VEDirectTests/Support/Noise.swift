// SPDX-License-Identifier: MIT
import VEDirect

/// Bytes that look as much like the protocol as noise can.
enum Noise {
    private static let pieces: [[UInt8]] = [
        bytes("\r\n"), bytes("\r"), bytes("\n"), bytes("\t"), bytes(":"), bytes("\r\nPID\t"),
        bytes("\r\nV\t26870"),
        bytes("\r\nChecksum\t"), bytes(":A0920000022\n"), bytes(":A0920"), bytes("Checksum\t"), [0], [0xFF],
        bytes("PID"), bytes("A"), bytes("7"), bytes("\r\nHC#\t57825"), bytes("\r\nChexksum\t"),
    ]

    /// At least `count` bytes: pieces of the protocol, and bytes of any kind.
    static func bytes(count: Int, _ random: inout SplitMix) -> [UInt8] {
        var bytes: [UInt8] = []
        while bytes.count < count {
            if Bool.random(using: &random) {
                bytes += pieces.randomElement(using: &random) ?? []
            } else {
                bytes.append(UInt8.random(in: .min ... .max, using: &random))
            }
        }
        return bytes
    }

    private static func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }
}
