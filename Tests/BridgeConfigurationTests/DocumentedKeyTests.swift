// SPDX-License-Identifier: MIT
import BridgeConfiguration
import Foundation
import Testing

@Suite("The page about the configuration")
struct DocumentedKeyTests {
    @Test("Every key that can be set is on it, or on the page that it leads to")
    func complete() throws {
        let keys = Self.knownKeys(of: [])
        #expect(keys.count > 60, "\(keys)")
        let documented = try Self.keys(on: "configuration")
        let more = ["surplus.meter.": "meters", "surplus.plug.": "plugs"]
        for key in keys where !documented.contains(key) {
            let page = more.first { key.hasPrefix($0.key) }?.value
            let name = key.split(separator: ".").last.map { String($0) } ?? key
            let words = try page.map { try Self.text(of: $0) } ?? ""
            #expect(
                words.contains("`\(name)`") || words.contains("\(name):"),
                "\(key) is not in docs/configuration.md\(page.map { " or docs/\($0).md" } ?? "")")
        }
    }

    @Test("Every key on it can be set")
    func honest() throws {
        let keys = Self.knownKeys(of: [])
        for key in try Self.keys(on: "configuration") {
            #expect(keys.contains { $0 == key || $0.hasPrefix("\(key).") }, "\(key) is no key")
        }
    }

    /// Every key below a section, found by asking for one that is not there.
    private static func knownKeys(of section: [String]) -> [String] {
        let unknown = "zzz"
        let line = section.reversed().reduce("{ \(unknown): 1 }") { "{ \($1): \($0) }" }
        let path = (section + [unknown]).joined(separator: ".")
        let answer = read(line).findings.first { $0.key == path }?.message ?? ""
        guard let list = answer.components(separatedBy: "known here: ").dropFirst().first else {
            return [section.joined(separator: ".")]
        }
        return list.components(separatedBy: ", ").flatMap { name in
            // A list's entries have the keys of the file itself.
            section + [name] == ["chargers"] ? ["chargers"] : knownKeys(of: section + [name])
        }
    }

    /// The keys in the first column of a page's tables; `.min_off` after `surplus.plug.min_on` is its neighbour.
    private static func keys(on page: String) throws -> Set<String> {
        var keys: Set<String> = []
        for row in try text(of: page).components(separatedBy: "\n") where row.hasPrefix("| `") {
            let cell = row.dropFirst(2).components(separatedBy: " |").first ?? ""
            var parent = ""
            for word in cell.split(separator: "`").map({ String($0) }) where !word.hasPrefix(",") {
                let key = word.hasPrefix(".") ? parent + word : word
                keys.insert(key)
                parent = key.split(separator: ".").dropLast().joined(separator: ".")
            }
        }
        return keys
    }

    private static func text(of page: String) throws -> String {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        return try String(contentsOf: root.appendingPathComponent("docs/\(page).md"), encoding: .utf8)
    }
}
