// SPDX-License-Identifier: MIT
/// Collects what is found while a file is read, and keeps secrets out of it.
final class Findings {
    let file: String
    let mode: ReadingMode
    private let lines: [Substring]
    private var all: [Finding] = []
    private(set) var errors = 0

    init(file: String, yaml: String, mode: ReadingMode) {
        self.file = file
        self.mode = mode
        lines = yaml.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    }

    /// More than this helps nobody, and a file made to find much must not take long.
    var areEnough: Bool { all.count >= 100 }

    /// In the order of the file; what has no line comes last.
    var inOrder: [Finding] {
        func order(_ item: (offset: Int, element: Finding)) -> (Int, Int, Int) {
            (item.element.line ?? .max, item.element.column ?? 0, item.offset)
        }
        return all.enumerated().sorted { order($0) < order($1) }.map(\.element)
    }

    func add(_ severity: Finding.Severity, at place: Place?, key: String, _ message: String) {
        if severity == .error { errors += 1 }
        guard !areEnough else { return }
        let line = place.map { min(max($0.line, 1), lines.count) }
        all.append(
            Finding(
                severity: severity, file: file, line: line, column: line == place?.line ? place?.column : nil,
                key: key, message: message))
    }

    /// Tells whether a message may repeat a value.
    ///
    /// A missing quotation mark can draw the password's line into another value, so only a value that stands
    /// in its line as it is, without anything that smells of a password around it, is repeated.
    func canRepeat(_ value: String, at place: Place?) -> Bool {
        let line = text(at: place)
        let suspicious = ["pass", "secret", "token", "@"].contains { line.lowercased().contains($0) }
        return !value.isEmpty && value.count <= 80 && line.contains(value) && !suspicious
    }

    /// Tells whether a word stands at its place as a key with a colon: only then it is named in a message.
    func isWrittenAsKey(_ word: String, at place: Place?) -> Bool {
        guard let place, !word.isEmpty, word.count <= 40, word.allSatisfy(\.isIdentifier) else {
            return false
        }
        return Self.key(word, begins: text(at: place).unicodeScalars.dropFirst(max(0, place.column - 1)))
    }

    /// Tells whether a tab stands before a line's first word.
    func isIndentedByTab(_ line: Int) -> Bool {
        text(at: Place(line: line, column: 1)).prefix { $0 == " " || $0 == "\t" }.contains("\t")
    }

    /// The place after `first` where a mapping has the same key again.
    func repetition(of word: String, after first: Place) -> Place? {
        repetitionInBlock(of: word, after: first) ?? repetitionInBraces(of: word, after: first)
    }

    private func repetitionInBraces(of word: String, after first: Place) -> Place? {
        guard text(at: first).unicodeScalars.prefix(max(0, first.column - 1)).contains("{") else {
            return nil
        }
        var depth = 0
        for (index, line) in lines.enumerated().dropFirst(first.line - 1) {
            let line = line.unicodeScalars
            var before: Unicode.Scalar = " "
            for (column, position) in zip(1..., line.indices)
            where (index + 1, column) > (first.line, first.column) {
                switch line[position] {
                case "{", "[": depth += 1
                case "}", "]": depth -= 1
                case _ where depth == 0 && !Character(before).isIdentifier:
                    if Self.key(word, begins: line[position...]) {
                        return Place(line: index + 1, column: column)
                    }
                default: break
                }
                if depth < 0 { return nil }
                before = line[position]
            }
        }
        return nil
    }

    /// In block style the keys of a mapping stand in one column.
    private func repetitionInBlock(of word: String, after first: Place) -> Place? {
        for (index, line) in lines.enumerated().dropFirst(first.line) {
            let content = line.drop { $0 == " " }
            if content.isEmpty || content.hasPrefix("#") { continue }
            let column = line.unicodeScalars.count - content.unicodeScalars.count + 1
            if column < first.column { return nil }
            if column == first.column, Self.key(word, begins: content.unicodeScalars[...]) {
                return Place(line: index + 1, column: column)
            }
        }
        return nil
    }

    private func text(at place: Place?) -> Substring {
        guard let place, lines.indices.contains(place.line - 1) else { return "" }
        return lines[place.line - 1]
    }

    private static func key(_ word: String, begins text: Substring.UnicodeScalarView) -> Bool {
        let text = String(text.prefix(2 * word.unicodeScalars.count + 20))
        return [word, "\"\(word)\"", "'\(word)'"].contains { written in
            text.hasPrefix(written) && text.dropFirst(written.count).drop { $0 == " " }.hasPrefix(":")
        }
    }
}

extension Character {
    /// Letters, digits, `_` and `-` of ASCII: what keys of this file and Home Assistant's ids are made of.
    var isIdentifier: Bool { isASCIILetter || isASCIIDigit || self == "_" || self == "-" }
}
