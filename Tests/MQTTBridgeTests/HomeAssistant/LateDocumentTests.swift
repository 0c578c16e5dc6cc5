// SPDX-License-Identifier: MIT
import ChargerControl
import MQTTBridge
import MQTTClient
import Synchronization
import Testing

@Suite("What Home Assistant is told in time")
struct LateDocumentTests {
    private static let device = "homeassistant/device/victron_itbatchrg/config"
    private static let old = "homeassistant/sensor/victron_itbatchrg/voltage/config"
    /// How much faster than outside the announcer's clock goes.
    private static let pace = 10

    /// The broker's kept messages may come after the second in which they are waited for.
    @Test("When an old document is found late, the new one follows its removal")
    func late() async {
        let broker = InMemoryBroker()
        let bridge = broker.connection(MQTTSettings(host: "memory", clientID: "bridge"))
        let witness = broker.connection(MQTTSettings(host: "memory", clientID: "witness"))
        let start = ContinuousClock.now
        let announcer = HomeAssistantAnnouncer(
            settings: DiscoverySettings(), charger: Examples.known(), origin: Examples.origin,
            connection: bridge, now: { (ContinuousClock.now - start) * Self.pace },
            sleep: { try await Task.sleep(for: $0 / Self.pace) })
        let (reports, end) = AsyncStream<ChargerReport>.makeStream()
        let told = await withTaskGroup(of: Void.self) { group in
            for connection in [bridge, witness] {
                group.addTask { await connection.run() }
                for await event in connection.events { if case .connected = event { break } }
            }
            witness.subscribe("homeassistant/#", qos: .atLeastOnce)
            group.addTask { await announcer.run(reports: reports) }
            await announcer.connected()
            var told = await Self.told(to: witness, until: "device document")
            await announcer.received(
                MQTTMessage(
                    topic: Self.old,
                    payload: #"{"unique_id":"victron_itbatchrg_voltage","state_topic":"a/b"}"#,
                    retain: true))
            told += await Self.told(to: witness, until: "device document")
            end.finish()
            group.cancelAll()
            return told
        }
        #expect(told == ["device document", "old flag", "old removal", "device document"])
    }

    /// What arrives at the witness, in words, up to some of them.
    private static func told(to witness: InMemoryConnection, until last: String) async -> [String] {
        var told: [String] = []
        for await event in witness.events {
            guard case .message(let message) = event else { continue }
            let isFlag = message.text?.contains("migrate_discovery") == true && message.payload.count < 40
            let what = message.payload.isEmpty ? "removal" : isFlag ? "flag" : "document"
            told.append("\(message.topic == device ? "device" : "old") \(what)")
            if told.last == last { break }
        }
        return told
    }
}
