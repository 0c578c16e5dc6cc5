// SPDX-License-Identifier: MIT
import Foundation
import Testing

@testable import chargebridge

@Suite("The documentation's tables that are made from the code")
struct ReferenceTests {
    @Test("Each page has them as the code has them now", arguments: try Self.pages())
    func current(page: URL) throws {
        let text = try String(contentsOf: page, encoding: .utf8)
        let filled = try ReferenceTable.fill(text).components(separatedBy: "\n")
        let changes = filled.difference(from: text.components(separatedBy: "\n"))
        #expect(changes.isEmpty, "docs/\(page.lastPathComponent) is not as the code is: run make references")
    }

    @Test("Each is in one page", arguments: ReferenceTable.allCases)
    func placed(table: ReferenceTable) throws {
        let texts = try Self.pages().map { try String(contentsOf: $0, encoding: .utf8) }
        #expect(texts.flatMap { $0.components(separatedBy: "\n") }.count { $0 == table.start } == 1)
    }

    @Test("What stands around and between them stays as it is")
    func prose() throws {
        let outcomes = ReferenceTable.outcomes.start
        let page = try ReferenceTable.fill("# A\n\n\(outcomes)\nold\n<!-- end -->\nB\n<!-- end -->\n")
        #expect(
            page.hasPrefix("# A\n\n\(outcomes)\n| outcome | meaning |\n| --- | --- |\n| `acknowledged` |"))
        #expect(page.hasSuffix(" |\n<!-- end -->\nB\n<!-- end -->\n"))
        #expect(!page.contains("old"))
    }

    @Test(
        "A page whose table has no end is left alone",
        arguments: ["", "\n\(ReferenceTable.topics.start)\n<!-- end -->"])
    func endless(rest: String) {
        #expect(throws: CommandFailure.self) {
            try ReferenceTable.fill("\(ReferenceTable.keys.start)\ntext" + rest)
        }
    }

    private static func pages() throws -> [URL] {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        return try FileManager.default.contentsOfDirectory(
            at: root.appendingPathComponent("docs"), includingPropertiesForKeys: nil
        ).filter { $0.pathExtension == "md" }
    }
}
