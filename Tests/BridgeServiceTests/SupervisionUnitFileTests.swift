// SPDX-License-Identifier: MIT
import Foundation
import TestBroker
import Testing

@Suite("Supervision: the unit file", .timeLimit(.minutes(1)))
struct SupervisionUnitFileTests {
    private static let path = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("packaging/chargebridge.service").path
    private static let analyzer = "/usr/bin/systemd-analyze"
    private static var hasAnalyzer: Bool { FileManager.default.isExecutableFile(atPath: analyzer) }

    @Test(
        "systemd rates its exposure 2.0 or less",
        .enabled(if: hasAnalyzer, "systemd-analyze is not installed: apt-get install systemd"))
    func exposure() throws {
        let words = try Self.analyze("security", "--offline=true", "--no-pager", Self.path)
        let number = try #require(
            words.firstMatch(of: /Overall exposure level for chargebridge.service: ([0-9.]+)/)?.1)
        #expect(try #require(Double(number)) <= 2.0)
    }

    @Test(
        "systemd understands every line, save two that only newer ones know",
        .enabled(if: hasAnalyzer, "systemd-analyze is not installed: apt-get install systemd"))
    func understood() throws {
        let words = try Self.analyze("verify", Self.path)
        let complaints = words.split(separator: "\n").filter { line in
            line.contains("chargebridge.service:") && !line.contains("is not executable")
                && !line.contains("'RestartSteps'") && !line.contains("'RestartMaxDelaySec'")
        }
        #expect(complaints.isEmpty)
    }

    @Test(
        "It asks for what the program offers",
        arguments: [
            "Type=notify", "WatchdogSec=60", "Restart=always", "RestartPreventExitStatus=78",
            "StartLimitIntervalSec=0", "User=chargebridge", "SupplementaryGroups=dialout",
            "StateDirectory=chargebridge",
            "ExecStart=/usr/bin/chargebridge run --config /etc/chargebridge/config.yaml",
        ])
    func line(_ line: String) throws {
        let text = try String(contentsOfFile: Self.path, encoding: .utf8)
        #expect(text.split(separator: "\n").contains(Substring(line)))
    }

    private static func analyze(_ arguments: String...) throws -> String {
        let process = Process()
        let output = Pipe()
        process.executableURL = URL(fileURLWithPath: analyzer)
        process.arguments = arguments
        process.standardOutput = output
        process.standardError = output
        try process.run()
        let data = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return String(decoding: data, as: UTF8.self)
    }
}
