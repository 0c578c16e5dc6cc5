// SPDX-License-Identifier: MIT
public import MQTTClient

/// What Home Assistant is told, and where.
public struct DiscoverySettings: Sendable, Hashable {
    /// The form in which entities are announced.
    public enum Form: Sendable, Hashable, CaseIterable {
        /// One document per charger, for Home Assistant 2024.11 and later.
        case device
        /// One document per entity, for older releases.
        case component
        /// Nothing is announced, and what was announced before is withdrawn.
        case off
    }

    /// The form of the documents.
    public var form: Form
    /// The first level of the topics that Home Assistant listens on.
    public var prefix: String
    /// The topic of Home Assistant's birth message and last will.
    public var statusTopic: String

    /// Makes settings, by default those of an untouched Home Assistant.
    /// - Parameters:
    ///   - form: the form of the documents.
    ///   - prefix: the first level of discovery topics.
    ///   - statusTopic: the topic of the birth message.
    public init(
        form: Form = .device, prefix: String = "homeassistant", statusTopic: String = "homeassistant/status"
    ) {
        self.form = form
        self.prefix = prefix
        self.statusTopic = statusTopic
    }

    /// Whether a message says that Home Assistant has come up, so that everything is to be published again.
    /// - Parameter message: any message that arrived.
    public func isBirth(_ message: MQTTMessage) -> Bool {
        message.topic == statusTopic && message.text == "online"
    }
}
