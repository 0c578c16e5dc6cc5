import BridgeConfiguration
import Foundation
import Logging

/// The log of the program: standard error, one line for each change.
enum ProgramLog {
    private static let output = LogOutput(environment: ProcessInfo.processInfo.environment)

    /// Sets the log up; to be called once, before anything else is opened.
    static func start(level: BridgeConfiguration.LogLevel) -> Logger {
        keepStandardStreams()
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

    /// A reader of our output that goes away must not end the bridge, and a serial port must not get the
    /// number of a standard stream that was closed: the log would be written to the charger.
    private static func keepStandardStreams() {
        signal(SIGPIPE, SIG_IGN)
        for descriptor in STDIN_FILENO...STDERR_FILENO where fcntl(descriptor, F_GETFD) < 0 {
            // The lowest free number is taken, which is this one.
            _ = open("/dev/null", O_RDWR)
        }
    }

    /// Writes a finding as it is: file, line and what is wrong.
    static func complain(_ finding: Finding) {
        let line = LogLine(finding.severity == .error ? .error : .warning, finding.description)
        output.write(output.isJournal ? line.forJournal : line.text)
    }
}
