// SPDX-License-Identifier: MIT
public import MQTTClient

/// What Home Assistant is told about one charger: the same charger always gives the same bytes.
///
/// Publish `messages()` after each connect (when `DiscoveryMigration` says so), on Home Assistant's birth
/// message and whenever they have changed; then availability and values. Home Assistant may lose part of a
/// document that follows another, different one within a second.
public struct HomeAssistantDocuments: Sendable, Hashable {
    /// What is announced, and where.
    public let settings: DiscoverySettings
    /// The charger that is announced.
    public let charger: DiscoveredCharger
    /// Who announces it.
    public let origin: DiscoveryOrigin
    /// Entities of earlier versions, to be removed.
    public let retired: [RetiredEntity]

    /// Makes the documents of a charger.
    /// - Parameters:
    ///   - settings: what is announced, and where.
    ///   - charger: the charger.
    ///   - origin: who announces it.
    ///   - retired: entities of earlier versions.
    public init(
        settings: DiscoverySettings, charger: DiscoveredCharger, origin: DiscoveryOrigin,
        retired: [RetiredEntity] = RetiredEntity.ofEarlierVersions
    ) {
        self.settings = settings
        self.charger = charger
        self.origin = origin
        self.retired = retired
    }

    /// The retained documents to publish now.
    public func messages() -> [MQTTMessage] {
        switch settings.form {
        case .device: [deviceMessage()].compactMap { $0 }
        case .component: componentMessages()
        case .off: []
        }
    }

    /// Empty retained messages in place of the documents: Home Assistant forgets the charger.
    public func removal() -> [MQTTMessage] {
        messages().map { .removing($0.topic) }
    }

    var topics: DiscoveryTopics { DiscoveryTopics(prefix: settings.prefix, charger: charger) }

    /// What Home Assistant may still have of an earlier version or configuration.
    private var withdrawn: [RetiredEntity] {
        retired + Entity.absentControl(of: charger).map { RetiredEntity(platform: $0.platform, key: $0.key) }
    }

    private func deviceMessage() -> MQTTMessage? {
        let device = DeviceBlock(charger: charger, isDetailed: true)
        var components = Dictionary(
            Entity.all(of: charger).map { ($0.key, $0.component(of: charger)) },
            uniquingKeysWith: { first, _ in first })
        for entity in withdrawn where components[entity.key] == nil {
            components[entity.key] = Component(platform: entity.platform)
        }
        let document = DeviceDocument(device: device, origin: OriginBlock(origin), components: components)
        return .document(document, on: topics.device)
    }

    private func componentMessages() -> [MQTTMessage] {
        let device = DeviceBlock(charger: charger, isDetailed: false)
        let announced = Entity.all(of: charger).compactMap { entity -> MQTTMessage? in
            var component = entity.component(of: charger)
            component.device = device
            component.origin = OriginBlock(origin)
            return .document(component, on: topics.component(entity.platform, entity.key))
        }
        let taken = Set(announced.map(\.topic))
        let removed = withdrawn.map { topics.component($0.platform, $0.key) }.filter { !taken.contains($0) }
        return announced + removed.map { .removing($0) }
    }
}

/// An entity that an earlier version announced and this one does not.
public struct RetiredEntity: Sendable, Hashable {
    /// What kind of entity it was, such as `sensor`.
    public var platform: String
    /// What came after `{vendor}_{name}_` in its unique id; never used again for another entity.
    public var key: String

    /// Names an entity.
    /// - Parameters:
    ///   - platform: what kind of entity it was.
    ///   - key: the end of its unique id.
    public init(platform: String, key: String) {
        self.platform = platform
        self.key = key
    }

    /// All that versions before this one announced and this one does not: there are none yet.
    ///
    /// Entries stay for good, since Home Assistant removes an entity only while it has it loaded.
    public static let ofEarlierVersions: [RetiredEntity] = []
}
