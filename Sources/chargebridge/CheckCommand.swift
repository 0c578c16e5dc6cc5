// SPDX-License-Identifier: MIT
import ArgumentParser
import BridgeConfiguration

/// `chargebridge check`: says everything that is wrong with a configuration file, all at once.
struct CheckCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check", abstract: "Check a configuration file.",
        discussion: """
            Names file, line, key and what is expected for everything that is wrong. Exit code 0 when the file \
            can be used, 78 when it can't.

            Example: chargebridge check --config /etc/chargebridge/config.yaml
            """)

    @OptionGroup var file: ConfigurationOption

    func run() throws {
        let loaded = file.load(mode: .check)
        for finding in loaded.findings { print(finding) }
        guard let configuration = loaded.configuration else { throw ExitCode.wrongConfiguration }
        let names = configuration.chargers.map { "\($0.name) on \($0.serial.port)" }.joined(separator: ", ")
        print(
            "\(file.config) is fine: \(names); broker \(configuration.mqtt.host):\(configuration.mqtt.port)")
    }
}
