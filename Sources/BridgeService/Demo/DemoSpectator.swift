// SPDX-License-Identifier: MIT
import Logging
import MQTTBridge
import MQTTClient
import ServiceLifecycle

/// Looks at the demo as anyone would, through the broker, and prints a line a second.
actor DemoSpectator {
    private var seen: [String: String] = [:]
    private let topics: ChargerTopics
    private let brokerPort: Int
    private let seconds: Int?
    private let show: @Sendable (String) -> Void

    init(topics: ChargerTopics, brokerPort: Int, seconds: Int?, show: @escaping @Sendable (String) -> Void) {
        self.topics = topics
        self.brokerPort = brokerPort
        self.seconds = seconds
        self.show = show
    }

    /// Prints until cancelled, shut down or the time is over.
    func run() async {
        let connection = MosquittoConnection(
            settings: MQTTSettings(
                host: "127.0.0.1", port: brokerPort, clientID: "chargebridge-demo-spectator"))
        await withTaskGroup { group in
            group.addTask { await connection.run() }
            group.addTask { await self.follow(connection) }
            await cancelWhenGracefulShutdown { await self.printLines() }
            group.cancelAll()
        }
    }

    private func follow(_ connection: MosquittoConnection) async {
        for await event in connection.events {
            switch event {
            case .connected: connection.subscribe("\(topics.root)/#", qos: .atMostOnce)
            case .message(let message): seen[message.topic] = message.text
            default: break
            }
        }
    }

    private func printLines() async {
        var second = 0
        while second < seconds ?? .max, !Task.isCancelled {
            try? await Task.sleep(for: .seconds(1))
            second += 1
            if !Task.isCancelled { show(line(second)) }
        }
    }

    private func line(_ second: Int) -> String {
        func value(_ topic: String, _ unit: String) -> String {
            guard let text = seen[topic], text != PublishSchedule.notAvailable else { return "–" }
            return "\(text) \(unit)"
        }
        return """
            \(second) s  charger \(seen[topics.status] ?? "–")  \(value(topics.voltage, "V"))  \
            \(value(topics.current, "A"))  \(seen[topics.chargeState] ?? "–")  limit \(value(topics.limit, "A"))
            """
    }
}
