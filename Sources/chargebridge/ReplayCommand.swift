// SPDX-License-Identifier: MIT
import ArgumentParser
import BridgeConfiguration
import BridgeService
import Foundation
import Logging
import ServiceLifecycle

/// `chargebridge replay`: plays a recording as if the charger were there.
struct ReplayCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "replay", abstract: "Play a recording as if the charger were there.",
        discussion: """
            Makes a port on which the recording plays as soon as a program opens it, and ends with it. With --config \
            the whole bridge runs on it: it publishes as configured, but keeps its state in a folder of its own \
            and writes no history. A raw capture is played too, at a charger's pace.

            Exit codes: 0 done, 1 the file or the port failed, 78 wrong configuration.

            Examples:
              chargebridge replay charger.recording
              chargebridge replay charger.recording --port /tmp/charger --speed 10 --repeat
              chargebridge replay charger.recording --listen 127.0.0.1:7000
              chargebridge replay bug.recording --config config.yaml --speed 100
              chargebridge replay capture.bin --convert charger.recording
            """)

    @Argument(help: "The recording, or a raw capture.")
    var file: String

    @Option(help: ArgumentHelp("Path of a link to the pseudo-terminal.", valueName: "path"))
    var port: String?

    @Option(
        help: ArgumentHelp("A TCP port instead: PORT or ADDRESS:PORT, 0 for a free one.", valueName: "port"))
    var listen: String?

    @Option(parsing: .unconditional, help: "How many seconds of the recording pass in one.")
    var speed = 1.0

    @Flag(name: .customLong("repeat"), help: "Begin again at the end.")
    var repeats = false

    @Option(help: ArgumentHelp("Run the bridge of this configuration on it.", valueName: "file"))
    var config: String?

    @Option(
        help: ArgumentHelp(
            "The charger's name in the configuration, if there are several.", valueName: "name"))
    var charger: String?

    @Option(help: ArgumentHelp("Only write it down as a recording, playing nothing.", valueName: "file"))
    var convert: String?

    @Flag(help: "Print where it can be opened, and the end, as JSON, a line each.")
    var json = false

    func validate() throws {
        guard speed.isFinite, (0.001...1_000_000).contains(speed) else {
            throw ValidationError("--speed is 0.001 … 1000000")
        }
        guard port == nil || listen == nil else { throw ValidationError("give --port or --listen, not both") }
        _ = try place
    }

    private var place: ReplayRun.Place {
        get throws {
            guard let listen else { return .terminal(link: port) }
            let address = listen.contains(":") ? NetworkAddress(listen) : nil
            if let address { return .tcp(host: address.host, port: address.port) }
            guard let port = UInt16(listen) else {
                throw ValidationError("--listen is PORT or ADDRESS:PORT, such as 7000 or 127.0.0.1:7000")
            }
            return .tcp(host: "127.0.0.1", port: Int(port))
        }
    }

    func run() async throws { try await telling { try await play() } }

    private func play() async throws {
        if let convert { return try ReplayRun.convert(file: file, to: convert) }
        let replay = try ReplayRun(file: file, at: try place, speed: speed, repeats: repeats)
        let bridged = try config.map { try ConfiguredCharger.load($0, named: charger) }
        let logger = ProgramLog.start(level: bridged?.0.logLevel ?? .warning)
        let player = Player(replay: replay, bridged: bridged, speed: speed, isJSON: json, logger: logger)
        try await player.runUntilSignalled(logger: logger)
    }
}

/// The replay as a service, so that a signal ends it and its link is removed.
private struct Player: Service {
    let replay: ReplayRun
    let bridged: (Configuration, ChargerSettings)?
    let speed: Double
    let isJSON: Bool
    let logger: Logger

    func run() async throws {
        try await cancelWhenGracefulShutdown { try await play() }
    }

    private func play() async throws {
        let isComplete: Bool
        if let (configuration, charger) = bridged {
            isComplete = try await replay.run(configuration, charger: charger, logger: logger)
        } else {
            isComplete = try await replay.run { address in
                try say("\(replay.byteCount) bytes of \(duration) on \(address)", Opened(port: address))
            }
        }
        try say(isComplete ? "everything was played" : "stopped before the end", Ended(complete: isComplete))
    }

    private var duration: String {
        let seconds = (replay.seconds / speed * 10).rounded() / 10
        return speed == 1 ? "\(seconds) s" : "\(seconds) s at \(speed) times the speed"
    }

    private func say(_ words: String, _ event: some Encodable) throws {
        print(isJSON ? try JSONReport.line(event) : words)
        fflush(nil)
    }

    private struct Opened: Encodable { var port: String }
    private struct Ended: Encodable { var complete: Bool }
}
