public import BridgeConfiguration
import ByteLink
import ChargerControl
import ChargerSession
import Foundation
public import Logging
import NIOCore
import NIOPosix
import Synchronization
import WebDashboard

/// A charger served for one command, without broker and page, while no bridge runs.
///
/// The command talks to it as it talks to a bridge: over a socket, here in a folder of its own.
public struct LoneCharger: Sendable {
    /// What the command wants of the charger.
    public enum Purpose: Sendable, Hashable {
        /// To follow what it does, from when its port is open.
        case watching
        /// To read from it, once it is heard.
        case reading
        /// To ask for something as everybody does: by the rules that always hold, and with what they remember.
        case asking(StateFolder)
    }

    private let settings: ChargerSettings
    private let purpose: Purpose
    private let logger: Logger

    /// A charger that does not speak within this time is given up.
    private static let patience: Duration = .seconds(12)

    /// Names a charger; nothing is opened yet.
    /// - Parameters:
    ///   - settings: the charger, as configured.
    ///   - purpose: what is wanted of it.
    ///   - logger: gets a line for what goes wrong.
    public init(_ settings: ChargerSettings, for purpose: Purpose, logger: Logger) {
        self.settings = settings
        self.purpose = purpose
        self.logger = logger
    }

    /// Why it can't be served, in words.
    public struct Unusable: Error, Sendable, Hashable, CustomStringConvertible {
        /// The reason, with the port or the file, and what to do.
        public let reason: String
        /// The same as ``reason``.
        public var description: String { reason }
    }

    /// Opens the port, lends the charger to `body`, and closes the port before returning.
    ///
    /// What is to outlive the command is saved by then.
    /// - Parameter body: is given where to ask.
    /// - Throws: ``Unusable``, and what `body` throws.
    public func serve<R: Sendable>(_ body: (LocalAPI) async throws -> R) async throws -> R {
        let time = TimeSource.system
        let file = try stateFile()
        let live = LiveCharger(
            name: settings.name,
            opener: NIOLinkOpener(
                try settings.serial.address(), eventLoop: MultiThreadedEventLoopGroup.singleton.any(),
                logger: logger),
            charger: decidingCore(file, at: time.now()), time: time, logger: logger,
            isOnlyWatching: file == nil)
        return try await withFolder { folder in
            let saved = live.states.elements(bound: 1)
            return try await withThrowingTaskGroup { saving in
                // It ends with the charger's own end, after the last state.
                if let file {
                    let keeper = StateKeeper(file: file, charger: live, logger: logger)
                    saving.addTask { await keeper.run(saved) }
                }
                let result = await run(live, LocalAPI(path: "\(folder)/api.sock"), body)
                try await saving.waitForAll()
                return try result.get()
            }
        }
    }

    private func run<R: Sendable>(
        _ live: LiveCharger, _ api: LocalAPI, _ body: (LocalAPI) async throws -> R
    ) async -> Result<R, any Error> {
        await withTaskGroup { working in
            let reports = live.reports.elements(bound: 1)
            let (listening, listens) = AsyncStream<Void>.makeStream()
            let page = WebDashboard(
                settings: WebSettings(host: nil, socketPath: api.path, patience: .seconds(25)),
                chargers: [ChargerView(live: live, label: settings.label ?? settings.name)], broker: nil,
                history: nil, version: ProgramVersion.text, logger: logger
            ) { _ in listens.finish() }
            working.addTask { await live.run() }
            working.addTask { try? await page.run() }
            let result: Result<R, any Error>
            do {
                for await _ in listening {}
                try await wait(reports)
                result = .success(try await body(api))
            } catch {
                result = .failure(error)
            }
            working.cancelAll()
            return result
        }
    }

    /// Waits until the charger is there, as far as the command needs it.
    private func wait(_ reports: AsyncStream<ChargerReport>) async throws {
        let end = ContinuousClock.now + Self.patience
        for await report in reports {
            let isThere = purpose == .watching ? report.link.connections > 0 : report.snapshot.isOnline
            if isThere { return }
            let reason = report.snapshot.idleReason ?? "the charger does not speak"
            // The first word on a port that can't be opened is the last one too: nobody waits at a terminal for it.
            guard report.link.connections > 0 || reason == Self.notOpenYet, .now < end else {
                let port = settings.serial.port.description
                throw Unusable(reason: reason.contains(port) ? reason : "\(port): \(reason)")
            }
        }
        try Task.checkCancellation()
    }

    /// What is said of a link before the first try to open it has ended.
    private static let notOpenYet = "not connected yet"

    // MARK: What the rules remember

    private func decidingCore(_ file: StateFile?, at now: Moment) -> Charger {
        guard let file else { return Charger(settings: ChargerControl.LimitSettings(), at: now) }
        var settings = settings
        // What lapses would lapse when the command ends.
        settings.limit.register = .persistent
        return ChargerAssembly.charger(settings, file.load(), at: now)
    }

    /// The charger's file, which must be there to be read and written: what can't be counted is not written.
    private func stateFile() throws(Unusable) -> StateFile? {
        guard case .asking(let states) = purpose else { return nil }
        let file = states.file(vendor: settings.vendor, name: settings.name)
        if case .unreadable(let reason) = file.load() {
            throw Unusable(reason: "\(reason). \(Self.whoMay)")
        }
        try? FileManager.default.createDirectory(atPath: states.path, withIntermediateDirectories: true)
        guard access(states.path, W_OK | X_OK) == 0 else {
            let reason = String(cString: strerror(errno))
            throw Unusable(
                reason:
                    "the state folder \(states.path) can't be written, so changes could not be counted: \(reason). \(Self.whoMay)"
            )
        }
        return file
    }

    private static let whoMay = "Use sudo, or run this as the user of the bridge"

    private func withFolder<R: Sendable>(_ body: (String) async throws -> R) async throws -> R {
        // Short, since the path of a socket has at most 107 bytes; made for its owner alone.
        var template = Array("\(NSTemporaryDirectory())/chargebridge-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else {
            throw Unusable(
                reason: "no folder in \(NSTemporaryDirectory()): \(String(cString: strerror(errno)))")
        }
        let path = String(decoding: template.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
        defer { try? FileManager.default.removeItem(atPath: path) }
        return try await body(path)
    }
}
