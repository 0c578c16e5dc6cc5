// SPDX-License-Identifier: MIT
/// A connection to a broker that keeps itself up: `run()` connects whenever the broker is there, says
/// so through `events`, and stops with a goodbye.
///
/// Nothing is kept for a broker that is away. After each `.connected`, subscribe again and publish
/// everything that should be known.
public protocol MQTTConnection: AnyObject, Sendable {
    /// What happens, for a single reader.
    var events: MQTTEvents { get }

    /// Hands a message over for sending, without waiting for the network.
    ///
    /// Callable from any thread.
    ///
    /// - Parameter message: a topic with a wildcard, an empty one, or one with a NUL is refused.
    /// - Returns: false when it was not taken: not connected, too many under way, or not sendable.
    @discardableResult
    func publish(_ message: MQTTMessage) -> Bool

    /// Asks for messages; `.subscribed` or `.subscriptionRefused` follows.
    ///
    /// Does nothing while not connected.
    ///
    /// - Parameters:
    ///   - filter: a topic, with `+` and `#` as wildcards.
    ///   - qos: the most that messages are delivered with.
    func subscribe(_ filter: String, qos: MQTTQoS)

    /// Ends a subscription.
    ///
    /// Does nothing while not connected.
    ///
    /// - Parameter filter: the filter as it was subscribed.
    func unsubscribe(_ filter: String)

    /// Whether the broker has said yes and has not been lost since.
    var isConnected: Bool { get }

    /// Keeps the connection up until the task is cancelled, then publishes the will's message as a
    /// goodbye, waits at most 2 s for what is under way, and disconnects.
    ///
    /// To be called once.
    func run() async
}
