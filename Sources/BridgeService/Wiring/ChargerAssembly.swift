// SPDX-License-Identifier: MIT
import BridgeConfiguration
import ByteLink
import ChargerControl
public import ChargerSession
import Logging
public import MQTTBridge
import MQTTClient
import NIOCore

/// All parts of one charger, put together from its settings.
struct ChargerAssembly: Sendable {
    let live: LiveCharger
    let statusConnection: MosquittoConnection
    let bridged: BridgedCharger
    let keeper: StateKeeper
    let energy: EnergyAssembly?

    /// What a charger shares with the others of its process.
    struct Surroundings: Sendable {
        var configuration: Configuration
        var instance: String
        var states: StateFolder
        var connection: any MQTTConnection
        var time: TimeSource
        var eventLoop: any EventLoop
        var logger: Logger
    }

    init(_ settings: ChargerSettings, in shared: Surroundings) throws {
        let now = shared.time.now()
        let file = shared.states.file(vendor: settings.vendor, name: settings.name)
        var charger = Self.charger(settings, file: file, at: now, logger: shared.logger)
        let known = charger.snapshot(at: now)
        live = LiveCharger(
            name: settings.name,
            opener: NIOLinkOpener(
                try settings.serial.address(), eventLoop: shared.eventLoop, logger: shared.logger),
            charger: charger, time: shared.time, logger: shared.logger)
        keeper = StateKeeper(file: file, charger: live, logger: shared.logger)

        let broker = shared.configuration.mqtt
        let topics = ChargerTopics(
            base: broker.baseTopic, device: settings.name, configuredCommand: settings.currentLimitTopic,
            cap: settings.protection.capTopic)
        statusConnection = MosquittoConnection(
            settings: MQTTSettings(
                broker, clientID: ClientID.make(shared, for: settings.name),
                will: ChargerPublisher.statusWill(topics)))
        let uptime: @Sendable () -> Duration = { [time = shared.time] in time.now().uptime }
        let publisher = ChargerPublisher(
            topics: topics, instance: shared.instance, version: ProgramVersion.text,
            interval: broker.publishInterval,
            values: shared.connection, status: statusConnection, now: uptime)
        let announcer = HomeAssistantAnnouncer(
            settings: DiscoverySettings(shared.configuration.homeAssistant),
            charger: DiscoveredCharger(
                vendor: settings.vendor, name: settings.name, label: settings.label, topics: topics,
                bridgeTopic: ChargerTopics.bridge(base: broker.baseTopic, instance: shared.instance),
                identity: known.identity, bounds: known.bounds,
                control: known.control.map { OfferedControl($0) }),
            origin: DiscoveryOrigin(version: ProgramVersion.text), connection: shared.connection, now: uptime,
            sleep: shared.time.sleep)
        bridged = BridgedCharger(
            name: settings.name, topics: topics, port: live, publisher: publisher, announcer: announcer,
            hasControl: known.control != nil)
        energy = settings.surplus.map { [live] in EnergyAssembly($0, live, in: shared) }
    }

    private static func charger(
        _ settings: ChargerSettings, file: StateFile, at now: Moment, logger: Logger
    ) -> Charger {
        let found = file.load()
        if case .unreadable(let reason) = found {
            logger.warning("\(reason); the bridge starts without it, and writes the limit sparingly at first")
        }
        return charger(settings, found, at: now)
    }

    /// What decides about a charger, going on from what was kept.
    static func charger(_ settings: ChargerSettings, _ found: StateFile.Found, at now: Moment) -> Charger {
        var kept: KeptState?
        var isFirstStart = false
        switch found {
        case .kept(let state): kept = state
        case .nothing: isFirstStart = true
        case .unreadable: break
        }
        return Charger(
            settings: ChargerControl.LimitSettings(settings.limit, Protection(settings.protection)),
            initialLimit: settings.initialCurrentLimit.flatMap { CurrentLimit(amperes: $0) },
            control: settings.surplus.map { ControlSettings($0, settings.limit) }, kept: kept,
            isFirstStart: isFirstStart, at: now)
    }
}

/// Ids for connections to the broker, none twice: a broker closes the older one of two with the same id.
enum ClientID {
    static func make(_ shared: ChargerAssembly.Surroundings, for part: String) -> String {
        make(shared.configuration, instance: shared.instance, part)
    }

    static func make(_ configuration: Configuration, instance: String, _ part: String) -> String {
        let random = String(UInt32.random(in: .min ... .max), radix: 36)
        return "\(configuration.mqtt.clientID ?? "chargebridge-\(instance)")-\(part)-\(random)"
    }
}

extension LiveCharger: ChargerPort {}

extension SerialSettings {
    func address() throws -> LinkAddress {
        switch port {
        case .device(let path): .serial(path: path, baudRate: baudRate)
        case .network(let address): .tcp(host: address.host, port: address.port)
        }
    }
}

extension ChargerControl.LimitSettings {
    fileprivate init(_ settings: BridgeConfiguration.LimitSettings, _ protection: Protection) {
        self.init(
            minimum: settings.minimum.flatMap { CurrentLimit(amperes: $0) },
            maximum: settings.maximum.flatMap { CurrentLimit(amperes: $0) },
            wear: WearRule(
                burst: settings.writeBurst, interval: settings.writeInterval,
                dailyMaximum: settings.dailyMaximum, dailyBudget: settings.dailyBudget),
            protection: protection, register: settings.register == .volatile ? .volatile : .persistent)
    }
}

extension DiscoverySettings {
    fileprivate init(_ settings: HomeAssistantSettings) {
        let form: Form =
            switch settings.discovery {
            case .device: .device
            case .component: .component
            case .off: .off
            }
        self.init(form: form, prefix: settings.prefix, statusTopic: settings.statusTopic)
    }
}

extension Protection {
    fileprivate init(_ settings: ProtectionSettings) {
        self.init(
            maximumVoltage: settings.maximumVoltage.map { Millivolts(Int(($0 * 1000).rounded())) },
            minimumTemperature: settings.minimumTemperature.map { CentiCelsius(Int(($0 * 100).rounded())) },
            maximumTemperature: settings.maximumTemperature.map { CentiCelsius(Int(($0 * 100).rounded())) },
            lowersOnError: settings.onError,
            externalAge: settings.capTopic == nil ? nil : settings.capMaximumAge,
            lowersWithoutBroker: settings.onBrokerLoss.map { $0 == .minimum },
            lowersOnShutdown: settings.onShutdown.map { $0 == .minimum })
    }
}
