// SPDX-License-Identifier: MIT
import Foundation
import TestBroker

/// The fenced blocks of the project's documents.
struct DocumentExample: Sendable, CustomStringConvertible {
    /// The document, from the project's root.
    let document: String
    /// The line at which the block's fence stands.
    let line: Int
    /// What the fence says of it, such as `yaml`.
    let language: String
    let lines: [String]

    var description: String { "\(document):\(line)" }

    private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    /// All blocks of the README and of the documents.
    static func all() throws -> [DocumentExample] {
        let documents = try FileManager.default.contentsOfDirectory(atPath: root.path + "/docs")
            .filter { $0.hasSuffix(".md") }.sorted().map { "docs/\($0)" }
        return try (["README.md", "CONTRIBUTING.md"] + documents).flatMap { document in
            blocks(document, try String(contentsOfFile: "\(root.path)/\(document)", encoding: .utf8))
        }
    }

    private static func blocks(_ document: String, _ text: String) -> [DocumentExample] {
        var examples: [DocumentExample] = []
        var open: (line: Int, indent: Int, language: String, lines: [String])?
        for (number, line) in text.components(separatedBy: "\n").enumerated() {
            let fence = line.drop { $0 == " " }
            if !fence.hasPrefix("```") {
                let indent = open?.indent ?? 0
                open?.lines.append(String(line.dropFirst(indent)))
            } else if let block = open {
                examples.append(
                    DocumentExample(
                        document: document, line: block.line, language: block.language, lines: block.lines))
                open = nil
            } else {
                open = (number + 1, line.count - fence.count, String(fence.dropFirst(3)), [])
            }
        }
        return examples
    }

    /// The commands in it: all lines where none has a prompt, else those with one.
    var commands: [String] {
        let prompted = lines.filter { $0.hasPrefix("$ ") }.map { String($0.dropFirst(2)) }
        let commands = prompted.isEmpty && lines.allSatisfy { Self.beginsWithCommand($0) } ? lines : prompted
        return commands.map { Self.withoutComment($0) }.filter { !$0.isEmpty }
    }

    /// Words that commands of the documents begin with.
    static let programs = [
        "chargebridge", "sudo", "curl", "make", "git", "journalctl", "systemctl", "install", "apt-get", "apt",
        "useradd", "mosquitto_pub", "mosquitto_sub", "swift", "ls", "nano", "Scripts/", "Benchmarks/",
        "Fuzz/",
    ]

    private static func beginsWithCommand(_ line: String) -> Bool {
        line.isEmpty || line.hasPrefix("#") || programs.contains { line.hasPrefix($0) }
    }

    private static func withoutComment(_ line: String) -> String {
        let code = line.components(separatedBy: "  #").first ?? line
        return code.hasPrefix("#") ? "" : code.trimmingCharacters(in: .whitespaces)
    }
}
