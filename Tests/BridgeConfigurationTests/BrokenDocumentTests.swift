// SPDX-License-Identifier: MIT
import BridgeConfiguration
import Testing

@Suite("Files that are no configuration")
struct BrokenDocumentTests {
    @Test(
        "What is not YAML is told with its line",
        arguments: [
            (sample("port: 1883", "port: a: b"), 6, "mapping values are not allowed"),
            (sample("  baudrate", "\tbaudrate"), 3, "a tab indents this line; YAML indents with spaces"),
            ("serial:\n\tport: /a", 2, "indents with spaces"),
            (sample("victron", "*nobody"), 13, "undefined alias"),
            (sample("\"INFO\"", "\"INFO"), 15, "in line 15"),
            (sample("victron", "vic\u{1}tron"), 13, "control characters"),
            (sampleFile + "\n---\na: b", 16, "another document"),
        ])
    func syntax(yaml: String, line: Int, words: String) throws {
        let loaded = read(yaml, mode: .run)
        let finding = try #require(loaded.findings.first)
        #expect(loaded.findings.count == 1)
        #expect(finding.severity == .error)
        #expect(finding.line == line)
        #expect(finding.message.contains(words), "\(finding)")
        #expect(loaded.configuration == nil)
    }

    @Test("An empty file is told to be empty", arguments: ["", "\n", "# nothing\n", "---\n", "~", "null"])
    func empty(yaml: String) {
        let loaded = read(yaml)
        #expect(loaded.findings.map(\.severity) == [.error])
        #expect(loaded.findings.allSatisfy { $0.message.contains("empty") })
    }

    @Test(
        "A file that is a list or a word is told to be one",
        arguments: [("- a\n- b", "a list"), ("a", "value")])
    func noMapping(yaml: String, kind: String) {
        let loaded = read(yaml)
        #expect(loaded.findings.count == 1)
        #expect(loaded.findings.allSatisfy { $0.message.contains(kind) && $0.line == 1 })
        #expect(loaded.configuration == nil)
    }

    @Test("Wrong things in the place of a section or of the list of chargers are told once")
    func wrongShapes() {
        #expect(read(smallestFile + "\nlimit: 5").findings.map(\.key) == ["limit"])
        #expect(read("mqtt: { host: h }\nchargers: 5").findings.map(\.key) == ["chargers"])
        #expect(read("mqtt: { host: h }\nchargers: []").findings.map(\.key) == ["chargers"])
        #expect(read("mqtt: { host: h }\nchargers: [5]").findings.map(\.key) == ["chargers[0]"])
    }

    @Test("An empty list of chargers is told to be empty")
    func noChargers() {
        let loaded = read("mqtt: { host: h }\nchargers: []")
        #expect(loaded.findings.allSatisfy { $0.message.contains("found an empty list") })
    }

    @Test("A text of more than 1 MB is refused")
    func huge() {
        let yaml = smallestFile + "\n#" + String(repeating: "x", count: 1 << 20)
        #expect(read(yaml).findings.map { $0.message.contains("1 MB") } == [true])
    }

    @Test("Aliases that multiply without end are refused, also as keys")
    func aliasBomb() {
        var yaml = "a0: &a0 [x, x]\n"
        for level in 1...60 { yaml += "a\(level): &a\(level) [*a\(level - 1), *a\(level - 1)]\n" }
        yaml += "? *a60\n: x\n"
        #expect(read(yaml).findings.map { $0.message.contains("aliases") } == [true])
    }

    @Test(
        "Deep nesting ends in a finding",
        arguments: [("[", "]"), ("{a: ", "}"), ("- ", ""), ("? ", "")], [900, 20_000])
    func deep(parts: (open: String, close: String), depth: Int) {
        let yaml =
            String(repeating: parts.open, count: depth) + "x" + String(repeating: parts.close, count: depth)
        #expect(read(yaml).findings.contains { $0.severity == .error })
    }
}
