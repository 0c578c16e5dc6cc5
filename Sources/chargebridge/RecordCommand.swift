// SPDX-License-Identifier: MIT
import ArgumentParser
import BridgeConfiguration
import BridgeService
import Foundation
import Logging
import ServiceLifecycle
import Synchronization

/// `chargebridge record`: writes down what goes over a charger's port.
struct RecordCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "record", abstract: "Write down what a charger sends, with times.",
        discussion: """
            Listens and sends nothing, until Ctrl-C or --seconds. With --ask the charger is identified and polled as \
            the bridge does it, by requests that change nothing. The port must not be in use: stop the bridge \
            first. The file is text, a line a chunk (docs/recordings.md); 'chargebridge replay' plays it.

            Exit codes: 0 done, 1 the port or the file failed, 78 wrong configuration.

            Examples:
              chargebridge record --port /dev/ttyUSB0 charger.recording
              chargebridge record --config /etc/chargebridge/config.yaml --seconds 60 --ask --hide-serial bug.recording
            """)

    @OptionGroup var place: RecordedPort

    @Argument(help: "The file to write; nothing may be there yet.")
    var file: String

    @Option(parsing: .unconditional, help: "End after so many seconds; without it Ctrl-C ends it.")
    var seconds: Double?

    @Flag(help: "Also ask the charger, by requests that change nothing.")
    var ask = false

    @Flag(help: "Take serial numbers and names out; the checksums are mended.")
    var hideSerial = false

    @Flag(help: "Print what was recorded as JSON.")
    var json = false

    func validate() throws {
        if let seconds, !(0.1...31_536_000).contains(seconds) {
            throw ValidationError("--seconds is 0.1 … 31536000")
        }
    }

    func run() async throws { try await telling { try await record() } }

    private func record() async throws {
        var order = try place.order(file: file)
        order.asks = ask
        order.hidesSerialNumbers = hideSerial
        order.duration = seconds.map { .seconds($0) }
        let logger = ProgramLog.start(level: .warning)
        let recorder = Recorder(order: order, isJSON: json, logger: logger)
        try await recorder.runUntilSignalled(logger: logger)
        if recorder.hasFailed { throw ExitCode.failure }
    }
}

/// Which port is recorded.
struct RecordedPort: ParsableArguments {
    @Option(help: "The port: a path, or tcp://host:port.")
    var port: String?

    @Option(help: "Bits per second of the port.")
    var baudrate = 19200

    @Option(help: ArgumentHelp("Take the port from a configuration.", valueName: "file"))
    var config: String?

    @Option(
        help: ArgumentHelp(
            "The charger's name in the configuration, if there are several.", valueName: "name"))
    var charger: String?

    func validate() throws {
        guard (port == nil) != (config == nil) else {
            throw ValidationError("give either --port PORT or --config FILE")
        }
        if let port { _ = try order(port: port, file: "") }
    }

    func order(file: String) throws -> RecordingRun.Order {
        if let port { return try order(port: port, file: file) }
        let (_, settings) = try ConfiguredCharger.load(config ?? "", named: charger)
        return RecordingRun.Order(settings.serial, path: file)
    }

    private func order(port: String, file: String) throws -> RecordingRun.Order {
        do {
            return try RecordingRun.Order(port: port, baudRate: baudrate, path: file)
        } catch {
            throw ValidationError("\(error)")
        }
    }
}

/// One charger of a configuration file.
enum ConfiguredCharger {
    /// Reads a file and finds a charger in it.
    /// - Parameters:
    ///   - path: the file.
    ///   - name: the charger's; not needed when there is one only.
    static func load(_ path: String, named name: String?) throws -> (Configuration, ChargerSettings) {
        let loaded = ConfigurationReader.load(
            path: path, environment: ProcessInfo.processInfo.environment, mode: .run)
        guard let configuration = loaded.configuration else {
            for finding in loaded.findings { ProgramLog.complain(finding) }
            throw ExitCode.wrongConfiguration
        }
        let chargers = configuration.chargers
        let found =
            name.map { name in chargers.first { $0.name == name } }
            ?? (chargers.count == 1 ? chargers[0] : nil)
        guard let found else {
            let names = chargers.map(\.name).joined(separator: ", ")
            throw CommandFailure(
                "name one of the chargers in \(path) with --charger: \(names)", .validationFailure)
        }
        return (configuration, found)
    }
}

/// The recording as a service, so that a signal ends it with its last bytes written.
private final class Recorder: Service {
    private let order: RecordingRun.Order
    private let isJSON: Bool
    private let logger: Logger
    private let failed = Mutex(false)

    init(order: RecordingRun.Order, isJSON: Bool, logger: Logger) {
        self.order = order
        self.isJSON = isJSON
        self.logger = logger
    }

    var hasFailed: Bool { failed.withLock { $0 } }

    func run() async throws {
        let recording = RecordingRun(order, logger: logger)
        let isJSON = isJSON
        let result = try await cancelWhenGracefulShutdown {
            try await recording.run {
                guard !isJSON else { return }
                print("recording; Ctrl-C ends it")
                fflush(nil)
            }
        }
        failed.withLock { $0 = result.failure != nil }
        if isJSON {
            print(try JSONReport.of(Summary(file: order.path, bytes: result.bytes, failure: result.failure)))
        } else {
            if let failure = result.failure { logger.error("\(failure)") }
            print("\(result.bytes) bytes are in \(order.path)")
        }
    }

    private struct Summary: Encodable {
        var file: String
        var bytes: Int
        var failure: String?
    }
}
