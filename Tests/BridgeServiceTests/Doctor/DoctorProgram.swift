// SPDX-License-Identifier: MIT
import BridgeService
import Foundation
import Testing
import TestBroker

/// What `chargebridge doctor` said.
struct Examination {
    let code: Int32
    let findings: [DoctorFinding]

    /// The findings of one check.
    func of(_ check: DoctorFinding.Check) -> [DoctorFinding] { findings.filter { $0.check == check } }

    /// Expects one finding, and that it says what to do unless all is well.
    func expect(
        _ check: DoctorFinding.Check, _ verdict: DoctorFinding.Verdict, _ words: String,
        do remedy: String? = nil,
        at location: SourceLocation = #_sourceLocation
    ) {
        let found = of(check)
        let match = found.first { $0.verdict == verdict && $0.what.contains(words) }
        #expect(match != nil, "\(check) \(verdict) '\(words)': \(found)", sourceLocation: location)
        if let remedy {
            #expect(match?.remedy?.contains(remedy) == true, "\(found)", sourceLocation: location)
        }
        for finding in found where finding.verdict == .problem || finding.verdict == .warning {
            #expect(finding.remedy?.isEmpty == false, "\(finding)", sourceLocation: location)
        }
    }
}

/// Runs the real program on a configuration.
func examine(
    _ file: String, _ arguments: [String] = [], environment: [String: String] = [:]
) async throws -> Examination {
    var examination: Examination?
    try await withProgram(
        ["doctor", "--config", file, "--json", "--seconds", "2"] + arguments, environment: environment
    ) { program in
        let code = try await program.end()
        let text = program.lines.joined(separator: "\n")
        struct Answer: Decodable { var findings: [DoctorFinding] }
        let answer = try? JSONDecoder().decode(Answer.self, from: Data(text.utf8))
        examination = Examination(code: code, findings: try #require(answer, "\(text)").findings)
    }
    return try #require(examination)
}

/// A configuration for the doctor; what is given goes before what is usual.
struct DoctorFile {
    var folder: String
    var port = "/dev/nowhere"
    var baudRate = 19200
    /// What stands in `mqtt` besides the base topic.
    var broker = "host: 127.0.0.1, port: 1"
    var more = ""

    /// Writes it.
    /// - Returns: its path.
    func write() throws -> String {
        let path = folder + "/doctor.yaml"
        let state = more.contains("state:") ? "" : "state: { path: \(folder)/state }"
        try """
        serial: { port: "\(port)", baudrate: \(baudRate) }
        mqtt: { \(broker), base_topic: bat_charger }
        device: { name: itbatchrg, vendor: victron }
        instance: test
        \(state)
        \(more)
        """.write(toFile: path, atomically: true, encoding: .utf8)
        return path
    }
}
