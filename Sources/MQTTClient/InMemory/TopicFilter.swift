// SPDX-License-Identifier: MIT
/// A subscription's filter (MQTT 5.0, section 4.7).
struct TopicFilter: Hashable {
    private let levels: [Substring]

    /// nil when the filter is empty, has a NUL, or a wildcard that is not a whole level or not in its place.
    init?(_ filter: String) {
        guard !filter.isEmpty, !filter.utf8.contains(0) else { return nil }
        levels = filter.split(separator: "/", omittingEmptySubsequences: false)
        for (index, level) in levels.enumerated() where level.contains(where: { $0 == "#" || $0 == "+" }) {
            guard level == "+" || (level == "#" && index == levels.count - 1) else { return nil }
        }
    }

    func matches(_ topic: String) -> Bool {
        let names = topic.split(separator: "/", omittingEmptySubsequences: false)
        // A leading wildcard does not see the broker's own topics.
        if topic.hasPrefix("$"), levels.first == "#" || levels.first == "+" { return false }
        for (index, level) in levels.enumerated() {
            if level == "#" { return true }
            guard index < names.count, level == "+" || level == names[index] else { return false }
        }
        return levels.count == names.count
    }

    /// Whether a topic can be published to: no wildcard, no NUL, not empty, at most 65535 bytes.
    static func isPublishable(_ topic: String) -> Bool {
        !topic.isEmpty && topic.utf8.count <= 65535
            && !topic.utf8.contains { $0 == 0 || $0 == 0x23 || $0 == 0x2B }
    }
}
