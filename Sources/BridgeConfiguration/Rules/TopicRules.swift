// SPDX-License-Identifier: MIT
/// What a topic, or one level of it, may look like.
enum TopicRules {
    /// Checks a topic to publish under or to subscribe to as it stands (MQTT 3.1.1, section 4.7).
    static func checkTopic(_ topic: String, _ field: Field) {
        if let wildcard = wildcard(in: topic) {
            field.error("must be one exact topic, found the wildcard \(wildcard)")
        } else if topic.hasPrefix("$") {
            field.error("must not begin with $: brokers keep these topics to themselves")
        } else if topic.utf8.count > 1000 {
            field.error("is longer than 1000 bytes")
        } else if topic.split(separator: "/", omittingEmptySubsequences: false).contains(where: \.isEmpty) {
            field.warn("has an empty level (a / at the beginning, at the end, or two in a row): is it meant?")
        }
    }

    /// Checks a name that becomes one level of a topic.
    static func checkLevel(_ name: String, _ field: Field) {
        if let wildcard = wildcard(in: name) {
            field.error("becomes a topic level and can't hold \(wildcard)")
        } else if name.contains("/") {
            field.error("becomes a topic level and can't hold /")
        } else if name.utf8.count > 200 {
            field.error("is longer than 200 bytes")
        }
    }

    /// Warns of characters that Home Assistant does not take in a discovery topic.
    static func warnOfDiscovery(_ name: String, _ field: Field) {
        guard !name.allSatisfy(\.isIdentifier), wildcard(in: name) == nil, !name.contains("/") else { return }
        let replaced = String(name.map { $0.isIdentifier ? $0 : "_" })
        field.warn(
            "holds more than A-Z, a-z, 0-9, _ and -: in Home Assistant's ids other characters become _"
                + (field.canBeRepeated ? ", as in “\(replaced)”" : ""))
    }

    private static func wildcard(in text: String) -> Character? {
        text.first { $0 == "+" || $0 == "#" }
    }
}
