// SPDX-License-Identifier: MIT
import BridgeConfiguration
import Glibc

/// Whether the configuration can be used.
struct ConfigurationCheck {
    let configuration: Configuration?
    let findings: [DoctorFinding]

    init(path: String, environment: [String: String]) {
        let loaded = ConfigurationReader.load(path: path, environment: environment, mode: .run)
        configuration = loaded.configuration
        let remedy = Self.remedy(path)
        var findings = loaded.findings.map { finding in
            finding.severity == .error
                ? DoctorFinding.problem(.configuration, "\(finding)", do: remedy)
                : DoctorFinding.warning(.configuration, "\(finding)", do: "look at this line of the file")
        }
        if let configuration {
            let names = configuration.chargers.map { "\($0.name) on \($0.serial.port)" }
            findings.append(.ok(.configuration, "\(path) can be used: \(names.joined(separator: ", "))"))
        }
        self.findings = findings
    }

    /// What helps where a file can't be used: it may be fine, but not for this user, or not there.
    private static func remedy(_ path: String) -> String {
        if access(path, R_OK) == 0 { return "correct the file; 'chargebridge check' says when it is fine" }
        return errno == EACCES
            ? "sudo -u chargebridge chargebridge doctor --config \(path)"
            : "write the file, or name the one that there is with --config"
    }
}
