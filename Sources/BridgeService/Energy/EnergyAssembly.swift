// SPDX-License-Identifier: MIT
import BridgeConfiguration
import ChargerControl
import ChargerSession
import EnergySources
import Logging
import MQTTBridge

/// The grid meter and the plug of a charger that follows the sun, put together from its settings.
struct EnergyAssembly: Sendable {
    private enum Meter: Sendable {
        case mqtt(MQTTMeterService)
        case modbus(ModbusMeter, MeterFeed)
    }

    private let meter: Meter?
    private let plug: PlugService?
    private let orders: AsyncStream<Bool>

    init(_ settings: SurplusSettings, _ charger: LiveCharger, in shared: ChargerAssembly.Surroundings) {
        orders = charger.plugOrders.elements(bound: 4)
        var logger = shared.logger
        logger[metadataKey: "charger"] = "\(charger.name)"
        let feed = MeterFeed(charger: charger, now: shared.time.now, logger: logger)
        meter = settings.meter.map { meter in
            switch meter.source {
            case .mqtt(let topics):
                .mqtt(
                    MQTTMeterService(
                        EnergySources.MQTTMeterSettings(topics, staleAfter: meter.staleAfter), feed: feed,
                        connection: shared.connection, sleep: shared.time.sleep))
            case .modbus(let registers):
                .modbus(
                    ModbusMeter(settings: EnergySources.ModbusMeterSettings(registers), now: shared.time.now),
                    feed)
            }
        }
        plug = settings.plug.map {
            PlugService(
                SmartPlugSettings($0), charger: charger, connection: shared.connection, now: shared.time.now,
                logger: logger)
        }
    }

    /// What has its messages over the process's connection.
    var listeners: [any MQTTListener] {
        var listeners: [any MQTTListener] = []
        if case .mqtt(let service) = meter { listeners.append(service) }
        if let plug { listeners.append(plug) }
        return listeners
    }

    /// Reads the meter and switches the plug until cancelled.
    func run() async {
        await withTaskGroup { group in
            switch meter {
            case .mqtt(let service): group.addTask { await service.run() }
            case .modbus(let meter, let feed):
                group.addTask { await meter.run() }
                group.addTask { for await report in meter.reports { await feed.take(report) } }
            case nil: break
            }
            if let plug { group.addTask { await plug.run(orders) } }
        }
    }
}

extension EnergySources.MQTTMeterSettings {
    fileprivate init(_ settings: BridgeConfiguration.MQTTMeterSettings, staleAfter: Duration) {
        self.init(
            parts: settings.parts.map {
                Part(topic: $0.topic, pointer: $0.pointer.flatMap { JSONPointer($0) })
            },
            unit: settings.unit == .kilowatts ? .kilowatts : .watts,
            positive: PositiveDirection(settings.positive), staleAfter: staleAfter,
            keepaliveTopic: settings.keepaliveTopic)
    }
}

extension EnergySources.ModbusMeterSettings {
    fileprivate init(_ settings: BridgeConfiguration.ModbusMeterSettings) {
        self.init(host: settings.host, port: settings.port)
        unit = settings.unit
        registers = settings.registers
        kind = settings.kind == .holding ? .holding : .input
        type = RegisterType(rawValue: settings.format.rawValue) ?? .int16
        wordOrder = settings.wordOrder == .little ? .little : .big
        scale = settings.scale
        positive = PositiveDirection(settings.positive)
        zeroIsMissing = settings.zeroIsMissing
        interval = settings.interval
        timeout = settings.timeout
    }
}

extension PositiveDirection {
    fileprivate init(_ sign: BridgeConfiguration.MeterSign) {
        self = sign == .feedIn ? .intoGrid : .fromGrid
    }
}

extension SmartPlugSettings {
    fileprivate init(_ settings: PlugSettings) {
        self.init(
            commandTopic: settings.commandTopic, stateTopic: settings.stateTopic,
            payloadOn: settings.payloadOn, payloadOff: settings.payloadOff)
        statePointer = settings.statePointer.flatMap { JSONPointer($0) }
        stateOn = settings.stateOn
        stateOff = settings.stateOff
        availabilityTopic = settings.availabilityTopic
        availabilityPointer = settings.availabilityPointer.flatMap { JSONPointer($0) }
        retainsCommands = settings.retains
        queryTopic = settings.queryTopic
        queryPayload = settings.queryPayload
    }
}
