// SPDX-License-Identifier: MIT
/// Reads a current in amperes from the text of a request.
public enum LimitPayload {
    /// The longest text taken as a number; a longer one is refused unread.
    public static let longest = 32

    /// Reads a number of amperes.
    /// - Parameter text: the payload's bytes; spaces around the number are accepted.
    /// - Returns: the amperes, finite, possibly negative.
    /// - Throws: ``Unreadable`` with what is wrong, in words.
    public static func amperes(_ text: some Collection<UInt8>) throws(Unreadable) -> Double {
        try number(text, of: "amperes")
    }

    /// Reads a number of watts, -5000 … 5000.
    /// - Parameter text: the payload's bytes; spaces around the number are accepted.
    /// - Throws: ``Unreadable`` with what is wrong, in words.
    public static func watts(_ text: some Collection<UInt8>) throws(Unreadable) -> Double {
        let watts = try number(text, of: "watts")
        guard abs(watts) <= 5000 else {
            throw Unreadable(shown: "\(watts)", reason: "expected watts from -5000 to 5000, found \(watts)")
        }
        return watts
    }

    /// A payload as it can be shown to a person: itself when it is short, printable text.
    static func shown(_ text: some Collection<UInt8>) -> String {
        guard text.count <= longest, text.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) else {
            return "\(text.count) bytes"
        }
        return String(decoding: text, as: UTF8.self)
    }

    private static func number(_ text: some Collection<UInt8>, of unit: String) throws(Unreadable) -> Double {
        guard text.count <= longest else {
            throw Unreadable(
                shown: "\(text.count) bytes", reason: "a number of \(unit) has at most \(longest) characters")
        }
        var bytes = Array(text.drop(while: isSpace))
        while bytes.last.map(isSpace) == true { bytes.removeLast() }
        guard !bytes.isEmpty else {
            throw Unreadable(shown: "", reason: "the payload is empty; a number of \(unit) is expected")
        }
        guard bytes.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) else {
            throw Unreadable(
                shown: "\(text.count) bytes",
                reason: "the payload is not plain text; a number of \(unit) is expected")
        }
        let shown = String(decoding: bytes, as: UTF8.self)
        guard bytes.allSatisfy(isNumeral), let value = Double(shown) else {
            throw Unreadable(shown: shown, reason: "'\(shown)' is not a number of \(unit), such as 12.5")
        }
        guard value.isFinite else {
            throw Unreadable(shown: shown, reason: "\(shown) \(unit) is beyond any current or power")
        }
        return value
    }

    /// A payload that is no number of amperes.
    public struct Unreadable: Error, Sendable, Hashable {
        /// The payload as it can be shown to a person: short, printable.
        public var shown: String
        /// What is wrong with it and what is expected.
        public var reason: String
    }

    private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }

    private static func isNumeral(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || "+-.eE".utf8.contains(byte)
    }
}
