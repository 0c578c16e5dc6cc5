// SPDX-License-Identifier: MIT
/// A grid meter that publishes over MQTT.
public struct MQTTMeterSettings: Sendable, Hashable {
    /// The values whose sum is the power: one, or one for each phase.
    public var parts: [Part]
    /// The unit of every part.
    public var unit: PowerUnit
    /// Which flow of energy the meter shows as a positive number.
    public var positive: PositiveDirection
    /// A part older than this does not count, and with it the sum.
    public var staleAfter: Duration
    /// Published to with an empty payload every ``keepaliveInterval``; nil: nothing is.
    ///
    /// A Venus GX device goes on publishing only while somebody asks it to.
    public var keepaliveTopic: String?

    /// How often to publish to ``keepaliveTopic``: half of the 60 s after which a GX device falls silent
    /// (victronenergy/dbus-flashmq, README).
    public static let keepaliveInterval = Duration.seconds(30)

    /// Makes settings.
    /// - Parameters:
    ///   - parts: 1 … 16 values to add up.
    ///   - unit: the unit of every part.
    ///   - positive: which flow of energy is positive.
    ///   - staleAfter: the greatest age of a part that counts.
    ///   - keepaliveTopic: published to every 30 s; nil: nothing is.
    public init(
        parts: [Part], unit: PowerUnit = .watts, positive: PositiveDirection = .fromGrid,
        staleAfter: Duration = .seconds(60), keepaliveTopic: String? = nil
    ) {
        self.parts = parts
        self.unit = unit
        self.positive = positive
        self.staleAfter = staleAfter
        self.keepaliveTopic = keepaliveTopic
    }

    /// One value of a meter.
    public struct Part: Sendable, Hashable {
        /// The topic it is published on, exactly.
        public var topic: String
        /// Its place in a JSON document; nil: the payload is the number.
        public var pointer: JSONPointer?

        /// Makes a part.
        /// - Parameters:
        ///   - topic: one exact topic, without wildcards.
        ///   - pointer: the number's place in a JSON document; nil: the payload is the number.
        public init(topic: String, pointer: JSONPointer? = nil) {
            self.topic = topic
            self.pointer = pointer
        }
    }

    /// What is wrong with the settings; nil when nothing is.
    public var problem: SettingsProblem? {
        guard (1...16).contains(parts.count) else { return topics("a meter has 1 to 16 topics") }
        if let problem = parts.lazy.compactMap({ TopicRule.problem($0.topic) }).first {
            return topics(problem)
        }
        if let problem = keepaliveTopic.flatMap(TopicRule.problem) {
            return SettingsProblem("keepalive_topic", words: problem)
        }
        guard Set(parts).count == parts.count else {
            return topics("a topic is given twice with the same pointer: it would be counted twice")
        }
        guard staleAfter > .zero else {
            return SettingsProblem(
                "stale_after", words: "the age at which a value is stale has to be above 0 s")
        }
        return nil
    }

    private func topics(_ words: String) -> SettingsProblem {
        SettingsProblem("topics", "topic", words: words)
    }
}

/// The unit of a power.
public enum PowerUnit: String, Sendable, Hashable, CaseIterable {
    /// Watts.
    case watts = "W"
    /// Kilowatts.
    case kilowatts = "kW"

    var factor: Double { self == .watts ? 1 : 1000 }
}
