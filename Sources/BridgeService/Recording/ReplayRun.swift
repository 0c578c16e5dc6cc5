// SPDX-License-Identifier: MIT
public import BridgeConfiguration
import ByteLink
import Foundation
public import Logging
import ServiceLifecycle

/// Plays a file on a port, or to the whole bridge.
public struct ReplayRun: Sendable {
    /// Where the recording can be opened.
    public enum Place: Sendable, Hashable {
        /// A pseudo-terminal; with a path, through a link there.
        case terminal(link: String?)
        /// A TCP port of an address of this machine; 0 is any that is free.
        case tcp(host: String, port: Int)
    }

    private let recording: Recording
    private let place: Place
    private let speed: Double
    private let repeats: Bool

    /// Reads a file: a recording, or a raw capture, which gets the pace of a charger.
    /// - Parameters:
    ///   - file: its path.
    ///   - place: where it can be opened.
    ///   - speed: how many seconds of the recording pass in one, above 0.
    ///   - repeats: whether it begins again at its end.
    /// - Throws: ``ReplayError`` when it can't be read.
    public init(file: String, at place: Place, speed: Double, repeats: Bool) throws(ReplayError) {
        recording = try Self.read(file)
        self.place = place
        self.speed = speed
        self.repeats = repeats
    }

    /// How many bytes of the charger there are.
    public var byteCount: Int { recording.bytes(.fromCharger).count }
    /// How long the recording is, in seconds at its own pace.
    public var seconds: Double { recording.duration / .seconds(1) }

    /// Writes a raw capture down as a recording, or a recording anew.
    /// - Parameters:
    ///   - file: the file to read.
    ///   - path: the file to write; nothing may be there yet.
    /// - Throws: ``ReplayError`` when one can't be read or the other can't be written.
    public static func convert(file: String, to path: String) throws(ReplayError) {
        let text = try read(file).text
        do {
            try Data(text.utf8).write(to: URL(fileURLWithPath: path), options: .withoutOverwriting)
        } catch {
            throw ReplayError("\(path) can't be written: is it there already, or its folder missing?")
        }
    }

    /// Serves the recording until it is over.
    /// - Parameter opened: is given what is to be opened.
    /// - Returns: whether everything was played.
    /// - Throws: `LinkError` when the port can't be opened.
    public func run(_ opened: (String) async throws -> Void) async throws -> Bool {
        let place: ReplayPlace =
            switch place {
            case .terminal(let link): .terminal(link: link)
            case .tcp(let host, let port): .tcp(host: host, port: port)
            }
        return try await Replay(recording, at: place, speed: speed, repeats: repeats).run(opened) == .complete
    }

    /// Runs a bridge on the recording until it is over.
    ///
    /// The bridge has a state folder and topics of its own, is not announced to Home Assistant and keeps no
    /// history, so that nothing of a real one is touched.
    /// - Parameters:
    ///   - configuration: of the bridge.
    ///   - charger: which of its chargers is replaced; the others are left out.
    ///   - logger: the bridge's.
    /// - Returns: whether everything was played.
    public func run(_ configuration: Configuration, charger: ChargerSettings, logger: Logger) async throws
        -> Bool
    {
        let folder = FileManager.default.temporaryDirectory.path + "/chargebridge-replay-\(UUID())"
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
        defer { try? FileManager.default.removeItem(atPath: folder) }
        return try await withThrowingTaskGroup(of: Bool?.self) { group in
            let (ports, port) = AsyncStream.makeStream(of: String.self)
            group.addTask {
                defer { port.finish() }
                return try await run { port.yield($0) }
            }
            guard let path = await ports.first(where: { _ in true }) else {
                return try await group.next()?.flatMap { $0 } ?? false
            }
            let bridge = bridge(configuration, charger, port: path, folder: folder, logger: logger)
            group.addTask {
                try await bridge.run()
                return nil
            }
            // A bridge that ends by itself, or is told to, ends the replay.
            let first = try await group.next()?.flatMap { $0 }
            await bridge.triggerGracefulShutdown()
            // After the recording the bridge still has its last word.
            if first != nil { _ = try? await group.next() }
            group.cancelAll()
            try? await group.waitForAll()
            return first ?? false
        }
    }

    private func bridge(
        _ configuration: Configuration, _ charger: ChargerSettings, port: String, folder: String,
        logger: Logger
    ) -> ServiceGroup {
        var configuration = configuration
        var charger = charger
        charger.serial = SerialSettings(port: Self.port(port))
        // No real plug is switched, no real bridge is taken for this one, and the page's port is left to it.
        charger.surplus = nil
        charger.currentLimitTopic = nil
        configuration.mqtt.baseTopic += "_replay"
        configuration.homeAssistant.discovery = .off
        configuration.chargers = [charger]
        configuration.statePath = folder
        configuration.historyPath = nil
        configuration.web = nil
        configuration.instance = "replay-" + Instance.name(configured: configuration.instance)
        var quiet = logger
        quiet.logLevel = .error
        let bridge = Bridge(configuration: configuration, states: StateFolder(path: folder), logger: logger)
        return ServiceGroup(
            configuration: ServiceGroupConfiguration(
                services: [.init(service: bridge, successTerminationBehavior: .gracefullyShutdownGroup)],
                logger: quiet))
    }

    private static func port(_ address: String) -> SerialPort {
        guard address.hasPrefix("tcp://"), let network = NetworkAddress(String(address.dropFirst(6))) else {
            return .device(path: address)
        }
        return .network(network)
    }

    private static func read(_ file: String) throws(ReplayError) -> Recording {
        guard let content = FileManager.default.contents(atPath: file) else {
            throw ReplayError("\(file) can't be read: is it there, and may this user read it?")
        }
        let recording: Recording
        do {
            recording = try Recording(content: Array(content))
        } catch {
            throw ReplayError("\(file): \(error)")
        }
        guard !recording.bytes(.fromCharger).isEmpty else {
            throw ReplayError("\(file) has nothing in it that a charger sent")
        }
        return recording
    }
}

/// Why a file can't be played, in words.
public struct ReplayError: Error, Sendable, CustomStringConvertible {
    /// The words.
    public let description: String

    init(_ description: String) { self.description = description }
}
