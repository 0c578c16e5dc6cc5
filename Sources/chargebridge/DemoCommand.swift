// SPDX-License-Identifier: MIT
import ArgumentParser
import BridgeConfiguration
import BridgeService
import ChargerSimulator
import Foundation

/// `chargebridge demo`: the whole product with nothing attached.
struct DemoCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo", abstract: "Run the whole product with nothing attached.",
        discussion: """
            A simulated charger, a private mosquitto on loopback and the bridge. Prints where everything is, \
            then a line a second. Needs the Debian package 'mosquitto'.

            Example: chargebridge demo --model '12|30' --speed 200
            """)

    @OptionGroup var charger: SimulationOptions

    @Option(parsing: .unconditional, help: "How many seconds pass for the battery in one second.")
    var speed = 60.0

    @Option(
        parsing: .unconditional,
        help: "End after so many seconds; without it the demo runs until it is stopped.")
    var seconds: Int?

    func validate() throws {
        _ = try charger.configuration(speed: speed)
        if let seconds, !(1...31_536_000).contains(seconds) {
            throw ValidationError("--seconds is 1 … 31536000")
        }
    }

    func run() async throws {
        let logger = ProgramLog.start(level: .warning)
        let demo = Demo(try charger.configuration(speed: speed), seconds: seconds, logger: logger) { line in
            // Whoever reads it may have gone; the demo ends when it is stopped.
            try? FileHandle.standardOutput.write(contentsOf: Data("\(line)\n".utf8))
        }
        try await demo.runUntilSignalled(logger: logger)
    }
}
