// SPDX-License-Identifier: MIT
public import ChargerControl
public import ChargerSession
public import Logging
import ServiceLifecycle

/// Tells the service manager how the bridge does: that it runs, what it shows, that it is alive.
///
/// The sign of life is not a timer's: it is withheld as soon as a part that must keep moving stands still,
/// so that a bridge that hangs is started anew.
public actor Supervisor {
    private let manager: ServiceManager
    private let time: TimeSource
    private let isBrokerConnected: @Sendable () -> Bool
    private let logger: Logger
    private var watch: ProgressWatch
    private let parts: [ProgressWatch.Part]
    private var line: StatusLine
    private var sentLine: StatusLine?
    private var sentAt: Duration?
    private var isReady = false
    private var isStopping = false
    private var owesSign = false
    private var standing: [String] = []

    /// Between two status lines: a link that flaps is not to keep the service manager busy.
    private static let calm: Duration = .seconds(5)

    /// Makes a supervisor that has said nothing yet.
    /// - Parameters:
    ///   - manager: who is told.
    ///   - chargers: their names, in the order they are shown.
    ///   - parts: what must keep moving.
    ///   - time: the clocks.
    ///   - logger: gets a line when a part stands still.
    ///   - isBrokerConnected: whether the process's connection stands.
    public init(
        _ manager: ServiceManager, chargers: [String], parts: [ProgressWatch.Part], time: TimeSource,
        logger: Logger, isBrokerConnected: @escaping @Sendable () -> Bool
    ) {
        self.manager = manager
        self.parts = parts
        self.time = time
        self.logger = logger
        self.isBrokerConnected = isBrokerConnected
        line = StatusLine(names: chargers)
        watch = ProgressWatch(
            parts, interval: max((manager.watchdog ?? .seconds(60)) / 2, .milliseconds(100)))
    }

    /// Watches until the task is cancelled; a graceful shutdown is told when it begins.
    /// - Parameter reports: what the chargers show, by name; one a second each, whatever happens.
    public func run(_ reports: [(name: String, reports: AsyncStream<ChargerReport>)]) async {
        await withTaskGroup { group in
            for (name, reports) in reports {
                group.addTask { for await report in reports { await self.take(report, of: name) } }
            }
            if manager.watchdog != nil { group.addTask { await self.giveSigns() } }
            group.addTask {
                if (try? await gracefulShutdown()) != nil { await self.sayStopping() }
            }
        }
    }

    private func take(_ report: ChargerReport, of name: String) {
        line.take(report.snapshot, of: name)
        line.isBrokerConnected = isBrokerConnected()
        if owesSign { giveSign() }
        guard !isStopping else { return }
        sayReady()
        sayStatus()
    }

    /// From here on the state of the chargers is not worth a word.
    private func sayStopping() {
        isStopping = true
        manager.socket.send("STOPPING=1", "STATUS=saying goodbye")
    }

    /// Ready is the bridge whose loops all go round; a charger or a broker may be away for days.
    private func sayReady() {
        guard !isReady, parts.allSatisfy({ $0.count() > 0 }) else { return }
        isReady = manager.socket.send("READY=1")
    }

    /// Not taken, or too soon after the last one: the next report comes in a second.
    private func sayStatus() {
        let now = time.now().uptime
        guard line != sentLine, sentAt.map({ now - $0 >= Self.calm }) ?? true,
            manager.socket.send("STATUS=\(line.text)")
        else { return }
        (sentLine, sentAt) = (line, now)
    }

    private func giveSigns() async {
        while (try? await time.sleep(watch.interval)) != nil {
            let found = watch.look()
            tell(found)
            owesSign = false
            if found.isEmpty { giveSign() }
        }
    }

    /// Not taken: the next report brings it again, before the service manager's patience ends.
    private func giveSign() { owesSign = !manager.socket.send("WATCHDOG=1") }

    private func tell(_ found: [String]) {
        if let first = found.first, found != standing {
            logger.error("\(first) stands still; the service manager will start the bridge anew")
        }
        standing = found
    }
}
