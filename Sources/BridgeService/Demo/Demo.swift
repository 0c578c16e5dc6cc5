// SPDX-License-Identifier: MIT
import BridgeConfiguration
public import ChargerSimulator
import Foundation
public import Logging
import MQTTBridge
import MQTTClient
public import ServiceLifecycle

/// The whole product with nothing attached: a simulated charger, a broker of its own, the bridge.
public struct Demo: Service {
    private let simulation: SimulatedCharger.Configuration
    private let seconds: Int?
    private let show: @Sendable (String) -> Void
    private let logger: Logger

    /// Makes a demo that does nothing yet.
    /// - Parameters:
    ///   - simulation: the charger and its battery.
    ///   - seconds: how long it runs; nil until it is stopped.
    ///   - logger: gets what the bridge logs.
    ///   - show: is given each line to print.
    public init(
        _ simulation: SimulatedCharger.Configuration, seconds: Int?, logger: Logger,
        show: @escaping @Sendable (String) -> Void
    ) {
        self.simulation = simulation
        self.seconds = seconds
        self.logger = logger
        self.show = show
    }

    /// Runs until a graceful shutdown, or until its time is over; then leaves nothing behind.
    /// - Throws: ``DemoError`` when something it needs is missing.
    public func run() async throws {
        let folder = NSTemporaryDirectory() + "chargebridge-demo-\(getpid())"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let simulator = SimulatorServer(simulation, port: .pseudoTerminal(link: "\(folder)/charger"))
        try await PrivateBroker.withBroker(in: folder) { brokerPort in
            try await simulator.withServer { port in
                try await run(chargerPort: port, brokerPort: brokerPort, folder: folder)
            }
        }
        show("The demo has ended and left nothing behind.")
    }

    private func run(chargerPort: String, brokerPort: Int, folder: String) async throws {
        let page = (try? PrivateBroker.freePort()).map { NetworkAddress(host: "127.0.0.1", port: $0) }
        let configuration = Configuration(
            chargers: [
                ChargerSettings(
                    name: "demo", vendor: "victron", label: "Demo charger",
                    serial: SerialSettings(port: .device(path: chargerPort)))
            ],
            mqtt: MQTTBrokerSettings(
                host: "127.0.0.1", port: brokerPort, baseTopic: "bat_charger", publishInterval: .zero),
            web: page.map { WebPageSettings(listen: $0) }, instance: "demo")
        let topics = ChargerTopics(base: "bat_charger", device: "demo")
        introduce(topics, page, chargerPort: chargerPort, brokerPort: brokerPort)
        let bridge = Bridge(
            configuration: configuration, states: StateFolder(path: "\(folder)/state"), logger: logger)
        let spectator = DemoSpectator(topics: topics, brokerPort: brokerPort, seconds: seconds, show: show)
        try await withThrowingTaskGroup { group in
            group.addTask { try await bridge.run() }
            group.addTask { await spectator.run() }
            try await group.next()
            group.cancelAll()
            try await group.waitForAll()
        }
    }

    private func introduce(
        _ topics: ChargerTopics, _ page: NetworkAddress?, chargerPort: String, brokerPort: Int
    ) {
        show(
            """
            ChargeBridge \(ProgramVersion.text): the whole product with nothing attached.
              charger    \(simulation.model.name), simulated, on \(chargerPort)
              broker     mosquitto on 127.0.0.1:\(brokerPort), the demo's own
              topics     \(topics.root)/…, see them: mosquitto_sub -h 127.0.0.1 -p \(brokerPort) -t '\(topics.root)/#' -v
              the limit  set it: mosquitto_pub -h 127.0.0.1 -p \(brokerPort) -t \(topics.limitCommand) -m 8.5
              page       \(page.map { "http://\($0)" } ?? "none: no free port")
              Home Assistant finds it on that broker by itself (homeassistant/device/…/config)
            Below, once a second, what the broker holds. Stop with Ctrl-C.

            """)
    }
}
