// SPDX-License-Identifier: MIT
import Yams

/// The YAML text as a tree of nodes, or a finding about why it is none.
enum Document {
    /// A configuration is a few kilobytes; what is larger is something else.
    static let largestSize = 1 << 20
    /// Aliases multiply what they stand for; with 16 of them that stays harmless.
    static let mostAliases = 16

    /// Parses the text.
    static func root(of yaml: String, _ findings: Findings) -> Node? {
        guard yaml.utf8.count <= largestSize else {
            findings.add(.error, at: nil, key: "", "is larger than 1 MB: that is no configuration file")
            return nil
        }
        guard !hasTooManyAliases(yaml) else {
            findings.add(
                .error, at: nil, key: "", "has more than \(mostAliases) aliases (*name): write them out")
            return nil
        }
        do {
            return try compose(yaml, findings)
        } catch let error as YamlError {
            report(error, yaml, findings)
        } catch {
            findings.add(.error, at: nil, key: "", "can't be read as YAML")
        }
        return nil
    }

    /// Parses without resolving types, so that every value stays the text that was written.
    ///
    /// Yams keeps a pointer into the text, and a string of fewer than 16 bytes has no lasting one: hence the
    /// spaces.
    private static func compose(_ yaml: String, _ findings: Findings) throws -> Node? {
        let text = yaml.utf8.count < 16 ? yaml + String(repeating: " ", count: 16) : yaml
        let node = try Parser(yaml: text, resolver: .basic, encoding: .utf8).singleRoot()
        if node == nil || node?.isEmptyValue == true {
            findings.add(.error, at: nil, key: "", "the file is empty: it needs serial, mqtt and device")
            return nil
        }
        return node
    }

    /// Counts `*name` wherever it stands, and only when something could be multiplied (`&name`).
    private static func hasTooManyAliases(_ yaml: String) -> Bool {
        func count(_ sign: UInt8) -> Int {
            zip(yaml.utf8, yaml.utf8.dropFirst()).count { first, second in
                first == sign && Character(Unicode.Scalar(second)).isIdentifier
            }
        }
        return count(UInt8(ascii: "&")) > 0 && count(UInt8(ascii: "*")) > mostAliases
    }

    /// Says what the parser said; its own description would print the file, passwords included.
    private static func report(_ error: YamlError, _ yaml: String, _ findings: Findings) {
        switch error {
        case .scanner(let context, let problem, let mark, _), .parser(let context, let problem, let mark, _),
            .composer(let context, let problem, let mark, _):
            if findings.isIndentedByTab(mark.line) {
                let message = "not valid YAML: a tab indents this line; YAML indents with spaces"
                return findings.add(.error, at: Place(mark), key: "", message)
            }
            let whence = context.map { ", \($0.text) in line \($0.mark.line)" } ?? ""
            findings.add(.error, at: Place(mark), key: "", "not valid YAML: \(problem)\(whence)")
        case .reader(let problem, let offset, _, _):
            let line = offset.map { yaml.prefix($0).count(where: \.isNewline) + 1 }
            let place = line.map { Place(line: $0, column: 1) }
            findings.add(.error, at: place, key: "", "not valid YAML: \(problem)")
        case .duplicatedKeysInMapping(let keys, let context):
            reportRepetition(of: keys.first ?? "", first: Place(context.mark), findings)
        default:
            findings.add(.error, at: nil, key: "", "can't be read as YAML")
        }
    }

    private static func reportRepetition(of key: String, first: Place, _ findings: Findings) {
        let shown = findings.isWrittenAsKey(key, at: first) ? key : ""
        guard let second = findings.repetition(of: key, after: first) else {
            findings.add(.error, at: first, key: shown, "this key stands twice in its section: keep one")
            return
        }
        let place = "line \(first.line)" + (second.line == first.line ? ", column \(first.column)" : "")
        let message = "this key stands twice in its section, first in \(place): keep one"
        findings.add(.error, at: second, key: shown, message)
    }
}

extension Node {
    /// Nothing, `~` or `null`: the key is there, a value is not.
    var isEmptyValue: Bool {
        guard let scalar, scalar.style == .plain else { return false }
        return ["", "~", "null", "Null", "NULL"].contains(scalar.string)
    }

    /// What this is, in words.
    var kind: String {
        switch self {
        case .mapping: "a section (key: value)"
        case .sequence(let sequence): sequence.isEmpty ? "an empty list" : "a list"
        case .scalar, .alias: "a single value"
        }
    }
}
