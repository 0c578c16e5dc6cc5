// SPDX-License-Identifier: MIT
/// A plug that is switched by MQTT.
public struct SmartPlugSettings: Sendable, Hashable {
    /// Where commands go.
    public var commandTopic: String
    /// The command to switch on.
    public var payloadOn: String
    /// The command to switch off.
    public var payloadOff: String
    /// Whether the broker keeps the last command for a plug that comes later.
    ///
    /// Off by default: a plug that restarts weeks later would obey a command that nobody remembers.
    public var retainsCommands: Bool
    /// Where the plug tells its state.
    public var stateTopic: String
    /// The state's place in a JSON document; nil: the payload is the state.
    public var statePointer: JSONPointer?
    /// What the plug says when it is on, beside ``payloadOn`` and `on`, `true`, `1`; nil: only these.
    ///
    /// The last three count for nothing where one of the plug's own words means the contrary.
    public var stateOn: String?
    /// What the plug says when it is off, beside ``payloadOff`` and, likewise, `off`, `false`, `0`; nil: only these.
    public var stateOff: String?
    /// Where the plug, or the broker for it, tells whether it is there; nil: nowhere.
    public var availabilityTopic: String?
    /// The word's place in a JSON document; nil: the payload is the word.
    public var availabilityPointer: JSONPointer?
    /// Published to with ``queryPayload`` to have the plug tell its state; nil: it can't be asked.
    public var queryTopic: String?
    /// What makes the plug tell its state.
    public var queryPayload: String

    /// Makes settings.
    /// - Parameters:
    ///   - commandTopic: where commands go.
    ///   - stateTopic: where the plug tells its state.
    ///   - payloadOn: the command to switch on.
    ///   - payloadOff: the command to switch off.
    public init(
        commandTopic: String, stateTopic: String, payloadOn: String = "ON", payloadOff: String = "OFF"
    ) {
        self.commandTopic = commandTopic
        self.stateTopic = stateTopic
        self.payloadOn = payloadOn
        self.payloadOff = payloadOff
        retainsCommands = false
        queryPayload = ""
    }

    /// What is wrong with the settings; nil when nothing is.
    public var problem: SettingsProblem? {
        if let problem = problemOfTopics { return problem }
        if payloadOn.trimmed.isEmpty || payloadOff.trimmed.isEmpty {
            return SettingsProblem("payload_on", "payload_off", words: "a command of the plug is empty")
        }
        if payloadOn == payloadOff {
            return SettingsProblem(
                "payload_off", "payload_on",
                words: "the commands for on and off are the same: the plug could not tell them apart")
        }
        guard let word = onWords.intersection(offWords).sorted().first else { return nil }
        let texts = [("state_on", stateOn), ("state_off", stateOff), ("payload_on", payloadOn)]
        return SettingsProblem(
            texts.filter { Self.words($0.1) == [word] }.map(\.0) + ["payload_off"],
            words: "the same word, \(word), stands for on and for off")
    }

    private var problemOfTopics: SettingsProblem? {
        let topics = [
            ("command_topic", commandTopic), ("state_topic", stateTopic),
            ("availability_topic", availabilityTopic), ("query_topic", queryTopic),
        ]
        for (key, topic) in topics {
            if let problem = topic.flatMap(TopicRule.problem) { return SettingsProblem(key, words: problem) }
        }
        guard commandTopic == stateTopic else { return nil }
        return SettingsProblem(
            "state_topic",
            words: "the command topic is the state topic: a command would be taken for the plug's answer")
    }

    private static let usualOnWords: Set = ["on", "true", "1"]
    private static let usualOffWords: Set = ["off", "false", "0"]

    /// Where a plug's own words are the other way round, such as `OFF` for on, the usual ones say nothing of it.
    private var isInverted: Bool {
        !Self.words(payloadOn, stateOn).isDisjoint(with: Self.usualOffWords)
            || !Self.words(payloadOff, stateOff).isDisjoint(with: Self.usualOnWords)
    }

    var onWords: Set<String> {
        Self.words(payloadOn, stateOn).union(isInverted ? [] : Self.usualOnWords)
    }

    var offWords: Set<String> {
        Self.words(payloadOff, stateOff).union(isInverted ? [] : Self.usualOffWords)
    }

    private static func words(_ words: String?...) -> Set<String> {
        Set(words.compactMap { $0?.trimmed.lowercased() }.filter { !$0.isEmpty })
    }
}
