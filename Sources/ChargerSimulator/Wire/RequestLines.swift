// SPDX-License-Identifier: MIT
/// Cuts what the host sends into lines between a colon and a line feed.
struct RequestLines: Sendable {
    /// A longer line is noise; the longest frame of the protocol is far shorter.
    private static let longest = 256

    private var line: [UInt8]?

    /// Takes in bytes.
    /// - Returns: The lines that became complete, without colon and line feed.
    mutating func take(_ bytes: [UInt8]) -> [[UInt8]] {
        var complete: [[UInt8]] = []
        for byte in bytes {
            switch byte {
            case UInt8(ascii: ":"):
                line = []
            case UInt8(ascii: "\n"):
                if let line { complete.append(line) }
                line = nil
            default:
                line?.append(byte)
                if let line, line.count > Self.longest { self.line = nil }
            }
        }
        return complete
    }
}
