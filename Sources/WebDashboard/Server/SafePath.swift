// SPDX-License-Identifier: MIT
/// The parts of a request's path, refused when they could mean more than they say.
struct SafePath: Sendable, Hashable {
    let parts: [String]

    private static let longest = 1024

    /// Takes a path apart.
    /// - Parameter path: as it came, without the query.
    /// - Returns: nil for anything but `/part/part`: empty parts, dots, encoded slashes, control characters,
    ///   broken percent signs, bytes that are no UTF-8.
    init?(_ path: String) {
        guard path.utf8.count <= Self.longest, path.utf8.first == UInt8(ascii: "/") else { return nil }
        if path == "/" {
            parts = []
            return
        }
        var parts: [String] = []
        for raw in path.utf8.dropFirst().split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        {
            guard let part = Self.decode(raw), !part.isEmpty, part != ".", part != ".." else { return nil }
            guard part.unicodeScalars.allSatisfy({ $0.value >= 0x20 && $0.value != 0x7F }),
                !part.contains("/"), !part.contains("\\")
            else { return nil }
            parts.append(part)
        }
        self.parts = parts
    }

    private static func decode(_ raw: some Collection<UInt8>) -> String? {
        var bytes: [UInt8] = []
        var rest = raw[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                bytes.append(byte)
                continue
            }
            guard let high = rest.popFirst().flatMap(nibble), let low = rest.popFirst().flatMap(nibble) else {
                return nil
            }
            bytes.append(high << 4 | low)
        }
        return String(validating: bytes, as: UTF8.self)
    }

    private static func nibble(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}
