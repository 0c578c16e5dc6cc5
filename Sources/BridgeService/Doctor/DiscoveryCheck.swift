// SPDX-License-Identifier: MIT
import BridgeConfiguration
import ChargerControl
import Foundation
import MQTTBridge
import MQTTClient

/// Whether Home Assistant is told of each charger, and whether it is there.
struct DiscoveryCheck {
    private let configuration: Configuration
    private let visit: BrokerVisit

    init(_ configuration: Configuration, _ visit: BrokerVisit) {
        self.configuration = configuration
        self.visit = visit
    }

    private var settings: HomeAssistantSettings { configuration.homeAssistant }

    func findings() async -> [DoctorFinding] {
        guard settings.discovery != .off else {
            return [
                .ok(
                    .discovery,
                    "Home Assistant is told nothing, as configured (home_assistant.discovery: off)")
            ]
        }
        var findings: [DoctorFinding] = []
        for charger in configuration.chargers {
            findings += [await document(of: charger)].about(charger.name)
        }
        return findings + [await birth()]
    }

    private func document(of charger: ChargerSettings) async -> DoctorFinding {
        // What is only removed is not there.
        let expected = documents(of: charger).filter { !$0.payload.isEmpty }
        let found = await visit.retained(expected.map(\.topic))
        let missing = expected.filter { found[$0.topic]?.payload.isEmpty ?? true }
        guard missing.count < expected.count else {
            return .warning(
                .discovery,
                "there is no discovery document for Home Assistant on \(expected.first?.topic ?? "")",
                do:
                    "start the bridge: it publishes one when it connects. If it runs, see the broker's access list for "
                    + "\(settings.prefix)/#")
        }
        let unreadable = found.values.filter { !$0.payload.isEmpty && !isDocument($0, of: charger) }
        if let first = unreadable.map(\.topic).min() {
            return .problem(
                .discovery, "what stands on \(first) is not a document of this charger",
                do:
                    "restart the bridge, which publishes it anew; if it comes back, something else writes to this topic"
            )
        }
        guard missing.isEmpty else {
            return .warning(
                .discovery, "\(missing.count) of \(expected.count) discovery documents are missing",
                do: "restart the bridge, which publishes them anew")
        }
        let topics = expected.count == 1 ? expected[0].topic : "\(expected.count) topics"
        return .ok(.discovery, "Home Assistant's discovery document is on \(topics)")
    }

    /// What any charger is announced with, known or not.
    private func documents(of charger: ChargerSettings) -> [MQTTMessage] {
        let base = configuration.mqtt.baseTopic
        let instance = Instance.name(configured: configuration.instance)
        let discovered = DiscoveredCharger(
            vendor: charger.vendor, name: charger.name, label: charger.label,
            topics: ChargerTopics(
                base: base, device: charger.name, configuredCommand: charger.currentLimitTopic),
            bridgeTopic: ChargerTopics.bridge(base: base, instance: instance))
        let form: DiscoverySettings.Form = settings.discovery == .component ? .component : .device
        return HomeAssistantDocuments(
            settings: DiscoverySettings(form: form, prefix: settings.prefix), charger: discovered,
            origin: DiscoveryOrigin(version: ProgramVersion.text), retired: []
        ).messages()
    }

    private struct Document: Decodable {
        struct Device: Decodable { var identifiers: [String] }
        var device: Device
    }

    private func isDocument(_ message: MQTTMessage, of charger: ChargerSettings) -> Bool {
        let decoder = JSONDecoder()
        guard let document = try? decoder.decode(Document.self, from: Data(message.payload)) else {
            return false
        }
        return document.device.identifiers.contains("\(charger.vendor)_\(charger.name)")
    }

    private func birth() async -> DoctorFinding {
        switch await visit.retained([settings.statusTopic])[settings.statusTopic]?.text {
        case "online": .ok(.homeAssistant, "Home Assistant says on \(settings.statusTopic) that it is there")
        case "offline":
            .warning(
                .homeAssistant, "Home Assistant says on \(settings.statusTopic) that it is not there",
                do: "start Home Assistant, or its MQTT integration")
        default:
            .unknown(
                .homeAssistant, "nothing stands on \(settings.statusTopic)",
                do:
                    "nothing, if entities are there: Home Assistant usually says it only when it starts. If not, see "
                    + "that its MQTT integration uses this broker and the prefix '\(settings.prefix)'")
        }
    }
}
