// SPDX-License-Identifier: MIT
public import MQTTClient

/// Takes over from documents of another form, the Python script's among them, so that entities keep their ids,
/// history and the user's settings.
///
/// For each connection to the broker: make one, subscribe to `subscriptions`, hand over what arrives, and call
/// `step(at:)` until it has finished; only then publish the documents. A document of another form is marked with
/// `{"migrate_discovery": true}`, which makes Home Assistant let go of the entities without forgetting them,
/// then removed. Documents that are not about our entities are left alone.
public struct DiscoveryMigration: Sendable {
    /// What is to be done now.
    public struct Step: Sendable, Hashable {
        /// To be published now, in this order.
        public var messages: [MQTTMessage]
        /// When to ask again; nil when it has finished.
        public var next: Duration?
    }

    /// How long to wait for what the broker retains, and for Home Assistant to act on each message.
    public static let pause: Duration = .seconds(1)

    /// What to subscribe to meanwhile.
    public let subscriptions: [String]
    /// What an earlier run announced that only some chargers measure; it is to be announced again.
    public private(set) var announced: Set<ExtraMeasurement> = []

    private enum Phase: Sendable {
        case listening(until: Duration)
        case flagged([String], until: Duration)
        case cleared(until: Duration)
        case finished
    }

    private let form: DiscoverySettings.Form
    private let map: DocumentMap
    private var phase: Phase
    private var obsolete: Set<String> = []

    /// Begins to listen.
    /// - Parameters:
    ///   - documents: the documents that are to be published afterwards.
    ///   - now: time on any clock that only goes forward; that of `step(at:)`.
    public init(_ documents: HomeAssistantDocuments, at now: Duration) {
        form = documents.settings.form
        map = DocumentMap(documents)
        subscriptions = map.subscriptions
        phase = .listening(until: now + Self.pause)
    }

    /// Whether the documents can be published.
    public var isFinished: Bool {
        if case .finished = phase { obsolete.isEmpty } else { false }
    }

    /// Takes note of a message that arrived; only retained ones on discovery topics of ours count.
    /// - Parameter message: any message.
    /// - Returns: whether it is a document of ours in another form, so that `step(at:)` has something to do
    ///   even after it had finished.
    @discardableResult
    public mutating func arrived(_ message: MQTTMessage) -> Bool {
        guard message.retain, !message.payload.isEmpty, let found = map.find(message) else { return false }
        announced.formUnion(found.extras)
        guard found.isObsolete else { return false }
        obsolete.insert(message.topic)
        return true
    }

    /// Says what to do now.
    /// - Parameter now: time on the clock of `init`.
    public mutating func step(at now: Duration) -> Step {
        switch phase {
        case .listening(let until), .flagged(_, let until), .cleared(let until):
            guard now >= until else { return Step(messages: [], next: until) }
        case .finished: break
        }
        if case .flagged(let topics, _) = phase { return clear(topics, at: now) }
        return obsolete.isEmpty ? finish() : release(at: now)
    }

    private mutating func finish() -> Step {
        phase = .finished
        return Step(messages: [], next: nil)
    }

    private mutating func release(at now: Duration) -> Step {
        let topics = obsolete.sorted()
        obsolete = []
        // Where nothing follows, the entities are to go, not to be kept for a successor.
        if form == .off { return clear(topics, at: now) }
        phase = .flagged(topics, until: now + Self.pause)
        let flags = topics.filter(map.isHeard).map {
            MQTTMessage(topic: $0, payload: #"{"migrate_discovery": true}"#, retain: true)
        }
        return Step(messages: flags, next: now + Self.pause)
    }

    private mutating func clear(_ topics: [String], at now: Duration) -> Step {
        phase = .cleared(until: now + Self.pause)
        return Step(messages: topics.map { .removing($0) }, next: now + Self.pause)
    }
}
