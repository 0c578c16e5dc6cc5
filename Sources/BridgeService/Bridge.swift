// SPDX-License-Identifier: MIT
public import BridgeConfiguration
import ByteLink
import ChargerControl
import ChargerSession
public import Logging
import MQTTBridge
import MQTTClient
import NIOCore
import NIOPosix
public import ServiceLifecycle

/// The whole bridge: every charger of a configuration, its state on disk, and the broker.
public struct Bridge: Service {
    private let configuration: Configuration
    private let states: StateFolder
    private let serviceManager: ServiceManager?
    private let logger: Logger

    /// Makes a bridge that does nothing yet.
    /// - Parameters:
    ///   - configuration: what is to be bridged.
    ///   - states: where the small files that outlive the process are.
    ///   - serviceManager: is told how the bridge does, if there is one.
    ///   - logger: gets one line for each change.
    public init(
        configuration: Configuration, states: StateFolder, serviceManager: ServiceManager? = nil,
        logger: Logger
    ) {
        self.configuration = configuration
        self.states = states
        self.serviceManager = serviceManager
        self.logger = logger
    }

    /// Works until a graceful shutdown: then the chargers stop, their last word is published, and the
    /// broker is told goodbye.
    public func run() async throws {
        let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        let loop = group.next()
        let outcome: Result<Void, any Error>
        do {
            // One thread for everything but libmosquitto: what arrives is dealt with where it arrived.
            try await withTaskExecutorPreference(EventLoopTaskExecutor(loop)) { try await runAlone(on: loop) }
            outcome = .success(())
        } catch {
            outcome = .failure(error)
        }
        try await group.shutdownGracefully()
        try outcome.get()
    }

    /// Loads what was kept only when no command changes it.
    private func runAlone(on loop: any EventLoop) async throws {
        let lock = await cancelWhenGracefulShutdown { await StateLock.ofBridge(states, logger: logger) }
        defer { withExtendedLifetime(lock) {} }
        // What was stopped while it waited has nothing to save.
        if lock == nil, Task.isCancelled || Task.isShuttingDownGracefully { return }
        try await run(on: loop)
    }

    private func run(on loop: any EventLoop) async throws {
        let instance = Instance.name(configured: configuration.instance)
        let base = configuration.mqtt.baseTopic
        let connection = MosquittoConnection(
            settings: MQTTSettings(
                configuration.mqtt, clientID: ClientID.make(configuration, instance: instance, "bridge"),
                will: BridgeHub.bridgeWill(base: base, instance: instance)))
        let shared = ChargerAssembly.Surroundings(
            configuration: configuration, instance: instance, states: states, connection: connection,
            time: .eventLoop(loop), eventLoop: loop, logger: logger)
        let chargers = try configuration.chargers.map { try ChargerAssembly($0, in: shared) }
        let dashboard = DashboardAssembly(chargers.map(\.live), in: shared)
        let hub = BridgeHub(
            connection: connection, chargers: chargers.map(\.bridged),
            listeners: [dashboard.broker] + chargers.flatMap { $0.energy?.listeners ?? [] }, base: base,
            instance: instance,
            homeAssistantStatus: configuration.homeAssistant.discovery == .off
                ? nil : configuration.homeAssistant.statusTopic, logger: logger)
        logger.info("bridge '\(instance)' serves \(chargers.map(\.live.name).joined(separator: ", "))")

        await withTaskGroup { group in
            group.addTask { await connection.run() }
            group.addTask { await hub.run() }
            group.addTask { await dashboard.run() }
            for charger in chargers {
                group.addTask { await charger.statusConnection.run() }
                group.addTask { await charger.bridged.publisher.runStatus() }
                if let energy = charger.energy { group.addTask { await energy.run() } }
            }
            if let serviceManager {
                let supervisor = Supervisor(serviceManager, chargers, connection, shared)
                let reports = chargers.map { ($0.live.name, $0.live.reports.elements(bound: 1)) }
                group.addTask { await supervisor.run(reports) }
            }
            await serve(chargers)
            // The last values are on their way; the connections see them out before they close.
            group.cancelAll()
        }
        logger.info("bridge '\(instance)' has stopped")
    }

    /// Runs a charger; at a shutdown it first does what it is to do before it stops.
    private func runUntilShutdown(_ live: LiveCharger) async {
        await withTaskGroup { group in
            group.addTask { await live.run() }
            try? await gracefulShutdown()
            await live.prepareToStop()
            group.cancelAll()
        }
    }

    /// Runs the chargers and all that follows their feeds; ends when the last feed has.
    private func serve(_ chargers: [ChargerAssembly]) async {
        await withTaskGroup { group in
            for charger in chargers {
                let live = charger.live
                let bridged = charger.bridged
                // Read from before anything is sent, so that nothing is missed.
                let reports = live.reports.elements(bound: 1)
                let announced = live.reports.elements(bound: 1)
                let records = live.records.elements(bound: 1000)
                let states = live.states.elements(bound: 1)
                group.addTask { await bridged.publisher.run(reports: reports, records: records) }
                group.addTask { await bridged.announcer.run(reports: announced) }
                group.addTask { await charger.keeper.run(states) }
                group.addTask { await runUntilShutdown(live) }
            }
        }
    }
}
