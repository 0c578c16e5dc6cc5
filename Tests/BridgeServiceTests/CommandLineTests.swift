// SPDX-License-Identifier: MIT
import BridgeConfiguration
import BridgeService
import ChargerSimulator
import Foundation
import Testing
import TestBroker

@Suite("The command line")
struct CommandLineTests {
    @Test("The script's file is fine")
    func good() async throws {
        try await withFolder { folder in
            let path = folder + "/config.yaml"
            try """
            serial:
              port: /dev/ttyUSB0
              baudrate: 19200
            mqtt:
              host: 192.0.2.10
              port: 1883
              username: "username"
              password: "s3cret"
              base_topic: "bat_charger"
              current_limit_topic: bat_charger/itbatchrg/curlimit
            device:
              name: itbatchrg
              vendor: victron
              initial_current_limit: 10.0
            log_level: "INFO"
            """.write(toFile: path, atomically: true, encoding: .utf8)
            let (code, lines) = try await runProgram(["check", "--config", path])
            #expect(code == 0)
            #expect(lines.last == "\(path) is fine: itbatchrg on /dev/ttyUSB0; broker 192.0.2.10:1883")
            #expect(!lines.contains { $0.contains("s3cret") })
        }
    }

    @Test("Everything that is wrong with a file is said at once, with its line")
    func bad() async throws {
        try await withFolder { folder in
            let path = folder + "/config.yaml"
            try """
            serial: { port: "", baudrate: fast }
            mqtt: { host: "", prot: 1883, password: s3cret, base_topic: a/# }
            device: { name: a/b }
            """.write(toFile: path, atomically: true, encoding: .utf8)
            let (code, lines) = try await runProgram(["check", "--config", path])
            #expect(code == 78)
            for words in ["baudrate", "prot", "base_topic", "device.vendor", "device.name"] {
                #expect(lines.contains { $0.contains(words) && $0.contains(path) }, "\(words): \(lines)")
            }
            #expect(!lines.contains { $0.contains("s3cret") })
        }
    }

    @Test("A file that is not there is named", arguments: [["check"], ["run"], []])
    func missing(command: [String]) async throws {
        let (code, lines) = try await runProgram(command + ["--config", "/nowhere/config.yaml"])
        #expect(code == 78)
        #expect(lines.contains { $0.contains("/nowhere/config.yaml") })
    }

    @Test("Version and help")
    func versionAndHelp() async throws {
        let version = try await runProgram(["--version"])
        #expect(version.code == 0 && version.lines == [ProgramVersion.text])
        let help = try await runProgram(["--help"])
        #expect(help.code == 0)
        for command in ["run", "demo", "simulate", "check"] {
            #expect(help.lines.contains { $0.contains("  \(command) ") }, "\(command)")
        }
    }

    @Test("A shell completes the names of registers and modes", arguments: ["bash", "zsh", "fish"])
    func completion(shell: String) async throws {
        let (code, lines) = try await runProgram(["--generate-completion-script", shell])
        #expect(code == 0)
        for (first, second) in [("current-limit", "device-state"), ("manual", "surplus")] {
            #expect(lines.contains { $0.contains(first) && $0.contains(second) }, "\(first)")
        }
    }

    @Test(
        "Wrong use is told from a wrong file",
        arguments: [
            ["check", "--confg", "x"], ["simulate"], ["simulate", "--port", "/tmp/x", "--model", "13|37"],
            ["demo", "--speed", "0"],
        ])
    func wrongUse(arguments: [String]) async throws {
        let (code, lines) = try await runProgram(arguments)
        #expect(code == 64)
        #expect(lines.contains { $0.hasPrefix("Error:") })
    }

    @Test("A simulated charger on a pseudo-terminal is one that a bridge can use")
    func simulate() async throws {
        try await withScene { scene in
            let port = scene.folder + "/simulated"
            try await withProgram(["simulate", "--port", port, "--model", "24|12", "--unpaced"]) { program in
                try await program.line(containing: "simulated, on \(port)")
                let change: (inout Configuration) -> Void = {
                    $0.chargers[0].serial.port = .device(path: port)
                }
                try await scene.withBridge(change) { witness, _ in
                    try await witness.value("status", "online")
                    try await scene.ask("6.5")
                    #expect(try await witness.outcome(of: "6.5").in_force == 6.5)
                }
                #expect(try await program.end(by: SIGTERM) == 0)
                #expect(!FileManager.default.fileExists(atPath: port))
            }
        }
    }

    @Test("The demo shows a charger at work, ends by itself and leaves nothing behind")
    func demo() async throws {
        try await withFolder { folder in
            try await withProgram(["demo", "--seconds", "6"], environment: ["TMPDIR": folder]) { program in
                #expect(try await program.end() == 0)
                let lines = program.lines
                #expect(lines.filter { $0.contains(" s  charger ") }.count == 6)
                #expect(
                    lines.contains {
                        $0.contains("charger online") && $0.contains(" V ") && $0.contains("bulk")
                    })
                #expect(lines.last == "The demo has ended and left nothing behind.")
                try expectNothingLeft(of: folder)
            }
        }
    }

    @Test("A demo that is interrupted leaves nothing behind either", arguments: [SIGINT, SIGTERM])
    func demoInterrupted(signal: Int32) async throws {
        try await withFolder { folder in
            try await withProgram(["demo"], environment: ["TMPDIR": folder]) { program in
                try await program.line(containing: "charger online")
                #expect(try await program.end(by: signal) == 0)
                try expectNothingLeft(of: folder)
            }
        }
    }

    private func expectNothingLeft(of folder: String) throws {
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == [])
        let processes = try FileManager.default.contentsOfDirectory(atPath: "/proc").filter { Int($0) != nil }
        let left = processes.compactMap {
            try? String(contentsOfFile: "/proc/\($0)/cmdline", encoding: .utf8)
        }
        #expect(!left.contains { $0.contains(folder) })
    }
}
