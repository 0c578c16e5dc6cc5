// SPDX-License-Identifier: MIT
import Synchronization

/// A broker without a network, for runs in accelerated time: retained messages, wildcards, wills, and an
/// outage on demand.
///
/// It has no clock: connections come back the moment it does.
///
/// Users, TLS and two clients of one name are left out: the real broker is there for those.
public final class InMemoryBroker: Sendable {
    struct Client {
        let settings: MQTTSettings
        let queue: EventQueue
        var isConnected = false
        var filters: [(text: String, filter: TopicFilter, qos: MQTTQoS)] = []
    }

    struct State {
        var isUp = true
        var retained: [String: MQTTMessage] = [:]
        var clients: [ObjectIdentifier: Client] = [:]
    }

    let state = Mutex(State())

    /// A broker that is up and remembers nothing.
    public init() {}

    /// A connection to this broker.
    ///
    /// It connects when its `run()` is called.
    ///
    /// - Parameter settings: the will and the client's name are used, the rest is not.
    public func connection(_ settings: MQTTSettings) -> InMemoryConnection {
        InMemoryConnection(broker: self, settings: settings)
    }

    /// The retained messages, by topic.
    public var retained: [String: MQTTMessage] { state.withLock { $0.retained } }

    /// Publishes as another client would.
    ///
    /// - Parameter message: what to publish; ignored while the broker is down or when its topic is not valid.
    public func publish(_ message: MQTTMessage) {
        state.withLock { state in
            guard state.isUp, TopicFilter.isPublishable(message.topic) else { return }
            state.deliver(message)
        }
    }

    /// Stops the broker; every connection is lost.
    ///
    /// - Parameter losingRetained: whether the retained messages are lost with it.
    public func goDown(losingRetained: Bool = false) {
        state.withLock { state in
            state.isUp = false
            if losingRetained { state.retained = [:] }
            for id in state.clients.keys { state.lose(id, reason: "the broker stopped") }
        }
    }

    /// Starts the broker again; whoever waits for it is connected.
    public func comeUp() {
        state.withLock { state in
            state.isUp = true
            for id in state.clients.keys { state.connect(id) }
        }
    }

    /// Cuts the connections of one client as a dead network would: its will is published, then it
    /// connects again.
    ///
    /// - Parameter clientID: the client's name.
    public func sever(clientID: String) {
        state.withLock { state in
            for (id, client) in state.clients where client.settings.clientID == clientID {
                guard client.isConnected else { continue }
                state.lose(id, reason: "the connection was cut")
                if let will = client.settings.will { state.deliver(will) }
                state.connect(id)
            }
        }
    }
}

extension InMemoryBroker.State {
    mutating func connect(_ id: ObjectIdentifier) {
        guard let client = clients[id], !client.isConnected else { return }
        guard isUp else {
            client.queue.send(
                .unreachable(reason: "the broker is down", retryIn: client.settings.backoff.initial))
            return
        }
        clients[id]?.isConnected = true
        client.queue.send(.connected(.v5))
    }

    mutating func lose(_ id: ObjectIdentifier, reason: String) {
        guard let client = clients[id], client.isConnected else { return }
        clients[id]?.isConnected = false
        clients[id]?.filters = []
        client.queue.send(.disconnected(reason: reason))
    }

    mutating func deliver(_ message: MQTTMessage) {
        if message.retain { retained[message.topic] = message.payload.isEmpty ? nil : message }
        for client in clients.values {
            let matching = client.filters.filter { $0.filter.matches(message.topic) }
            guard let qos = matching.map(\.qos.rawValue).max() else { continue }
            client.receive(message, qos: qos, retain: false)
        }
    }

    mutating func subscribe(_ id: ObjectIdentifier, _ text: String, qos: MQTTQoS) {
        guard let client = clients[id], client.isConnected else { return }
        guard let filter = TopicFilter(text) else {
            client.queue.send(.subscriptionRefused(filter: text))
            return
        }
        clients[id]?.filters.removeAll { $0.text == text }
        clients[id]?.filters.append((text, filter, qos))
        client.queue.send(.subscribed(filter: text))
        for message in retained.values where filter.matches(message.topic) {
            client.receive(message, qos: qos.rawValue, retain: true)
        }
    }
}

extension InMemoryBroker.Client {
    /// Delivered with the lower of what was published and what was asked for, as a broker does.
    fileprivate func receive(_ message: MQTTMessage, qos: UInt8, retain: Bool) {
        guard message.payload.count <= MQTTLimits.payloadBytes else {
            queue.count { $0.oversizedMessages &+= 1 }
            return
        }
        var copy = message
        copy.retain = retain
        copy.qos = MQTTQoS(rawValue: min(qos, message.qos.rawValue)) ?? .atMostOnce
        queue.send(.message(copy))
    }
}
