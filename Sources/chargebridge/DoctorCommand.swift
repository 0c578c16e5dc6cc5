// SPDX-License-Identifier: MIT
import ArgumentParser
import BridgeConfiguration
import BridgeService
import Foundation

/// `chargebridge doctor`: finds what is wrong between the charger and Home Assistant.
struct DoctorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor", abstract: "Find what is wrong, and say what to do.",
        discussion: """
            Walks the chain: configuration, port, signal, charger, broker, Home Assistant's documents, grid meter, \
            plug, clock, disk, state. Changes nothing; a bridge that runs is asked and not disturbed. What each \
            finding means: docs/doctor.md.

            Exit codes: 0 no problem, 1 problems were found.

            Examples:
              chargebridge doctor
              sudo -u chargebridge chargebridge doctor --config /etc/chargebridge/config.yaml
              chargebridge doctor --report > report.txt
            """)

    @OptionGroup var file: ConfigurationOption

    @Option(
        parsing: .unconditional,
        help: "How long to listen at each port and plug, in seconds; to a grid meter twice as long.")
    var seconds = 5.0

    @Flag(help: "Print JSON.")
    var json = false

    @Flag(
        help: ArgumentHelp(
            "Print a report for others to read: no password or serial number, names of users and machines shortened."
        ))
    var report = false

    func validate() throws {
        guard (0.1...3600).contains(seconds) else { throw ValidationError("--seconds is 0.1 … 3600") }
    }

    func run() async throws {
        let doctor = Doctor(
            configuration: file.config, environment: ProcessInfo.processInfo.environment,
            listening: .seconds(seconds))
        var findings: [DoctorFinding] = []
        let isShownAtOnce = !json && !report
        let configuration = await doctor.examine { finding in
            findings.append(finding)
            guard isShownAtOnce else { return }
            print(finding.text)
            fflush(nil)
        }
        let problems = findings.count { $0.verdict == .problem }
        if report {
            let redaction = Redaction(configuration)
            findings = findings.map { redaction.of($0) }
        }
        let summary = Summary(findings: findings)
        if json {
            print(try JSONReport.of(summary))
        } else {
            if report { for finding in findings { print(finding.text) } }
            print(summary.text)
        }
        if problems > 0 { throw ExitCode.failure }
    }
}

/// All findings, counted.
private struct Summary: Encodable {
    var findings: [DoctorFinding]
    var problems: Int
    var warnings: Int

    init(findings: [DoctorFinding]) {
        self.findings = findings
        problems = findings.count { $0.verdict == .problem }
        warnings = findings.count { $0.verdict == .warning }
    }

    var text: String {
        switch (problems, warnings) {
        case (0, 0): "No problem was found."
        case (0, _): "No problem was found; \(warnings) to look at."
        default: "\(problems) to be solved, \(warnings) to look at."
        }
    }
}

extension DoctorFinding {
    /// For people: a line, and what to do on the next one.
    fileprivate var text: String {
        let name = charger.map { "\(check.rawValue) of \($0)" } ?? check.rawValue
        let mark = verdict.rawValue + String(repeating: " ", count: max(0, 8 - verdict.rawValue.count))
        return "\(mark) \(name): \(what)" + (remedy.map { "\n         → \($0)" } ?? "")
    }
}
