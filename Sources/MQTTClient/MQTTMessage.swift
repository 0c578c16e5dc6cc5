// SPDX-License-Identifier: MIT
/// How surely a message is delivered, after section 4.3 of MQTT 5.0.
///
/// "Exactly once" is not offered: values and commands here may arrive twice without harm.
public enum MQTTQoS: UInt8, Sendable, Hashable, CaseIterable {
    /// Sent once, never confirmed.
    case atMostOnce = 0
    /// Confirmed by the receiver, and possibly delivered twice.
    case atLeastOnce = 1
}

/// One message: what is published, and what arrives.
public struct MQTTMessage: Sendable, Hashable {
    /// The topic, without wildcards.
    public var topic: String
    /// The payload; any bytes.
    ///
    /// Empty and retained, it removes the topic's retained message.
    public var payload: [UInt8]
    /// How surely it is delivered.
    public var qos: MQTTQoS
    /// When publishing: the broker keeps it for later subscribers.
    ///
    /// When arriving: it is such a replay, not something published just now.
    public var retain: Bool

    /// A message with any payload.
    ///
    /// - Parameters:
    ///   - topic: the topic, without wildcards.
    ///   - payload: any bytes.
    ///   - qos: how surely it is delivered.
    ///   - retain: whether the broker keeps it for later subscribers.
    public init(topic: String, payload: [UInt8], qos: MQTTQoS = .atLeastOnce, retain: Bool = false) {
        self.topic = topic
        self.payload = payload
        self.qos = qos
        self.retain = retain
    }

    /// A message with a text as its payload.
    ///
    /// - Parameters:
    ///   - topic: the topic, without wildcards.
    ///   - payload: the text, sent as UTF-8.
    ///   - qos: how surely it is delivered.
    ///   - retain: whether the broker keeps it for later subscribers.
    public init(topic: String, payload: String, qos: MQTTQoS = .atLeastOnce, retain: Bool = false) {
        self.init(topic: topic, payload: Array(payload.utf8), qos: qos, retain: retain)
    }

    /// The payload as text; nil when it is not UTF-8.
    public var text: String? { String(validating: payload, as: UTF8.self) }
}
