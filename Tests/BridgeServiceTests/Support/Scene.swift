// SPDX-License-Identifier: MIT
import BridgeConfiguration
import ChargerSimulator
import Foundation
import TestBroker

/// What a bridge needs around it: a real broker, a simulated charger on a pseudo-terminal, a folder.
struct Scene: Sendable {
    let broker: TestBroker
    let charger: SimulatorControl
    /// Where the charger can be opened.
    let port: String
    /// A folder of the scene's own; removed at its end.
    let folder: String

    /// What all topics of the charger begin with.
    static let root = "bat_charger/itbatchrg"
    /// The topic that users of the Python script send the limit to.
    static let command = root + "/curlimit"

    var states: String { folder + "/state" }

    /// A configuration that fits the scene: each block is published at once.
    func configuration(_ change: (inout Configuration) -> Void = { _ in }) -> Configuration {
        var configuration = Configuration(
            chargers: [
                ChargerSettings(
                    name: "itbatchrg", vendor: "victron", serial: SerialSettings(port: .device(path: port)),
                    currentLimitTopic: Self.command)
            ],
            mqtt: MQTTBrokerSettings(
                host: "127.0.0.1", port: broker.port, baseTopic: "bat_charger", publishInterval: .zero),
            instance: "test")
        change(&configuration)
        return configuration
    }

    /// Asks for a limit, as an automation does.
    func ask(_ payload: String, on topic: String = Scene.root + "/current_limit/set") async throws {
        try await broker.publish(topic, payload)
    }

    /// The limits written to the charger, as the frames it received.
    var setFrames: [String] { charger.requests.map(\.line).filter { $0.hasPrefix("8F0ED") } }
}

/// Runs a test with a scene that is gone afterwards.
func withScene(
    _ model: String = "12|30", broker options: TestBrokerOptions = TestBrokerOptions(),
    brokerStarted: Bool = true, simulation change: (inout SimulatedCharger.Configuration) -> Void = { _ in },
    _ body: (Scene) async throws -> Void
) async throws {
    try await withFolder { folder in
        var simulation = try SimulatedCharger.Configuration.quick(model)
        change(&simulation)
        let simulator = SimulatorServer(simulation, port: .pseudoTerminal(link: folder + "/charger"))
        try await withBroker(options, started: brokerStarted) { broker in
            try await simulator.withServer { port in
                try await body(
                    Scene(broker: broker, charger: simulator.control, port: port, folder: folder))
            }
        }
    }
}

/// Runs a test with a folder of its own.
func withFolder(_ body: (String) async throws -> Void) async throws {
    let folder = FileManager.default.temporaryDirectory.path + "/bridge-test-\(UUID())"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try await body(folder)
}

extension SimulatedCharger.Configuration {
    /// A charger that introduces itself at once and speaks four times a second.
    static func quick(_ model: String) throws -> Self {
        guard let model = ChargerModel(named: model) else { throw TestFailure("no model '\(model)'") }
        var configuration = Self(model: model)
        configuration.timing.pacing = .immediate
        configuration.timing.textAfterPowerUp = .milliseconds(50)
        configuration.timing.text = .milliseconds(250)
        return configuration
    }
}
