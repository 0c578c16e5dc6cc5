// SPDX-License-Identifier: MIT
/// What Home Assistant is told, and where.
public struct HomeAssistantSettings: Sendable, Hashable {
    /// The form of the discovery documents (`home_assistant.discovery`).
    public var discovery: DiscoveryForm
    /// The first level of discovery topics (`home_assistant.prefix`).
    public var prefix: String
    /// The topic of Home Assistant's birth message (`home_assistant.status_topic`).
    public var statusTopic: String

    /// Creates Home Assistant settings, by default those of an untouched Home Assistant.
    ///
    /// - Parameters:
    ///   - discovery: The form of the discovery documents.
    ///   - prefix: The first level of discovery topics.
    ///   - statusTopic: The topic of the birth message.
    public init(
        discovery: DiscoveryForm = .device,
        prefix: String = "homeassistant",
        statusTopic: String = "homeassistant/status"
    ) {
        self.discovery = discovery
        self.prefix = prefix
        self.statusTopic = statusTopic
    }
}

/// The form in which entities are announced to Home Assistant.
public enum DiscoveryForm: String, Sendable, Hashable, CaseIterable {
    /// One document per charger, for Home Assistant 2024.11 and later.
    case device
    /// One document per entity, for older releases.
    case component
    /// Nothing is announced.
    case off
}
