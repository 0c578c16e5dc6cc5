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
                SmartPlugSettings($0), charger: charger, connection: shared.connection, time: shared.time,
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
