// SPDX-License-Identifier: MIT
import Synchronization

/// A connection to an `InMemoryBroker`; behaves as `MosquittoConnection` does, without a network.
public final class InMemoryConnection: MQTTConnection {
    /// What happens, for a single reader.
    public let events = MQTTEvents()
    private let broker: InMemoryBroker
    private let settings: MQTTSettings

    init(broker: InMemoryBroker, settings: MQTTSettings) {
        self.broker = broker
        self.settings = settings
    }

    /// Whether the broker is up and `run()` is running.
    public var isConnected: Bool { broker.state.withLock { $0.clients[id]?.isConnected ?? false } }

    /// Delivers a message to every subscriber before it returns.
    ///
    /// - Parameter message: what to publish.
    /// - Returns: false when not connected, or when the topic can't be published to.
    @discardableResult
    public func publish(_ message: MQTTMessage) -> Bool {
        guard TopicFilter.isPublishable(message.topic) else { return false }
        return broker.state.withLock { state in
            guard state.clients[id]?.isConnected == true else { return false }
            state.deliver(message)
            return true
        }
    }

    /// Subscribes, and replays the retained messages that match.
    ///
    /// - Parameters:
    ///   - filter: a topic, with `+` and `#` as wildcards.
    ///   - qos: the most that messages are delivered with.
    public func subscribe(_ filter: String, qos: MQTTQoS) {
        broker.state.withLock { $0.subscribe(id, filter, qos: qos) }
    }

    /// Ends a subscription.
    ///
    /// - Parameter filter: the filter as it was subscribed.
    public func unsubscribe(_ filter: String) {
        broker.state.withLock { $0.clients[id]?.filters.removeAll { $0.text == filter } }
    }

    /// Connected while the broker is up, until the task is cancelled; then the goodbye.
    public func run() async {
        broker.state.withLock { state in
            state.clients[id] = InMemoryBroker.Client(settings: settings, queue: events.queue)
            state.connect(id)
        }
        await untilCancelled()
        broker.state.withLock { state in
            let client = state.clients[id]
            if client?.isConnected == true, let will = settings.will { state.deliver(will) }
            state.clients[id] = nil
        }
        events.queue.finish()
    }

    private var id: ObjectIdentifier { ObjectIdentifier(self) }

    private func untilCancelled() async {
        let never = AsyncStream<Never>.makeStream()
        for await _ in never.stream {}
        withExtendedLifetime(never.continuation) {}
    }
}
