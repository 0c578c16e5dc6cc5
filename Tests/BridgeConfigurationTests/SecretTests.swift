// SPDX-License-Identifier: MIT
import BridgeConfiguration
import Testing

@Suite("Secrets")
struct SecretTests {
    private static let word = "Gr8Hunter2Kz"

    /// Files that hold the word in the ways people write passwords.
    private static let files = ["\"\(word)\"", "'\(word)'", word, "|\n    \(word)", "\"\(word)\" # \(word)"]
        .map { sample("\"password\"", $0) }

    /// All that a result can be asked to say.
    private static func everything(_ loaded: LoadedConfiguration) -> String {
        var text = "\(loaded) \(String(reflecting: loaded)) \(loaded.findings.map(\.description))"
        dump(loaded, to: &text)
        return text
    }

    @Test("A password is read and shows in nothing that is printed, described or dumped", arguments: files)
    func hidden(yaml: String) {
        let loaded = read(yaml)
        let password = loaded.configuration?.mqtt.password?.reveal() ?? ""
        #expect(password.contains(Self.word))
        #expect(!Self.everything(loaded).contains(Self.word))
        #expect("\(Secret(Self.word))" == "‹hidden›")
        #expect(Array(Mirror(reflecting: Secret(Self.word)).children).isEmpty)
    }

    @Test("No file with a line missing or twice gives the password away", arguments: files)
    func lines(yaml: String) {
        let lines = yaml.split(separator: "\n", omittingEmptySubsequences: false)
        for index in lines.indices {
            for copies in [0, 2, 3] {
                let changed =
                    Array(lines[..<index]) + Array(repeating: lines[index], count: copies)
                    + lines[(index + 1)...]
                expectSilence(changed.joined(separator: "\n"))
            }
            for other in lines.indices where other != index {
                var changed = lines
                changed.swapAt(index, other)
                expectSilence(changed.joined(separator: "\n"))
            }
        }
    }

    @Test(
        "No file with a character missing, twice or replaced gives the password away", arguments: files[1...3]
    )
    func characters(yaml: String) {
        let text = Array(yaml)
        for index in text.indices {
            let before = text[..<index]
            let after = text[(index + 1)...]
            let replacements = ["", "\"", ":", "{", "\n", "#", "\0", "\(text[index])\(text[index])"]
            for replacement in replacements {
                expectSilence(String(before) + replacement + String(after))
            }
        }
    }

    @Test("Quotation marks missing in two places do not draw the password into another value's message")
    func pairsOfQuotes() {
        let lines = sample("\"password\"", Self.word).split(separator: "\n", omittingEmptySubsequences: false)
        for opening in lines.indices {
            for closing in lines.indices where closing >= opening {
                var changed = lines.map(String.init)
                guard let colon = changed[opening].firstIndex(of: ":") else { continue }
                changed[opening].insert(contentsOf: " \"", at: changed[opening].index(after: colon))
                changed[closing] += "\""
                expectSilence(changed.joined(separator: "\n"))
                expectSilence(changed.joined(separator: "\n").replacing("\"username\"", with: "user"))
            }
        }
    }

    @Test(
        "A password in an odd place is not repeated",
        arguments: [
            "mqtt: { host: h, password_file: \(word) }", "mqtt: { host: h, password:\(word) }",
            "mqtt: { host: h, password \(word) }",
            "mqtt: { host: h, password, \(word) }", "mqtt: { host: 'mqtt://user:\(word)@h' }",
            "mqtt: { host: 'user:\(word)@h' }", "mqtt: { host: h, pasword: \(word), Password: \(word) }",
            "mqtt:\n  host: h\n  password:\(word)", "mqtt:\n  host: h\n  password: { \(word) }",
            "mqtt:\n  host: h\n  password: [\(word)]", "mqtt:\n  \(word)", "mqtt: \(word)",
            "mqtt:\n  port: 1883\n    \(word)\n  host: h", "password: \(word)\npassword: \(word)",
            "serial:\n  port: 'x\n  password: \(word)'",
        ])
    func oddPlaces(yaml: String) {
        expectSilence(yaml)
    }

    private func expectSilence(_ yaml: String) {
        let loaded = read(yaml)
        let text = loaded.findings.map(\.description).joined(separator: "\n")
        if loaded.configuration == nil, text.isEmpty { Issue.record("nothing is said of\n\(yaml)") }
        if text.contains(Self.word) { Issue.record("\(text)\nfrom\n\(yaml)") }
    }
}
