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
    /// What the plug says when it is on, beside `on`, `true`, `1` and ``payloadOn``; nil: only these.
    public var stateOn: String?
    /// What the plug says when it is off, beside `off`, `false`, `0` and ``payloadOff``; nil: only these.
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

    /// What is wrong with the settings, in words; nil when nothing is.
    public var problem: String? {
        let topics = [commandTopic, stateTopic] + [availabilityTopic, queryTopic].compactMap { $0 }
        if let problem = topics.lazy.compactMap(TopicRule.problem).first { return problem }
        if payloadOn.isEmpty || payloadOff.isEmpty { return "a command of the plug is empty" }
        if payloadOn == payloadOff { return "the commands for on and off are the same" }
        if commandTopic == stateTopic {
            return "the command topic is the state topic: a command would be taken for the plug's answer"
        }
        return onWords.isDisjoint(with: offWords) ? nil : "the same word stands for on and for off"
    }

    var onWords: Set<String> {
        Self.words("on", "true", "1", payloadOn, stateOn)
    }

    var offWords: Set<String> {
        Self.words("off", "false", "0", payloadOff, stateOff)
    }

    private static func words(_ words: String?...) -> Set<String> {
        Set(words.compactMap { $0?.trimmed.lowercased() })
    }
}
