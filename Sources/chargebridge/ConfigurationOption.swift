// SPDX-License-Identifier: MIT
import ArgumentParser
import BridgeConfiguration
import Foundation

/// Where the configuration is, for every command that reads one.
struct ConfigurationOption: ParsableArguments {
    @Option(name: .long, help: ArgumentHelp("The configuration file.", valueName: "file"))
    var config = "/etc/chargebridge/config.yaml"

    /// Reads the file and prints what is wrong with it to standard error.
    /// - Returns: nil when something is too wrong to go on.
    func load(mode: ReadingMode) -> LoadedConfiguration {
        ConfigurationReader.load(path: config, environment: ProcessInfo.processInfo.environment, mode: mode)
    }
}

extension ExitCode {
    /// The configuration is wrong: EX_CONFIG of sysexits.h.
    static let wrongConfiguration = ExitCode(78)
}
