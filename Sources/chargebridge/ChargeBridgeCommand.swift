// SPDX-License-Identifier: MIT
import ArgumentParser
import BridgeService
import Foundation

/// The command line: a file a command.
@main
struct ChargeBridgeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "chargebridge",
        abstract: "Connects a Blue Smart charger's VE.Direct port to MQTT and Home Assistant.",
        discussion: """
            Unofficial: not affiliated with Victron Energy. Results go to standard output, the log to standard \
            error. Exit codes: 0 done, 1 failed, 64 wrong use of a command, 78 wrong configuration.
            """,
        version: ProgramVersion.text,
        subcommands: [
            RunCommand.self, CheckCommand.self, DoctorCommand.self, PortsCommand.self, MonitorCommand.self,
            GetCommand.self, SetCommand.self, ModeCommand.self, TokenCommand.self, RecordCommand.self,
            ReplayCommand.self, SimulateCommand.self, DemoCommand.self, ReferenceCommand.self,
        ],
        defaultSubcommand: RunCommand.self)

    static func main() async {
        let words = Array(CommandLine.arguments.dropFirst())
        if let complaint = CommandName.complaint(about: words, in: Self.self) {
            try? FileHandle.standardError.write(contentsOf: Data("Error: \(complaint)\n".utf8))
            exit(withError: ExitCode.validationFailure)
        }
        await main(words)
    }
}
