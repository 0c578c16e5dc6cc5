// SPDX-License-Identifier: MIT
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

    /// The user ended it before it was done.
    public struct Interrupted: Error, Sendable {}

    /// Opens the port, lends the charger to `body`, and closes the port before returning.
    ///
    /// What is to outlive the command is saved by then, also when it was interrupted.
    /// - Parameters:
    ///   - interruption: returns when the user wants it to end.
    ///   - body: is given where to ask.
    /// - Throws: ``Unusable``, ``Interrupted``, and what `body` throws.
    public func serve<R: Sendable>(
        until interruption: @escaping @Sendable () async -> Void,
        _ body: @escaping @Sendable (LocalAPI) async throws -> R
    ) async throws -> R {
        let time = TimeSource.system
        let lock = try lockCounters()
        defer { withExtendedLifetime(lock) {} }
        let (file, found) = try stateFile()
        let live = LiveCharger(
            name: settings.name,
            opener: NIOLinkOpener(
                try settings.serial.address(), eventLoop: MultiThreadedEventLoopGroup.singleton.any(),
                logger: logger),
            charger: decidingCore(found, at: time.now()), time: time, logger: logger,
            isOnlyWatching: file == nil)
        return try await withFolder { folder in
            let saved = live.states.elements(bound: 1)
            return try await withThrowingTaskGroup { saving in
                // It ends with the charger's own end, after the last state.
                if let file {
                    let keeper = StateKeeper(file: file, charger: live, logger: logger)
                    saving.addTask { await keeper.run(saved) }
                }
                let api = LocalAPI(path: folder + Self.socketName)
                let result = await run(live, api, until: interruption, body)
                try await saving.waitForAll()
                return try result.get()
            }
        }
    }

    private func run<R: Sendable>(
        _ live: LiveCharger, _ api: LocalAPI, until interruption: @escaping @Sendable () async -> Void,
        _ body: @escaping @Sendable (LocalAPI) async throws -> R
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
                let value = try await Self.unless(interruption) {
                    try await waitForEnd(of: listening)
                    try await wait(reports)
                    return try await body(api)
                }
                result = .success(value)
            } catch {
                result = .failure(error)
            }
            working.cancelAll()
            return result
        }
    }

    /// Works until it is interrupted; the work has ended when this does.
    private static func unless<R: Sendable>(
        _ interruption: @escaping @Sendable () async -> Void, _ work: @escaping @Sendable () async throws -> R
    ) async throws -> R {
        try await withThrowingTaskGroup { group in
            group.addTask { try await work() }
            group.addTask {
                await interruption()
                throw Interrupted()
            }
            defer { group.cancelAll() }
            guard let value = try await group.next() else { throw Interrupted() }
            return value
        }
    }

    /// Waits until the socket is listened on, which it is at once unless something is wrong with its folder.
    private func waitForEnd(of listening: AsyncStream<Void>) async throws {
        let isThere = await withTaskGroup { group in
            group.addTask {
                for await _ in listening {}
                return true
            }
            group.addTask {
                try? await Task.sleep(for: Self.patience)
                return false
            }
            defer { group.cancelAll() }
            return await group.next() ?? false
        }
        guard isThere else { throw Unusable(reason: "no socket of this command's own could be opened") }
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

    private func decidingCore(_ found: StateFile.Found?, at now: Moment) -> Charger {
        guard let found else { return Charger(settings: ChargerControl.LimitSettings(), at: now) }
        var settings = settings
        // What lapses would lapse when the command ends.
        settings.limit.register = .persistent
        return ChargerAssembly.charger(settings, found, at: now)
    }

    /// Keeps every bridge and every other command from the counters while this one works with them.
    private func lockCounters() throws(Unusable) -> StateLock? {
        guard case .asking(let states) = purpose else { return nil }
        do {
            return try StateLock(.alone, of: states)
        } catch {
            switch error {
            case .taken:
                throw Unusable(
                    reason:
                        "a bridge or another command is at work with the counters in \(states.path): try again in a moment"
                )
            case .unusable(let reason):
                throw Unusable(reason: "\(reason), so changes could not be counted. \(Self.whoMay)")
            }
        }
    }

    /// The charger's file and what is in it.
    ///
    /// What is read is saved once: on a full disk, say, a change could not be counted, and what can't be counted is
    /// not written.
    private func stateFile() throws(Unusable) -> (file: StateFile?, found: StateFile.Found?) {
        guard case .asking(let states) = purpose else { return (nil, nil) }
        let file = states.file(vendor: settings.vendor, name: settings.name)
        let found = file.load()
        let state: KeptState
        switch found {
        case .kept(let kept): state = kept
        case .nothing: state = KeptState()
        case .unreadable(let reason): throw Unusable(reason: "\(reason). \(Self.whoMay)")
        }
        do {
            try file.save(state)
        } catch {
            throw Unusable(
                reason: "\(error.reason), so changes could not be counted and nothing is asked of the charger"
            )
        }
        return (file, found)
    }

    private static let whoMay = "Use sudo, or run this as the user of the bridge"

    private static let socketName = "/api.sock"
    /// unix(7): `sun_path` has 108 bytes, with the 0 at the end.
    private static let mostPathBytes = 107

    private func withFolder<R: Sendable>(_ body: (String) async throws -> R) async throws -> R {
        let name = "/chargebridge-XXXXXX"
        let usual = NSTemporaryDirectory()
        let isShort = (usual + name + Self.socketName).utf8.count <= Self.mostPathBytes
        let parent = isShort ? usual : "/tmp"
        // Made for its owner alone.
        var template = Array((parent + name).utf8CString)
        guard mkdtemp(&template) != nil else {
            throw Unusable(reason: "no folder in \(parent): \(String(cString: strerror(errno)))")
        }
        let path = String(decoding: template.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
        defer { try? FileManager.default.removeItem(atPath: path) }
        return try await body(path)
    }
}
