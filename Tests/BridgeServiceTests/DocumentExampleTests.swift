// SPDX-License-Identifier: MIT
import BridgeConfiguration
import ChargerSimulator
import Foundation
import TestBroker
import Testing

@Suite("The examples in the documents")
struct DocumentExampleTests {
    @Test(
        "Each configuration is one that check accepts",
        arguments: try DocumentExample.all().filter { $0.language == "yaml" })
    func configuration(example: DocumentExample) async throws {
        try await withFolder { folder in
            let path = folder + "/config.yaml"
            try Self.whole(example.lines).write(toFile: path, atomically: true, encoding: .utf8)
            // What a file may leave to another, such as a password's.
            let (code, lines) = try await runProgram(["check", "--config", path])
            #expect(code == 0, "\(example): \(lines)")
        }
    }

    /// A part of a configuration with what every configuration must have.
    private static func whole(_ lines: [String]) -> String {
        func has(_ key: String) -> Bool { lines.contains { $0.hasPrefix("\(key):") } }
        var text = lines
        if !has("mqtt") { text.append("mqtt: { host: 192.0.2.10, base_topic: bat_charger }") }
        if !has("device"), !has("chargers") { text.append("device: { name: itbatchrg, vendor: victron }") }
        if !has("serial"), !has("chargers") { text.append("serial: { port: /dev/ttyUSB0 }") }
        return text.joined(separator: "\n") + "\n"
    }

    @Test(
        "Each command of the program runs as it is written",
        arguments: try DocumentExample.all().filter { $0.language == "console" || $0.language == "sh" })
    func command(example: DocumentExample) async throws {
        let commands = example.commands.filter { $0.contains("chargebridge ") || $0.hasPrefix("curl ") }
            .filter { !Self.isShownElsewhere($0) }
        guard !commands.isEmpty else { return }
        try await withScene { scene in
            let port = try FreePorts.take()
            let file = try scene.file(scene.plainFile + "\nweb: { listen: 127.0.0.1:\(port) }\n")
            // Only one can have the port.
            let recorder = commands.contains { $0.hasPrefix("chargebridge record") }
            if recorder {
                for command in commands { try await Self.run(command, in: scene, page: port, of: example) }
                return
            }
            try await withProgram(["--config", file], environment: ["STATE_DIRECTORY": scene.states]) {
                bridge in
                // What `doctor` and `get` tell of the charger has been heard by then.
                try await bridge.line(containing: "it is a Blue Smart")
                try await bridge.line(containing: "connected to the broker")
                try await bridge.line(containing: "the page is at")
                for command in commands {
                    try await Self.run(command, in: scene, page: port, of: example)
                }
            }
        }
    }

    /// What installs, builds or needs a machine of its own is shown by the package's life, the service's trial and
    /// the project's own make targets.
    private static func isShownElsewhere(_ command: String) -> Bool {
        ["apt", "systemctl", "install ", "useradd", "journalctl", "make ", "git ", "nano"].contains {
            command.hasPrefix($0) || command.hasPrefix("sudo \($0)")
        }
    }

    private static func run(_ command: String, in scene: Scene, page: Int, of example: DocumentExample)
        async throws
    {
        let line = fitted(command, to: scene, page: page)
        let folder = URL(fileURLWithPath: ChildProgram.path).deletingLastPathComponent().path
        let child = ChildProgram(
            program: try Program(
                "/bin/sh", ["-c", "cd \(scene.folder) && exec \(line)"],
                environment: [
                    "PATH": folder + ":/usr/sbin:/usr/bin:/bin", "STATE_DIRECTORY": scene.states,
                    "TMPDIR": scene.folder,
                ]))
        defer { child.program.signal(SIGKILL) }
        if goesOn(line) {
            let first = try await patiently("a line of '\(line)'") {
                try await child.program.output.first { _ in true }
            }
            #expect(first != nil, "\(example): '\(line)' said nothing")
            #expect(
                try await [0, 128 + SIGTERM].contains(child.end(by: SIGTERM)), "\(example): \(child.lines)")
        } else {
            #expect(try await child.end() == 0, "\(example): '\(line)' ended wrongly: \(child.lines)")
        }
    }

    /// The command with the scene's charger, broker, file and page in place of the document's.
    private static func fitted(_ command: String, to scene: Scene, page: Int) -> String {
        var line = command.replacing(/^sudo (-u \w+ )?/, with: "")
        line = line.replacing(/\/dev\/(ttyUSB0|serial\/by-id\/[^ ]+)/, with: scene.port)
        line = line.replacing(/(--config) \S+/, with: { "\($0.output.1) \(scene.folder)/config.yaml" })
        line = line.replacing(/--seconds \d+/, with: "--seconds 2")
        // Ended at its first line it might have nothing to play yet.
        if !line.contains("--seconds") {
            line = line.replacing("chargebridge record", with: "chargebridge record --seconds 2")
        }
        line = line.replacingOccurrences(of: "127.0.0.1:8080", with: "127.0.0.1:\(page)")
        line = line.replacingOccurrences(of: "/var/lib/chargebridge", with: scene.states)
        if line.contains(/^chargebridge (run|check|token|get|set|mode|monitor|doctor)\b/),
            !line.contains(/--(config|port|socket)/)
        {
            line += " --config \(scene.folder)/config.yaml"
        }
        for name in ["garage", "boat"] { line = line.replacingOccurrences(of: name, with: "itbatchrg") }
        return line
    }

    /// Whether a command goes on until it is stopped.
    private static func goesOn(_ line: String) -> Bool {
        !line.contains("--seconds")
            && ["run", "demo", "simulate --p", "simulate --t", "monitor", "replay"].contains {
                line.hasPrefix("chargebridge \($0)")
            } || line.hasPrefix("curl -N")
    }
}
