// SPDX-License-Identifier: MIT
internal import EnergySources
import Yams

/// A mapping of the file: gives out its fields by name, and knows in the end which names nobody asked for.
final class Section {
    let path: String
    let findings: Findings
    private let place: Place?
    private let entries: [(key: Node, value: Node)]
    /// False when something else stood in the place of this section or one around it: that is said once.
    private let missesFields: Bool
    private var names: [String] = []
    private let errorsBefore: Int

    private init(
        path: String, place: Place?, node: Node?, parent: Section?, hint: String = "", _ findings: Findings
    ) {
        self.path = path
        self.place = place
        self.findings = findings
        errorsBefore = findings.errors
        entries = node?.mapping.map { $0.map { ($0.key, $0.value) } } ?? []
        let isMapping = node == nil || node?.isEmptyValue == true || node?.mapping != nil
        missesFields = isMapping && parent?.missesFields ?? true
        if !isMapping, let node {
            let name = path.isEmpty ? "the file" : "`\(path)`"
            let message = "expected a section (key: value) for \(name), found \(node.kind)\(hint)"
            findings.add(.error, at: node.place ?? place, key: path, message)
        }
    }

    /// Reads the whole file.
    static func read<Result>(_ root: Node, _ findings: Findings, _ body: (Section) -> Result) -> Result {
        Section(path: "", place: nil, node: root, parent: nil, findings).complete(body)
    }

    /// Reads a field that is a section, like the entry of a list.
    static func read<Result>(_ field: Field, _ body: (Section) -> Result) -> Result {
        Section(path: field.key, place: field.node.place, node: field.node, parent: nil, field.findings)
            .complete(body)
    }

    /// Reads a section of this section; a missing one is read as an empty one.
    ///
    /// - Parameter hint: what may be meant where no section stands there; continues a sentence.
    func section<Result>(_ name: String, hint: String = "", _ body: (Section) -> Result) -> Result {
        let entry = entry(name)
        let place = entry?.key.place ?? place
        return Section(
            path: dotted(name), place: place, node: entry?.value, parent: self, hint: hint, findings
        ).complete(body)
    }

    /// Lets the fields be read, then reports the keys that nobody asked for.
    private func complete<Result>(_ body: (Section) -> Result) -> Result {
        let result = body(self)
        reportUnknownKeys()
        return result
    }

    /// The field of this name; nil when it is missing or empty.
    func field(_ name: String) -> Field? {
        guard let entry = entry(name), !entry.value.isEmptyValue else { return nil }
        return Field(key: dotted(name), node: entry.value, findings: findings)
    }

    /// The field of this name, or an error that says what was expected.
    func required(_ name: String, _ expected: String) -> Field? {
        if let field = field(name) { return field }
        let place = entry(name)?.key.place ?? place
        if missesFields { findings.add(.error, at: place, key: dotted(name), "is missing: \(expected)") }
        return nil
    }

    /// Warns about a field of this section.
    func warn(_ name: String, _ message: String) {
        findings.add(.warning, at: entry(name)?.value.place ?? place, key: dotted(name), message)
    }

    /// Reports what the part that is set up here says of its settings, once each of them is right by itself.
    func report(_ problem: SettingsProblem?) {
        guard let problem, findings.errors == errorsBefore else { return }
        let name = problem.keys.first(where: has)
        let place = name.flatMap { entry($0) }.flatMap { $0.value.place ?? $0.key.place } ?? place
        findings.add(.error, at: place, key: name.map(dotted) ?? path, problem.words)
    }

    /// Whether the key is there, with a value or without.
    func has(_ name: String) -> Bool { entry(name) != nil }

    private func dotted(_ name: String) -> String { path.isEmpty ? name : "\(path).\(name)" }

    private func entry(_ name: String) -> (key: Node, value: Node)? {
        if !names.contains(name) { names.append(name) }
        return entries.first { $0.key.scalar?.string == name }
    }

    private func reportUnknownKeys() {
        for entry in entries where !findings.areEnough {
            let name = entry.key.scalar?.string ?? ""
            if !names.contains(name) { reportUnknown(name, at: entry.key.place) }
        }
    }

    private func reportUnknown(_ name: String, at place: Place?) {
        let severity: Finding.Severity = findings.mode == .check ? .error : .warning
        guard name != "<<" else {
            findings.add(.error, at: place, key: path, "merge keys (<<) are not taken: write the keys out")
            return
        }
        let known = "known here: " + names.joined(separator: ", ")
        guard findings.isWrittenAsKey(name, at: place) else {
            findings.add(severity, at: place, key: path, "something here is no known key; \(known)")
            return
        }
        let elsewhere = KeyPlace.words(for: name).map { "\($0); " }
        let nearest = KeySuggestion.nearest(to: name, among: names).map { "did you mean `\($0)`? " }
        let hint = elsewhere ?? nearest ?? ""
        findings.add(severity, at: place, key: dotted(name), "unknown key; \(hint)\(known)")
    }
}
