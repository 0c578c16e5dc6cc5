// SPDX-License-Identifier: MIT
import ArgumentParser
import BridgeConfiguration
import BridgeService
import Foundation
import Logging
import ServiceLifecycle
import UnixSignals

/// `chargebridge run`: the bridge itself, until it is stopped.
struct RunCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run", abstract: "Run the bridge (the default).",
        discussion: "Example: chargebridge run --config /etc/chargebridge/config.yaml")

    @OptionGroup var file: ConfigurationOption

    func run() async throws {
        // Until the bridge listens for it, there is nothing to say goodbye to.
        signal(SIGTERM) { _ in _exit(0) }
        let loaded = file.load(mode: .run)
        for finding in loaded.findings { ProgramLog.complain(finding) }
        guard let configuration = loaded.configuration else { throw ExitCode.wrongConfiguration }
        let logger = ProgramLog.start(level: configuration.logLevel)
        let states = StateFolder(
            configured: configuration.statePath, environment: ProcessInfo.processInfo.environment)
        let serviceManager = ServiceManager(environment: ProcessInfo.processInfo.environment)
        try await Bridge(
            configuration: configuration, states: states, serviceManager: serviceManager, logger: logger
        ).runUntilSignalled(logger: logger)
    }
}

extension Service {
    /// Runs until SIGTERM or SIGINT, then stops gracefully.
    func runUntilSignalled(logger: Logger) async throws {
        var quiet = logger
        quiet.logLevel = .error
        let group = ServiceGroup(
            configuration: ServiceGroupConfiguration(
                services: [.init(service: self, successTerminationBehavior: .gracefullyShutdownGroup)],
                gracefulShutdownSignals: [.sigterm, .sigint], logger: quiet))
        try await group.run()
    }
}
