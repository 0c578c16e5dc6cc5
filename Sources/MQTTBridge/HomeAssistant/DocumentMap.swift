// SPDX-License-Identifier: MIT
import MQTTClient

/// Which topics may hold documents about a charger, of any form, and what is found there.
struct DocumentMap: Sendable {
    /// What a topic is about.
    private struct Place: Sendable {
        /// The unique ids a document here must name to be ours.
        var uniqueIDs: Set<String>
        var isObsolete: Bool
        var isHeard: Bool
    }

    /// A document of ours.
    struct Found: Sendable {
        var extras: Set<ExtraMeasurement>
        var isObsolete: Bool
    }

    let subscriptions: [String]
    private let uniqueID: String
    private let places: [String: Place]

    init(_ documents: HomeAssistantDocuments) {
        let form = documents.settings.form
        let topics = documents.topics
        let id = documents.charger.uniqueID
        let entities =
            Entity.known.map { RetiredEntity(platform: $0.platform, key: $0.key) } + documents.retired
        let uniqueIDs = Set(entities.map { "\(id)_\($0.key)" })
        var places = [topics.device: Place(uniqueIDs: uniqueIDs, isObsolete: form != .device, isHeard: true)]
        for topic in topics.script {
            places[topic] = Place(
                uniqueIDs: uniqueIDs, isObsolete: true, isHeard: DiscoveryTopics.isLegal(id))
        }
        for entity in entities {
            places[topics.component(entity.platform, entity.key)] = Place(
                uniqueIDs: ["\(id)_\(entity.key)"], isObsolete: form != .component, isHeard: true)
        }
        self.places = places
        uniqueID = id
        let all = "\(topics.prefix)/+/\(topics.node)/+/config"
        let apart = topics.script.filter { !$0.hasPrefix("\(topics.prefix)/sensor/\(topics.node)/") }
        subscriptions = [topics.device, all] + apart
    }

    /// Whether Home Assistant takes messages on this topic; elsewhere it would only warn at one.
    func isHeard(_ topic: String) -> Bool { places[topic]?.isHeard ?? false }

    /// What a message is to us; nil if it is none of our documents.
    func find(_ message: MQTTMessage) -> Found? {
        guard let place = places[message.topic], let document = FoundDocument(message) else { return nil }
        let ours = document.uniqueIDs.intersection(place.uniqueIDs)
        guard !ours.isEmpty || document.isFlag else { return nil }
        let extras = ExtraMeasurement.allCases.filter { ours.contains("\(uniqueID)_\($0.rawValue)") }
        return Found(extras: Set(extras), isObsolete: place.isObsolete)
    }
}
