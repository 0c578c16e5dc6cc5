// SPDX-License-Identifier: MIT
/// What a host may look like: a name, an IPv4 or an IPv6 address.
enum HostName {
    /// Tells by the characters whether a text can be a host; nobody is asked for it.
    static func isValid(_ text: String) -> Bool {
        guard (1...253).contains(text.utf8.count) else { return false }
        return text.contains(":")
            ? isAddress6(text)
            : text.split(separator: ".", omittingEmptySubsequences: false)
                .enumerated().allSatisfy { isLabel($1, last: $0 > 0) }
    }

    /// A label may be empty only as the last one: `broker.example.` is a name.
    private static func isLabel(_ label: Substring, last: Bool) -> Bool {
        if label.isEmpty { return last && label.endIndex == label.base.endIndex }
        return label.utf8.count <= 63 && !label.hasPrefix("-")
            && label.allSatisfy { $0.isASCIIDigit || $0.isASCIILetter || $0 == "-" || $0 == "_" }
    }

    /// Hexadecimal groups and at least two colons, a zone (`%eth0`) at the end.
    private static func isAddress6(_ text: String) -> Bool {
        let parts = text.split(separator: "%", maxSplits: 1, omittingEmptySubsequences: false)
        return parts[0].filter { $0 == ":" }.count >= 2
            && parts[0].allSatisfy { ($0.isASCII && $0.isHexDigit) || $0 == ":" || $0 == "." }
            && (parts.count == 1 || parts[1].allSatisfy { $0.isASCIIDigit || $0.isASCIILetter })
    }
}

extension Character {
    var isASCIIDigit: Bool { isASCII && isNumber }
    var isASCIILetter: Bool { isASCII && isLetter }
}
