// SPDX-License-Identifier: MIT
import MQTTClient
import Synchronization

/// A connection to the in-memory broker that shows what is published, and dies with its process.
final class WatchedConnection: MQTTConnection {
    private let inner: InMemoryConnection
    private let published: Collected<MQTTMessage>
    private let isCut = Mutex(false)

    init(_ inner: InMemoryConnection, published: Collected<MQTTMessage>) {
        self.inner = inner
        self.published = published
    }

    var events: MQTTEvents { inner.events }
    var isConnected: Bool { !isCut.withLock { $0 } && inner.isConnected }

    /// The process was killed: nothing of it gets out any more but its last will.
    func cut() { isCut.withLock { $0 = true } }

    @discardableResult
    func publish(_ message: MQTTMessage) -> Bool {
        guard isConnected, inner.publish(message) else { return false }
        published.put(message)
        return true
    }

    func subscribe(_ filter: String, qos: MQTTQoS) { if isConnected { inner.subscribe(filter, qos: qos) } }

    func unsubscribe(_ filter: String) { if isConnected { inner.unsubscribe(filter) } }

    func run() async { await inner.run() }
}
