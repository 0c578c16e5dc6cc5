// SPDX-License-Identifier: MIT
import BridgeConfiguration
import ChargerControl
import ChargerSession
import Foundation
import History
import Logging
import MQTTBridge
import WebDashboard

/// The history, the page and the local socket of a process; the first two as the configuration asks for them.
struct DashboardAssembly: Sendable {
    private let keeper: HistoryKeeper?
    private let feeds: [ChargerFeeds]
    private let page: WebDashboard
    private let now: @Sendable () -> Moment
    private let folder: String
    let broker: BrokerWatch

    /// Reads from the chargers' feeds from now on.
    init(_ chargers: [LiveCharger], in shared: ChargerAssembly.Surroundings) {
        let configuration = shared.configuration
        let path =
            configuration.historyPath
            ?? (configuration.web == nil ? nil : "\(shared.states.path)/history.db")
        now = shared.time.now
        folder = shared.states.path
        let keeper = path.map {
            HistoryKeeper(files: HistoryFiles(database: $0), logger: shared.logger)
        }
        self.keeper = keeper
        feeds =
            keeper == nil
            ? []
            : chargers.map {
                ChargerFeeds(
                    charger: $0.name, reports: $0.reports.elements(bound: 10),
                    records: $0.records.elements(bound: 1000))
            }
        let mqtt = configuration.mqtt
        let broker = BrokerWatch(
            address: NetworkAddress(host: mqtt.host, port: mqtt.port).description, history: keeper,
            unixMilliseconds: { [now] in now().unixMilliseconds })
        self.broker = broker
        page = WebDashboard(
            settings: WebSettings(configuration.web, states: shared.states),
            chargers: zip(chargers, configuration.chargers).map {
                ChargerView(live: $0, label: $1.label ?? $0.name)
            },
            broker: broker, history: keeper.map { HistoryView(keeper: $0) },
            version: ProgramVersion.text, logger: shared.logger)
    }

    /// Records until the chargers' feeds end, and serves the page and the local socket until cancelled.
    func run() async {
        // The database and the token are in it; what is wrong with it is said by who can't use it.
        try? FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        keeper?.note(History.HistoryEvent(.started, time: now().unixMilliseconds))
        await withTaskGroup { group in
            if let keeper { group.addTask { await keeper.run(feeds, now: now) } }
            group.addTask { try? await page.run() }
        }
    }
}

extension WebSettings {
    /// The page as configured, and always the local socket, over which commands reach the bridge.
    fileprivate init(_ web: WebPageSettings?, states: StateFolder) {
        guard let web else {
            self.init(host: nil, socketPath: states.socketPath)
            return
        }
        self.init(
            host: web.listen.host, port: web.listen.port, socketPath: states.socketPath,
            allowedHosts: web.allowedHosts, tokenFile: states.tokenPath, readNeedsToken: web.readNeedsToken,
            loopbackNeedsToken: web.loopbackNeedsToken)
    }
}

extension StateFolder {
    /// The file with the token of the page.
    public var tokenPath: String { "\(path)/token" }

    /// The local socket of the API, for programs on this machine.
    public var socketPath: String { "\(path)/api.sock" }
}
