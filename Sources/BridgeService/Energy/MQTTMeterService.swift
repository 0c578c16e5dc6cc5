// SPDX-License-Identifier: MIT
import ChargerControl
import EnergySources
import MQTTBridge
import MQTTClient

/// A grid meter on topics: takes what arrives over the process's connection.
actor MQTTMeterService: MQTTListener {
    nonisolated let filters: [String]
    private var meter: MQTTMeter
    private let feed: MeterFeed
    private let connection: any MQTTConnection
    private let sleep: @Sendable (Duration) async throws -> Void
    private var askedAt: Duration?

    init(
        _ settings: MQTTMeterSettings, feed: MeterFeed, connection: any MQTTConnection,
        sleep: @escaping @Sendable (Duration) async throws -> Void
    ) {
        meter = MQTTMeter(settings: settings)
        filters = meter.filters.sorted()
        self.feed = feed
        self.connection = connection
        self.sleep = sleep
    }

    /// Looks after the age of the values until cancelled.
    func run() async {
        while !Task.isCancelled {
            if let report = meter.check(at: feed.now()) { await feed.take(report) }
            keepAlive()
            do { try await sleep(.seconds(1)) } catch { return }
        }
    }

    func connected() { askedAt = nil }

    func disconnected() {}

    func received(_ message: MQTTMessage) async {
        for report in meter.take(message, at: feed.now()) { await feed.take(report) }
    }

    private func keepAlive() {
        let now = feed.now().uptime
        guard let request = meter.keepalive, connection.isConnected,
            askedAt.map({ now - $0 >= MQTTMeterSettings.keepaliveInterval }) ?? true
        else { return }
        askedAt = now
        connection.publish(request)
    }
}
