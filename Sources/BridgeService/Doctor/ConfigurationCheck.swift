// SPDX-License-Identifier: MIT
import BridgeConfiguration

/// Whether the configuration can be used.
struct ConfigurationCheck {
    let configuration: Configuration?
    let findings: [DoctorFinding]

    init(path: String, environment: [String: String]) {
        let loaded = ConfigurationReader.load(path: path, environment: environment, mode: .run)
        configuration = loaded.configuration
        var findings = loaded.findings.map { finding in
            finding.severity == .error
                ? DoctorFinding.problem(
                    .configuration, "\(finding)",
                    do: "correct the file; 'chargebridge check' says when it is fine")
                : DoctorFinding.warning(.configuration, "\(finding)", do: "look at this line of the file")
        }
        if let configuration {
            let names = configuration.chargers.map { "\($0.name) on \($0.serial.port)" }
            findings.append(.ok(.configuration, "\(path) can be used: \(names.joined(separator: ", "))"))
        }
        self.findings = findings
    }
}
