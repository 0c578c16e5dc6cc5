// SPDX-License-Identifier: MIT
import ChargerControl
import ChargerSession
import EnergySources
import Logging
import MQTTBridge
import MQTTClient

/// The plug in a charger's mains: tells it what was decided, and the charger what it says.
actor PlugService: MQTTListener {
    nonisolated let filters: [String]
    private var plug: SmartPlug
    private let charger: LiveCharger
    private let connection: any MQTTConnection
    private let now: @Sendable () -> Moment
    private let logger: Logger

    init(
        _ settings: SmartPlugSettings, charger: LiveCharger, connection: any MQTTConnection,
        now: @escaping @Sendable () -> Moment, logger: Logger
    ) {
        plug = SmartPlug(settings: settings)
        filters = plug.filters.sorted()
        self.charger = charger
        self.connection = connection
        self.now = now
        self.logger = logger
    }

    /// Carries orders out until they end.
    func run(_ orders: AsyncStream<Bool>) async {
        for await isOn in orders {
            // Not taken: it is told again, since it does not say that it obeyed.
            connection.publish(plug.command(isOn: isOn))
        }
    }

    func connected() {
        if let query = plug.query { connection.publish(query) }
    }

    func disconnected() async {
        plug.brokerLost()
        await charger.plug(isOn: nil)
    }

    func received(_ message: MQTTMessage) async {
        for report in plug.take(message, at: now()) {
            switch report {
            case .ignored(let reason): logger.warning("\(reason)")
            case .state(let state):
                await charger.plug(isAvailable: state.isReachable ?? true)
                await charger.plug(isOn: state.position == .unknown ? nil : state.position == .on)
            }
        }
    }
}
