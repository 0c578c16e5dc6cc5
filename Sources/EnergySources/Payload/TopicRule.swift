// SPDX-License-Identifier: MIT
/// What a topic has to look like to be subscribed or published to as it stands (MQTT 5.0, section 4.7).
enum TopicRule {
    /// What is wrong with a topic; nil when nothing is.
    static func problem(_ topic: String) -> String? {
        if topic.isEmpty { return "a topic is empty" }
        if let wildcard = topic.unicodeScalars.first(where: { $0 == "+" || $0 == "#" }) {
            return "the topic \(topic) has to be one exact topic, without the wildcard \(wildcard)"
        }
        if topic.utf8.contains(0) { return "a topic has a NUL character" }
        return topic.utf8.count > 1000 ? "a topic is longer than 1000 bytes" : nil
    }
}
