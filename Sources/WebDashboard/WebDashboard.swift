// SPDX-License-Identifier: MIT
public import Logging
import HTTPTypes
import NIOCore
import NIOPosix
public import ServiceLifecycle

/// The page and the API: what there is to see of the chargers, and a way to ask something of them.
public struct WebDashboard: Service {
    private let settings: WebSettings
    private let chargers: [any DashboardCharger]
    private let broker: (any DashboardBroker)?
    private let history: (any DashboardHistory)?
    private let version: String
    private let logger: Logger
    private let listening: @Sendable (WebAddress) async -> Void

    /// Makes a page that is not served yet.
    /// - Parameters:
    ///   - settings: where it listens and who may do what.
    ///   - chargers: what it shows, in this order.
    ///   - broker: how the connection to the broker is; nil: that is not shown as standing.
    ///   - history: what was recorded; nil: nothing was.
    ///   - version: of the program.
    ///   - logger: gets one line for each change; never a token.
    ///   - listening: called for each address once it is listened on, with the port that the system chose.
    public init(
        settings: WebSettings, chargers: [any DashboardCharger], broker: (any DashboardBroker)?,
        history: (any DashboardHistory)?, version: String, logger: Logger,
        listening: @escaping @Sendable (WebAddress) async -> Void = { _ in }
    ) {
        self.settings = settings
        self.chargers = chargers
        self.broker = broker
        self.history = history
        self.version = version
        self.logger = logger
        self.listening = listening
    }

    /// Serves until cancelled; at a graceful shutdown open connections are ended.
    ///
    /// It works on threads of its own, so that viewers can't hold up whoever reads the chargers.
    public func run() async throws {
        let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        await withTaskExecutorPreference(globalConcurrentExecutor) { await serve(on: group) }
        try await group.shutdownGracefully()
    }

    private func serve(on group: MultiThreadedEventLoopGroup) async {
        let board = Board(chargers, broker: broker, mostViewers: settings.mostViewers)
        let gate = Gate(settings, token: token())
        let routes = Self.routes(
            Desk(
                chargers: chargers, board: board, gate: gate, history: history, settings: settings,
                version: version))
        let responder = Responder(routes: routes, gate: gate, logger: logger)
        await withTaskGroup { tasks in
            tasks.addTask { await board.run() }
            await withDiscardingTaskGroup { listeners in
                for address in addresses {
                    let listener = Listener(
                        address: address, settings: settings, responder: responder, group: group,
                        logger: logger, listening: listening)
                    listeners.addTask { await listener.run() }
                }
            }
            tasks.cancelAll()
        }
    }

    private var addresses: [WebAddress] {
        [
            settings.host.map { .network(host: $0, port: settings.port) },
            settings.socketPath.map { .localSocket(path: $0, mode: settings.socketMode) },
        ].compactMap { $0 }
    }

    private func token() -> AccessToken? {
        guard let path = settings.tokenFile else { return nil }
        do {
            return try AccessToken.kept(at: path)
        } catch {
            logger.error("from other machines nothing can be changed: \(error.reason)")
            return nil
        }
    }

    /// Every method and path that is served, for the test that holds the description against them.
    public static func served() -> [(method: String, path: String)] {
        let settings = WebSettings(host: nil)
        let desk = Desk(
            chargers: [], board: Board([], broker: nil, mostViewers: 0), gate: Gate(settings, token: nil),
            history: nil, settings: settings, version: "")
        return routes(desk).map { ($0.method.rawValue, $0.path) }
    }

    private static func routes(_ desk: Desk) -> [Route] {
        let pages = PageFiles(chartFolder: desk.settings.chartFolder).routes
        return desk.chargerRoutes + desk.requestRoutes + desk.registerRoutes + desk.historyRoutes
            + desk.serviceRoutes + desk.accessRoutes + pages
    }
}
