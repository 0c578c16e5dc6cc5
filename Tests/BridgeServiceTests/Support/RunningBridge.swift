// SPDX-License-Identifier: MIT
import BridgeConfiguration
import BridgeService
import ChargerSimulator
import Logging
import ServiceLifecycle
import TestBroker

/// Runs a test with a bridge in this process, stopped gracefully afterwards.
/// - Parameters:
///   - configuration: what is to be bridged.
///   - states: the folder of its state files.
///   - body: is given what the bridge logs.
func withBridge(
    _ configuration: Configuration, states: String, _ body: (RecordedLog) async throws -> Void
) async throws {
    let log = RecordedLog()
    let bridge = Bridge(
        configuration: configuration, states: StateFolder(path: states), logger: log.logger)
    var quiet = log.logger
    quiet.logLevel = .critical
    let group = ServiceGroup(
        configuration: ServiceGroupConfiguration(
            services: [.init(service: bridge, successTerminationBehavior: .gracefullyShutdownGroup)],
            logger: quiet))
    try await withThrowingTaskGroup { tasks in
        tasks.addTask { try await group.run() }
        let outcome: Result<Void, any Error>
        do {
            outcome = .success(try await body(log))
        } catch {
            outcome = .failure(TestFailure("\(error); the log: \(log.lines.joined(separator: " | "))"))
        }
        await group.triggerGracefulShutdown()
        try await tasks.waitForAll()
        try outcome.get()
    }
}

extension Scene {
    /// Runs a test with a bridge for this scene and a witness of all its topics.
    /// - Parameters:
    ///   - change: makes the configuration another.
    ///   - isReady: whether to begin only when the bridge takes commands.
    ///   - body: is given the witness and what the bridge logs.
    func withBridge(
        _ change: (inout Configuration) -> Void = { _ in }, whenReady isReady: Bool = true,
        _ body: (Witness, RecordedLog) async throws -> Void
    ) async throws {
        let position = broker.logPosition
        let witness = try await broker.watch("#")
        defer { witness.stop() }
        do {
            try await BridgeServiceTests.withBridge(configuration(change), states: states) { log in
                if isReady { try await takesCommands(from: position) }
                try await body(witness, log)
            }
        } catch {
            let asked = charger.requests.suffix(30).map(\.line)
            throw TestFailure("\(error); the charger was asked at last: \(asked)")
        }
    }

    /// Waits until a bridge has subscribed to the commands.
    /// - Parameter position: what the broker logged before does not count.
    func takesCommands(from position: Int = 0) async throws {
        for topic in [Self.command, Self.root + "/current_limit/set"] {
            try await broker.logLine(from: position) { $0.contains("\t\(topic) (QoS 1)") }
        }
    }
}
