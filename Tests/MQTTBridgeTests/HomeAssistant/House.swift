// SPDX-License-Identifier: MIT
import MQTTBridge
import MQTTClient

/// What was published, and when after the connect.
struct Published: Hashable {
    var time: Duration
    var topic: String
    var payload: String

    init(at seconds: Int, _ topic: String, _ payload: String) {
        self.init(.seconds(seconds), topic, payload)
    }

    init(_ time: Duration, _ topic: String, _ payload: String) {
        self.time = time
        self.topic = topic
        self.payload = payload
    }
}

/// A broker with what it retains, and a bridge that connects to it.
struct House {
    private(set) var retained: [String: MQTTMessage] = [:]
    /// What the migration of the last connect published.
    private(set) var published: [Published] = []
    private(set) var finishedAt: Duration?
    private(set) var announced: Set<ExtraMeasurement> = []

    init(_ messages: [MQTTMessage]) {
        for message in messages { retained[message.topic] = message }
    }

    init(_ messages: MQTTMessage...) { self.init(messages) }

    /// A bridge connects, migrates and publishes its documents.
    mutating func connect(_ documents: HomeAssistantDocuments) {
        published = []
        finishedAt = nil
        var migration = DiscoveryMigration(documents, at: .zero)
        for message in replayed(to: migration.subscriptions) { migration.arrived(message) }
        var now = Duration.zero
        while let next = perform(migration.step(at: now), at: now), now < .seconds(60) { now = next }
        if migration.isFinished { finishedAt = now }
        announced = migration.announced
        documents.messages().forEach { keep($0) }
    }

    private mutating func perform(_ step: DiscoveryMigration.Step, at now: Duration) -> Duration? {
        for message in step.messages {
            published.append(Published(now, message.topic, message.text ?? "?"))
            keep(message)
        }
        return step.next
    }

    private mutating func keep(_ message: MQTTMessage) {
        retained[message.topic] = message.payload.isEmpty ? nil : message
    }

    private func replayed(to filters: [String]) -> [MQTTMessage] {
        retained.values.filter { message in filters.contains { Self.matches($0, message.topic) } }
            .sorted { $0.topic < $1.topic }
    }

    private static func matches(_ filter: String, _ topic: String) -> Bool {
        let wanted = filter.split(separator: "/", omittingEmptySubsequences: false)
        let levels = topic.split(separator: "/", omittingEmptySubsequences: false)
        return wanted.count == levels.count && zip(wanted, levels).allSatisfy { $0 == "+" || $0 == $1 }
    }
}
