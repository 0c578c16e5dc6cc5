// SPDX-License-Identifier: MIT
import MQTTClient

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

extension MQTTMessage {
    /// A retained JSON document, its keys sorted; nil if it can't be JSON, since an empty one would remove.
    static func document(_ value: some Encodable, on topic: String) -> MQTTMessage? {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        guard let json = try? encoder.encode(value) else { return nil }
        return MQTTMessage(topic: topic, payload: Array(json), retain: true)
    }

    /// A message that removes what is retained on a topic.
    static func removing(_ topic: String) -> MQTTMessage {
        MQTTMessage(topic: topic, payload: [], retain: true)
    }
}
