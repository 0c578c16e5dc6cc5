// SPDX-License-Identifier: MIT
import BridgeConfiguration
import Foundation
import Logging

/// The log of the program: standard error, one line for each change.
enum ProgramLog {
    private static let output = LogOutput(environment: ProcessInfo.processInfo.environment)

    /// Sets the log up; to be called once.
    static func start(level: BridgeConfiguration.LogLevel) -> Logger {
        // A reader of our output that goes away must not end the bridge.
        signal(SIGPIPE, SIG_IGN)
        let sink = LogLines.Sink(output)
        LoggingSystem.bootstrap { _ in LogLines(sink) }
        var logger = Logger(label: "chargebridge")
        logger.logLevel =
            switch level {
            case .debug: .debug
            case .info: .info
            case .warning: .warning
            case .error: .error
            }
        return logger
    }

    /// Writes a finding as it is: file, line and what is wrong.
    static func complain(_ finding: Finding) {
        let line = LogLine(finding.severity == .error ? .error : .warning, finding.description)
        output.write(output.isJournal ? line.forJournal : line.text)
    }
}
