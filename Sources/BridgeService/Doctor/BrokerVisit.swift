// SPDX-License-Identifier: MIT
import MQTTClient
import Synchronization

/// One connection to the broker, for as long as it is looked at.
final class BrokerVisit: Sendable {
    let connection: MosquittoConnection
    private let seen = Mutex<[MQTTEvent]>([])

    private init(_ settings: MQTTSettings) { connection = MosquittoConnection(settings: settings) }

    /// Connects and disconnects around a closure.
    static func with(
        _ settings: MQTTSettings, _ body: (BrokerVisit) async -> [DoctorFinding]
    ) async -> [DoctorFinding] {
        let visit = BrokerVisit(settings)
        return await withTaskGroup(of: Void.self) { group in
            group.addTask { await visit.connection.run() }
            group.addTask {
                for await event in visit.connection.events { visit.seen.withLock { $0.append(event) } }
            }
            let findings = await body(visit)
            group.cancelAll()
            return findings
        }
    }

    /// How many events there were so far; what comes later is found from here.
    var position: Int { seen.withLock { $0.count } }

    /// Waits for an event.
    /// - Parameters:
    ///   - time: how long at most.
    ///   - position: an earlier `position`.
    ///   - choose: gives what is looked for, nil for another event.
    func first<T>(
        within time: Duration, from position: Int = 0, _ choose: (MQTTEvent) -> T?
    ) async -> T? {
        let end = ContinuousClock.now + time
        var next = position
        while true {
            for event in seen.withLock({ Array($0.dropFirst(next)) }) {
                if let found = choose(event) { return found }
                next += 1
            }
            guard .now < end, !Task.isCancelled else { return nil }
            try? await Task.sleep(for: .milliseconds(20))
        }
    }

    /// Subscribes.
    /// - Returns: whether the broker grants it; nil without an answer.
    func subscribe(_ filter: String) async -> Bool? {
        let start = position
        connection.subscribe(filter, qos: .atLeastOnce)
        return await first(within: .seconds(5), from: start) { event in
            switch event {
            case .subscribed(filter): true
            case .subscriptionRefused(filter): false
            case .disconnected: false
            default: nil
            }
        }
    }

    /// The messages that the broker keeps on some topics, asked for now.
    ///
    /// They follow the subscription at once; that one is missing can only be told by waiting.
    func retained(_ topics: [String]) async -> [String: MQTTMessage] {
        let start = position
        for topic in topics { _ = await subscribe(topic) }
        var found: [String: MQTTMessage] = [:]
        let wanted = Set(topics)
        _ = await first(within: .seconds(2), from: start) { event -> Bool? in
            if case .message(let message) = event, wanted.contains(message.topic) {
                found[message.topic] = message
            }
            return found.count == wanted.count ? true : nil
        }
        return found
    }
}
