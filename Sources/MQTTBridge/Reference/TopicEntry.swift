// SPDX-License-Identifier: MIT
import ChargerControl

/// A row of a table of topics, or of the words on one, in the documentation, in Markdown.
public struct TopicEntry: Sendable, Hashable {
    /// One topic, or some that are best explained together, without `{base_topic}/{device.name}/`.
    public let names: [String]
    /// What stands there, or what can be sent there, with its unit.
    public let meaning: String

    /// Describes topics of ``TopicReference/topics``, or a word.
    init(_ topics: String?..., meaning: String) {
        let root = TopicReference.topics.root + "/"
        names = topics.compactMap { $0 }.map {
            $0.hasPrefix(root) ? String($0.dropFirst(root.count)) : $0
        }
        self.meaning = meaning
    }
}

/// Every topic of a charger; what can be said by the code's own values is said by them.
public enum TopicReference {
    static let topics = ChargerTopics(
        base: "", device: "", configuredCommand: "mqtt.current_limit_topic")

    /// What a request can come to, with what it means.
    public static let outcomes = Outcome.allCases.map {
        TopicEntry($0.rawValue, meaning: meaning(of: $0))
    }

    private static func meaning(of outcome: Outcome) -> String {
        switch outcome {
        case .acknowledged:
            "`in_force` is what the charger said; `reason` tells if it was clamped or needed no write"
        case .superseded: "a newer request took its place"
        case .refused: "not a number, zero, negative, or more than twice what the charger can deliver"
        case .failed: "the charger declined it, or does not say its limit"
        case .timedOut: "the charger did not answer"
        case .interrupted: "the program ended meanwhile; the limit is read again at the next start"
        }
    }
}
