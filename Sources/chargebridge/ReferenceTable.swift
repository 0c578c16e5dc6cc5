// SPDX-License-Identifier: MIT
import BridgeConfiguration
import Foundation
import MQTTBridge
import WebDashboard

/// The tables of the documentation that are made from the code.
enum ReferenceTable: String, CaseIterable {
    case keys, energyKeys = "meter and plug keys"
    case topics, controlTopics = "control topics", commands, outcomes
    case operations

    /// The line before the table in its page.
    var start: String { "<!-- \(rawValue): made from the code by make references -->" }
    /// The line after each table.
    static let end = "<!-- end -->"

    /// A page with its tables as the code has them now; everything else stays.
    static func fill(_ page: String) throws -> String {
        var filled: [String] = []
        var open: ReferenceTable?
        for line in page.components(separatedBy: "\n") {
            let next = allCases.first { $0.start == line }
            if let open {
                guard next == nil else { break }
                guard line == end else { continue }
                filled += try open.lines()
            }
            filled.append(line)
            open = next
        }
        if let open { throw CommandFailure("no line \(end) follows \(open.start)") }
        return filled.joined(separator: "\n")
    }

    private func lines() throws -> [String] {
        let head = head
        return ([head, head.map { _ in "---" }] + (try rows())).map { "| \($0.joined(separator: " | ")) |" }
    }

    private var head: [String] {
        switch self {
        case .keys, .energyKeys: ["key", "default", "meaning"]
        case .topics, .controlTopics: ["topic", "value"]
        case .commands: ["topic", "meaning"]
        case .outcomes: ["outcome", "meaning"]
        case .operations: ["method and path", "takes", "gives"]
        }
    }

    private func rows() throws -> [[String]] {
        switch self {
        case .keys: KeyReference.keys.map(Self.row)
        case .energyKeys: KeyReference.energyKeys.map(Self.row)
        case .topics: TopicReference.charger.map(Self.row)
        case .controlTopics: TopicReference.control.map(Self.row)
        case .commands: TopicReference.commands.map(Self.row)
        case .outcomes: TopicReference.outcomes.map(Self.row)
        case .operations:
            try OperationEntry.all().map { [Self.code([$0.operation]), Self.code($0.takes), $0.meaning] }
        }
    }

    private static func row(_ entry: KeyEntry) -> [String] {
        [code(entry.keys), entry.standard, entry.meaning]
    }

    private static func row(_ entry: TopicEntry) -> [String] { [code(entry.names), entry.meaning] }

    private static func code(_ words: [String]) -> String {
        words.map { "`\($0)`" }.joined(separator: ", ")
    }
}
