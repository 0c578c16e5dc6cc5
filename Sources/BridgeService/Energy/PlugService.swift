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
    private let time: TimeSource
    private let logger: Logger
    /// When it last told its state, whatever that was.
    private var told: Duration?

    /// How long the answer to a command is waited for before the plug is asked.
    private static let patience = Duration.seconds(5)

    init(
        _ settings: SmartPlugSettings, charger: LiveCharger, connection: any MQTTConnection,
        time: TimeSource, logger: Logger
    ) {
        plug = SmartPlug(settings: settings)
        filters = plug.filters.sorted()
        self.charger = charger
        self.connection = connection
        self.time = time
        self.logger = logger
    }

    /// Carries orders out until they end.
    func run(_ orders: AsyncStream<Bool>) async {
        await withDiscardingTaskGroup { group in
            for await isOn in orders {
                // Not taken: it is told again, since it does not say that it obeyed.
                connection.publish(plug.command(isOn: isOn))
                let asked = time.now().uptime
                group.addTask { await self.askUnlessTold(since: asked) }
            }
            group.cancelAll()
        }
    }

    func connected() { ask() }

    private func ask() {
        if let query = plug.query { connection.publish(query) }
    }

    private func askUnlessTold(since asked: Duration) async {
        guard (try? await time.sleep(Self.patience)) != nil, told.map({ $0 < asked }) ?? true else { return }
        ask()
    }

    func disconnected() async {
        plug.brokerLost()
        await charger.plug(isOn: nil)
    }

    func received(_ message: MQTTMessage) async {
        let wasAway = plug.state.isReachable == false
        for report in plug.take(message, at: time.now()) {
            switch report {
            case .ignored(let reason): logger.warning("\(reason)")
            case .state(let state):
                if message.topic == plug.settings.stateTopic { told = time.now().uptime }
                await charger.plug(isAvailable: state.isReachable ?? true)
                await charger.plug(isOn: state.position == .unknown ? nil : state.position == .on)
            }
        }
        // Back from wherever it was, it may stand otherwise and need not say so by itself.
        if wasAway, plug.state.isReachable == true, plug.state.position == .unknown { ask() }
    }
}
