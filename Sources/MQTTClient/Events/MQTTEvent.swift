// SPDX-License-Identifier: MIT
/// What happens on a connection, in the order it happens.
public enum MQTTEvent: Sendable, Hashable {
    /// The broker said yes.
    ///
    /// Subscriptions and retained values are to be sent anew: nothing is carried over.
    case connected(MQTTVersion)
    /// A connection that stood was lost; the next attempt follows by itself.
    case disconnected(reason: String)
    /// The broker could not be reached, or did not answer.
    case unreachable(reason: String, retryIn: Duration)
    /// The broker answered and said no.
    case refused(reason: String, retryIn: Duration)
    /// A subscription is in force.
    case subscribed(filter: String)
    /// The broker refused a subscription; it is not tried again until the next connection.
    case subscriptionRefused(filter: String)
    /// The broker refused messages that were published, as its access list may.
    ///
    /// Told at most once within `MQTTBackoff.afterRefusal`, so that it may be answered by publishing everything
    /// again. Only a broker that speaks MQTT 5 says so, and only of messages above QoS 0.
    case publishRefused(reason: String)
    /// A message arrived.
    case message(MQTTMessage)
}
