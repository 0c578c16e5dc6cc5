// SPDX-License-Identifier: MIT
/// A place in a JSON document (RFC 6901).
public struct JSONPointer: Sendable, Hashable, CustomStringConvertible {
    /// The pointer as it was written.
    public let description: String
    let tokens: [String]

    /// Reads a pointer.
    /// - Parameter text: empty for the whole document, else parts that each begin with `/`, in which `~1` stands
    ///   for a slash and `~0` for a tilde.
    /// - Returns: nil when it is neither.
    public init?(_ text: String) {
        description = text
        guard !text.isEmpty else {
            tokens = []
            return
        }
        guard text.utf8.first == UInt8(ascii: "/") else { return nil }
        var tokens: [String] = []
        for part in text.unicodeScalars.dropFirst().split(separator: "/", omittingEmptySubsequences: false) {
            guard let token = Self.token(part) else { return nil }
            tokens.append(token)
        }
        self.tokens = tokens
    }

    /// nil when a tilde is followed by anything but 0 or 1.
    private static func token(_ part: Substring.UnicodeScalarView) -> String? {
        var token = String.UnicodeScalarView()
        var rest = part
        while let scalar = rest.popFirst() {
            guard scalar == "~" else {
                token.append(scalar)
                continue
            }
            switch rest.popFirst() {
            case "0": token.append("~")
            case "1": token.append("/")
            default: return nil
            }
        }
        return String(token)
    }

    /// A part as the index of an array: digits without a leading zero.
    static func index(_ token: String) -> Int? {
        guard token.utf8.allSatisfy({ (0x30...0x39).contains($0) }), token == "0" || token.first != "0" else {
            return nil
        }
        return Int(token)
    }
}
