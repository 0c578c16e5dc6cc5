// SPDX-License-Identifier: MIT
public import MQTTClient

/// How soon a value must reach the broker.
public enum Urgency: Sendable, Hashable {
    /// At once when it changes.
    case state
    /// When it changes, but not more often than the publish interval; again after a while all the same.
    case measurement
    /// At once when its `key` changes; otherwise seldom, as counters do.
    case counters(key: String)
}

/// A value on its way to a topic.
public struct TopicValue: Sendable, Hashable {
    /// The topic.
    public var topic: String
    /// The value as text.
    public var payload: String
    /// How soon it must go out.
    public var urgency: Urgency

    /// Makes a value.
    public init(_ topic: String, _ payload: String, _ urgency: Urgency) {
        self.topic = topic
        self.payload = payload
        self.urgency = urgency
    }
}

/// Decides which values go out now.
public struct PublishSchedule: Sendable {
    /// How a value that is not available reads: Home Assistant shows it as unknown.
    public static let notAvailable = "None"
    /// A measurement is sent again after so long, even unchanged.
    static let longest: Duration = .seconds(30)
    /// Blocks do not come to the millisecond; one that is this early still counts as on time.
    static let jitter: Duration = .milliseconds(250)

    private struct Sent: Sendable {
        var payload: String
        var key: String?
        var at: Duration
    }

    private let interval: Duration
    private var sent: [String: Sent] = [:]

    /// Makes a schedule that has sent nothing yet.
    /// - Parameter interval: the least time between two values of a measurement; zero for every block.
    public init(interval: Duration) { self.interval = interval }

    /// Picks what goes out.
    /// - Parameters:
    ///   - values: the values as they are now.
    ///   - now: the time, on a clock that does not jump.
    public mutating func due(_ values: [TopicValue], at now: Duration) -> [MQTTMessage] {
        var messages: [MQTTMessage] = []
        for value in values where isDue(value, at: now) {
            sent[value.topic] = Sent(payload: value.payload, key: value.key, at: now)
            // Once a second and replaced by the next, a measurement needs no acknowledgement.
            let qos: MQTTQoS = value.urgency == .measurement ? .atMostOnce : .atLeastOnce
            messages.append(MQTTMessage(topic: value.topic, payload: value.payload, qos: qos, retain: true))
        }
        return messages
    }

    /// Forgets that a topic was sent, since it could not be.
    public mutating func forget(_ topic: String) { sent[topic] = nil }

    /// Forgets what was sent, as for a broker that may have lost it: everything goes out anew.
    public mutating func startOver() { sent.removeAll() }

    private func isDue(_ value: TopicValue, at now: Duration) -> Bool {
        guard let last = sent[value.topic] else { return true }
        let age = now - last.at
        let isChanged = last.payload != value.payload
        switch value.urgency {
        case .state: return isChanged
        case .counters: return last.key != value.key || (isChanged && age >= Self.longest)
        case .measurement:
            if isChanged, value.payload == Self.notAvailable || last.payload == Self.notAvailable {
                return true
            }
            return isChanged ? age >= interval - Self.jitter : age >= Self.longest
        }
    }
}

extension TopicValue {
    fileprivate var key: String? {
        if case .counters(let key) = urgency { key } else { nil }
    }
}
