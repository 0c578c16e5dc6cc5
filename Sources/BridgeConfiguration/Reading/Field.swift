// SPDX-License-Identifier: MIT
import Yams

/// One value of the file with its place and its dotted path; asking for a type reports what does not fit.
struct Field {
    let key: String
    let node: Node
    let findings: Findings

    func error(_ message: String) {
        findings.add(.error, at: node.place, key: key, message)
    }

    func warn(_ message: String) {
        findings.add(.warning, at: node.place, key: key, message)
    }

    /// The line of the value, for messages about another one.
    var line: Int { node.place?.line ?? 0 }

    /// The text of a single value, nil for a section or a list.
    var word: String? { node.scalar?.string }

    /// Whether a section stands there.
    var isSection: Bool { node.mapping != nil }

    /// Whether a list stands there.
    var isList: Bool { node.sequence != nil }

    /// The entries of a list, named `key[0]`, `key[1]`, …; none where no list stands.
    var items: [Field] {
        node.array().enumerated().map { Field(key: "\(key)[\($0)]", node: $1, findings: findings) }
    }

    /// Whether a message may repeat the value.
    var canBeRepeated: Bool { word.map { findings.canRepeat($0, at: node.place) } ?? false }

    /// What stands there, for messages.
    var shown: String {
        guard let word else { return node.kind }
        return canBeRepeated ? "“\(word)”" : "a text that is not repeated here"
    }

    /// The text as it stands, also an empty one.
    func anyText(_ expected: String = "a text") -> String? {
        guard let scalar = node.scalar else {
            error("expected \(expected), found \(node.kind)")
            return nil
        }
        return scalar.string
    }

    /// A text of one to 4096 bytes without control characters.
    func text(_ expected: String = "a text") -> String? {
        guard let text = anyText(expected) else { return nil }
        if text.isEmpty {
            error("expected \(expected), found nothing between the quotation marks")
        } else if text.utf8.count > 4096 {
            error("expected \(expected), found one that is longer than 4096 bytes")
        } else if text.unicodeScalars.contains(where: { $0.properties.generalCategory == .control }) {
            error("expected \(expected), found one with control characters")
        } else {
            return text
        }
        return nil
    }

    /// `true` or `false`, nothing else.
    func boolean() -> Bool? {
        switch word {
        case "true": return true
        case "false": return false
        default:
            error("expected true or false, found \(shown)")
            return nil
        }
    }

    /// One of the words of an enumeration.
    func choice<Choice: RawRepresentable<String> & CaseIterable>(_: Choice.Type) -> Choice? {
        if let word, let choice = Choice(rawValue: word) { return choice }
        let words = Choice.allCases.map(\.rawValue).joined(separator: ", ")
        error("expected one of \(words), found \(shown)")
        return nil
    }
}
