// SPDX-License-Identifier: MIT
import BridgeConfiguration
import MQTTClient

/// Whether messages may be published under the base topic, and are kept: tried with one, removed again.
struct PublishingCheck {
    private let base: String
    private let user: String
    private let visit: BrokerVisit
    private let topic: String

    init(_ configuration: Configuration, _ visit: BrokerVisit) {
        base = configuration.mqtt.baseTopic
        user = configuration.mqtt.username.map { "the user \($0)" } ?? "clients without a user name"
        self.visit = visit
        topic = "\(base)/doctor/" + String(UInt32.random(in: .min ... .max), radix: 36)
    }

    private static let patience: Duration = .seconds(5)

    func findings() async -> [DoctorFinding] {
        guard await visit.subscribe(topic) == true else {
            return [
                .problem(
                    .publishing, "the broker does not let us read below \(base)/",
                    do: "allow it in the broker's access list: \(user) must read and write \(base)/#")
            ]
        }
        let first = await publish(retain: true)
        defer {
            visit.connection.publish(
                MQTTMessage(topic: topic, payload: [] as [UInt8], qos: .atLeastOnce, retain: true))
        }
        switch first {
        case .arrived:
            return await isKept()
                ? [.ok(.publishing, "messages below \(base)/ are taken and kept")] : [unkept]
        // Perhaps only since it is to be kept.
        case .refused: return await publish(retain: false) == .arrived ? [unkept] : [forbidden]
        case .lost: return [lost]
        }
    }

    private enum Outcome {
        case arrived, refused, lost
    }

    /// Publishes, and waits for the message to come back.
    private func publish(retain: Bool) async -> Outcome {
        let start = visit.position
        let refused = visit.connection.events.dropCounts.refusedPublishes
        visit.connection.publish(
            MQTTMessage(
                topic: topic, payload: "a message of chargebridge doctor", qos: .atLeastOnce, retain: retain))
        let end = ContinuousClock.now + Self.patience
        while .now < end {
            let outcome = await visit.first(within: .milliseconds(100), from: start) { event -> Outcome? in
                switch event {
                case .message(let message) where message.topic == topic: .arrived
                case .publishRefused, .disconnected: .refused
                default: nil
                }
            }
            if let outcome { return outcome }
            // A message that the library itself refuses makes no event.
            if visit.connection.events.dropCounts.refusedPublishes != refused { return .refused }
        }
        return .lost
    }

    /// Whether a new subscription is given the message.
    private func isKept() async -> Bool {
        let start = visit.position
        visit.connection.subscribe(topic, qos: .atLeastOnce)
        return await visit.first(within: .seconds(3), from: start) { event -> Bool? in
            if case .message(let message) = event, message.topic == topic, message.retain {
                true
            } else {
                nil
            }
        } ?? false
    }

    private var forbidden: DoctorFinding {
        .problem(
            .publishing, "the broker takes no message below \(base)/",
            do: "allow it in the broker's access list: \(user) must read and write \(base)/#")
    }

    /// MQTT 3.1.1 has no way to refuse a message, and no version one to say that it is not passed on.
    private var lost: DoctorFinding {
        .problem(
            .publishing,
            "a message published below \(base)/ does not come back: it may not be written, or not read",
            do: "allow it in the broker's access list: \(user) must read and write \(base)/#")
    }

    private var unkept: DoctorFinding {
        .problem(
            .publishing, "the broker takes messages below \(base)/, but does not keep them (retain)",
            do:
                "allow retained messages at the broker (mosquitto: retain_available true); without them Home Assistant "
                + "forgets everything at its restart")
    }
}
