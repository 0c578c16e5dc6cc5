// SPDX-License-Identifier: MIT
import ChargerSession
import MQTTClient

extension Supervisor {
    /// Ticks come once a second.
    private static let tickPatience: Duration = .seconds(10)
    /// The library's own connect waits for an answer as long as the system does: with Linux' six repeated
    /// requests 127 s (tcp_syn_retries in tcp(7)).
    private static let connectPatience: Duration = .seconds(150)

    /// Watches every loop of a bridge.
    init(
        _ manager: ServiceManager, _ chargers: [ChargerAssembly], _ connection: MosquittoConnection,
        _ shared: ChargerAssembly.Surroundings
    ) {
        let readings = chargers.map(\.live).map { live in
            ProgressWatch.Part("the readings loop of \(live.name)", patience: Self.tickPatience) {
                live.ticks
            }
        }
        let statuses = chargers.map {
            Self.thread(of: $0.statusConnection, "the status connection of \($0.live.name)")
        }
        self.init(
            manager, chargers: chargers.map(\.live.name),
            parts: readings + [Self.thread(of: connection, "the connection to the broker")] + statuses,
            time: shared.time, logger: shared.logger
        ) { connection.isConnected }
    }

    private static func thread(of connection: MosquittoConnection, _ name: String) -> ProgressWatch.Part {
        ProgressWatch.Part("the thread of \(name)", patience: connectPatience) { connection.rounds }
    }
}
