// SPDX-License-Identifier: MIT
import MQTTClient

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// What is read of a document found on a discovery topic.
struct FoundDocument: Decodable, Sendable {
    struct Part: Decodable, Sendable {
        var uniqueID: String?

        enum CodingKeys: String, CodingKey { case uniqueID = "unique_id" }
    }

    private var uniqueID: String?
    private var components: [String: Part]?
    private var migrates: Bool?

    enum CodingKeys: String, CodingKey {
        case uniqueID = "unique_id"
        case components
        case migrates = "migrate_discovery"
    }

    /// Reads a payload; nil if it is no JSON object with these fields in it.
    init?(_ message: MQTTMessage) {
        guard let document = try? JSONDecoder().decode(Self.self, from: Data(message.payload)) else {
            return nil
        }
        self = document
    }

    /// Whether it is the flag that a migration left when it was cut short.
    var isFlag: Bool { migrates == true }

    /// The unique ids of all entities in it.
    var uniqueIDs: Set<String> {
        Set([uniqueID].compactMap { $0 } + (components ?? [:]).values.compactMap(\.uniqueID))
    }
}
