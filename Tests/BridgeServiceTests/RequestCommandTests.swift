// SPDX-License-Identifier: MIT
import BridgeConfiguration
import BridgeService
import ChargerControl
import ChargerSimulator
import Foundation
import TestBroker
import Testing

@Suite("The commands get, set and mode")
struct RequestCommandTests {
    @Test("Through the bridge a register is read at the charger, and a limit set by its rules")
    func throughBridge() async throws {
        try await withScene { scene in
            let file = try scene.commandFile()
            try await scene.withReachableBridge { witness, _ in
                #expect(try await scene.command("get", "current-limit", config: file) == (0, "30.0 A"))
                #expect(try await scene.command("get", "0xEDC8", config: file).code == 0)
                let json = try await scene.command("get", "device-state", "--json", config: file)
                #expect(json.text.contains(#""address" : "0x0201""#) && json.text.contains("bulk"))
                let declined = try await scene.command("get", "0x0200", config: file)
                #expect(declined.code == 1 && declined.text.contains("unknown register"), "\(declined)")
                #expect(scene.setFrames.isEmpty)

                let set = try await scene.command("set", "limit", "12.5", config: file)
                #expect(set.code == 0 && set.text.contains("acknowledged; 12.5 A in force"), "\(set)")
                #expect(scene.charger.withCharger { $0.limitInForce } == 125)
                #expect(try await witness.outcome(of: "12.5").source == "command line")
                let refused = try await scene.command("set", "limit", "0", config: file)
                #expect(
                    refused.code == 1 && refused.text.contains("can't switch the charger off"), "\(refused)")
                let clamped = try await scene.command("set", "limit", "2", "--json", config: file)
                #expect(
                    clamped.code == 0 && clamped.text.contains(#""in_force_amperes" : 7.5"#), "\(clamped)")
            }
        }
    }

    @Test("Without a bridge the same rules and counters hold on the port itself")
    func straight() async throws {
        try await withScene(brokerStarted: false) { scene in
            let file = try scene.commandFile()
            let set = try await scene.command("set", "limit", "12.5", config: file)
            #expect(set.code == 0 && set.text.contains("12.5 A in force"), "\(set)")
            #expect(scene.setFrames.count == 1)
            let again = try await scene.command("set", "limit", "12.5", config: file)
            #expect(again.code == 0 && again.text.contains("nothing was written"), "\(again)")
            let refused = try await scene.command("set", "limit", "90", config: file)
            #expect(refused.code == 1 && refused.text.contains("taken as a mistake"), "\(refused)")
            #expect(scene.setFrames.count == 1)
            #expect(try await scene.command("get", "current-limit", config: file) == (0, "12.5 A"))
            let found = StateFolder(path: scene.states).file(vendor: "victron", name: "itbatchrg").load()
            guard case .kept(let kept) = found else { throw TestFailure("no state: \(found)") }
            #expect(kept.wear?.lifetime == 1)
            #expect(kept.wish?.limit == CurrentLimit(deciamperes: 125))
        }
    }

    @Test("A limit below zero is refused as over MQTT, not taken for an option", arguments: ["-5", "-12.5"])
    func negative(amperes: String) async throws {
        try await withScene(brokerStarted: false) { scene in
            let set = try await scene.command("set", "limit", amperes, config: try scene.commandFile())
            #expect(set.code == 1 && set.text.contains(" refused: "), "\(set)")
            #expect(scene.setFrames.isEmpty)
        }
    }

    @Test("What can't be counted is not written")
    func noState() async throws {
        try await withScene(brokerStarted: false) { scene in
            let file = try scene.file(scene.plainFile + "\nstate: { path: /dev/null/state }\n")
            let set = try await scene.command("set", "limit", "12", config: file)
            #expect(set.code == 1 && set.text.contains("/dev/null/state"), "\(set)")
            #expect(scene.setFrames.isEmpty)
            #expect(try await scene.command("get", "current-limit", config: file).code == 0)
        }
    }

    @Test("Where the state can't be saved nothing is written, and the state stays as it was")
    func notSaved() async throws {
        try await withScene(brokerStarted: false) { scene in
            let file = try scene.commandFile()
            let states = StateFolder(path: scene.states).file(vendor: "victron", name: "itbatchrg")
            try FileManager.default.createDirectory(
                atPath: states.path + ".new", withIntermediateDirectories: true)
            let set = try await scene.command("set", "limit", "12", config: file)
            #expect(set.code == 1 && set.text.contains("could not be counted"), "\(set)")
            #expect(scene.setFrames.isEmpty)
        }
    }

    @Test("A bridge that has the counters keeps a command out, and a command is waited for by a bridge")
    func locked() async throws {
        try await withScene { scene in
            let file = try scene.commandFile()
            try FileManager.default.createDirectory(atPath: scene.states, withIntermediateDirectories: true)
            let lock = open(scene.states + "/.lock", O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
            defer { close(lock) }
            #expect(flock(lock, LOCK_SH | LOCK_NB) == 0)
            let set = try await scene.command("set", "limit", "12", config: file)
            #expect(set.code == 1 && set.text.contains("at work with the counters in"), "\(set)")
            #expect(scene.setFrames.isEmpty)
            #expect(flock(lock, LOCK_EX | LOCK_NB) == 0)
            try await scene.withBridge(whenReady: false) { witness, log in
                try await log.line(containing: "it is waited for")
                #expect(!log.lines.contains { $0.contains("bridge 'test' serves") })
                #expect(flock(lock, LOCK_UN) == 0)
                try await log.line(containing: "bridge 'test' serves")
                try await witness.value("status", "online")
                #expect(flock(lock, LOCK_EX | LOCK_NB) != 0)
                #expect(flock(lock, LOCK_SH | LOCK_NB) == 0)
            }
            #expect(flock(lock, LOCK_EX | LOCK_NB) == 0)
        }
    }

    @Test("A temporary folder with a long name does not keep a command from the charger")
    func longFolder() async throws {
        try await withScene(brokerStarted: false) { scene in
            let long = scene.folder + "/" + String(repeating: "x", count: 100)
            try FileManager.default.createDirectory(atPath: long, withIntermediateDirectories: true)
            let arguments = ["get", "current-limit", "--config", try scene.commandFile()]
            try await withProgram(arguments, environment: ["TMPDIR": long]) { program in
                let code = try await program.end()
                #expect(code == 0, "\(program.lines)")
                #expect(program.lines == ["30.0 A"])
            }
        }
    }

    @Test(
        "Without a bridge, a command that is interrupted leaves no folder behind",
        arguments: [SIGINT, SIGTERM])
    func interrupted(signal: Int32) async throws {
        try await withScene(brokerStarted: false) { scene in
            let temporary = scene.folder + "/t"
            try FileManager.default.createDirectory(atPath: temporary, withIntermediateDirectories: true)
            scene.charger.withCharger {
                ($0.faults.withoutText, $0.faults.withoutFrames) = (true, true)
                $0.faults.ignoredRequests = .max
            }
            let arguments = ["get", "current-limit", "--config", try scene.commandFile()]
            try await withProgram(arguments, environment: ["TMPDIR": temporary]) { program in
                try await patiently("the command's folder") {
                    while try Self.commandFolders(in: temporary).isEmpty { await Task.yield() }
                }
                let code = try await program.end(by: signal)
                #expect(code == 130, "\(program.lines)")
                #expect(program.lines.contains { $0.contains("interrupted") }, "\(program.lines)")
            }
            #expect(try Self.commandFolders(in: temporary).isEmpty)
        }
    }

    /// What commands made there; a sanitizer's runtime makes files of its own.
    private static func commandFolders(in folder: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasPrefix("chargebridge-") }
    }

    @Test("A socket that nobody listens on draws no command; one that somebody does, does")
    func leftSocket() async throws {
        try await withScene { scene in
            let service = scene.folder + "/service"
            try FileManager.default.createDirectory(atPath: service, withIntermediateDirectories: true)
            let home = ["XDG_STATE_HOME": scene.folder + "/home"]
            let own = scene.folder + "/home/chargebridge"
            @Sendable func found() -> String {
                StateFolder.ofBridge(configured: nil, environment: home, service: service).path
            }
            try FileManager.default.createDirectory(atPath: own, withIntermediateDirectories: true)
            let socket = own + "/api.sock"
            #expect(FileManager.default.createFile(atPath: socket, contents: nil))
            #expect(found() == service)
            try FileManager.default.removeItem(atPath: socket)
            let text = scene.plainFile + "\nstate: { path: \(own) }\n"
            try await withProgram(["run", "--config", try scene.file(text)]) { bridge in
                try await patiently("the socket") {
                    while found() != own { try await Task.sleep(for: .milliseconds(20)) }
                }
                try await bridge.end(by: SIGKILL)
            }
            #expect(FileManager.default.fileExists(atPath: socket))
            #expect(found() == service)
        }
    }

    @Test("Several chargers are told apart by name", arguments: [["get", "uptime"], ["set", "limit", "9"]])
    func several(command: [String]) async throws {
        try await withScene(brokerStarted: false) { scene in
            let file = try scene.file(
                """
                mqtt: { host: 127.0.0.1, port: 1 }
                state: { path: \(scene.states) }
                chargers:
                  - { serial: { port: \(scene.port) }, device: { name: boat, vendor: victron } }
                  - { serial: { port: \(scene.folder)/none }, device: { name: van, vendor: victron } }
                """)
            let (code, lines) = try await runProgram(command + ["--config", file])
            #expect(code == 64 && lines.contains { $0.contains("--charger: boat, van") }, "\(lines)")
            let other = try await runProgram(command + ["--config", file, "--charger", "bus"])
            #expect(other.code == 64 && other.lines.contains { $0.contains("no charger 'bus'") })
            let right = try await runProgram(command + ["--config", file, "--charger", "boat"])
            #expect(right.code == 0, "\(right.lines)")
        }
    }

    @Test("Neither bridge nor port is said in words, with the port")
    func nothingThere() async throws {
        try await withFolder { folder in
            let path = folder + "/config.yaml"
            try """
            serial: { port: \(folder)/none }
            mqtt: { host: 127.0.0.1, port: 1 }
            device: { name: boat, vendor: victron }
            state: { path: \(folder)/state }
            """.write(toFile: path, atomically: true, encoding: .utf8)
            for command in [["get", "uptime"], ["set", "limit", "9"]] {
                let (code, lines) = try await runProgram(command + ["--config", path])
                #expect(
                    code == 1 && lines.contains { $0.contains("\(folder)/none is not there") }, "\(lines)")
            }
            let mode = try await runProgram(["mode", "--config", path])
            #expect(mode.code == 1 && mode.lines.contains { $0.contains("no bridge is running") })
        }
    }

    @Test("A port that a bridge holds is said to be held, and by whom")
    func held() async throws {
        try await withScene { scene in
            try await scene.withReachableBridge { _, _ in
                let (code, lines) = try await runProgram(["get", "uptime", "--port", scene.port])
                #expect(code == 1 && lines.contains { $0.contains("is in use by") }, "\(lines)")
            }
        }
    }

    @Test(
        "A name that is not known is answered with the nearest one",
        arguments: [
            ("curent-limit", "did you mean 'current-limit'?"),
            ("limit-current", "did you mean 'current-limit'?"),
            ("xyzzyxyzzy", "get --list"), ("0x1EDF0", "0x0000 to 0xFFFF"), ("0xEC20", "it is not read"),
        ])
    func names(name: String, words: String) async throws {
        let (code, lines) = try await runProgram(["get", name])
        #expect(code == 64 && lines.contains { $0.contains(words) }, "\(lines)")
    }

    @Test("All names are listed, and each can be asked for")
    func list() async throws {
        let (code, lines) = try await runProgram(["get", "--list"])
        #expect(code == 0 && lines.count == RegisterTable.entries.count)
        #expect(lines.contains { $0.hasPrefix("0xEDF0  current-limit ") })
        for entry in RegisterTable.entries {
            #expect(try RegisterTable.address(entry.name) == RegisterTable.address(entry.address))
        }
        let json = try await runProgram(["get", "--list", "--json"])
        let data = Data(json.lines.joined(separator: "\n").utf8)
        #expect(
            (try JSONSerialization.jsonObject(with: data) as? [Any])?.count == RegisterTable.entries.count)
    }

    @Test("A mode is chosen and shown through the bridge, and one that can't be is refused with its reason")
    func mode() async throws {
        try await withScene { scene in
            let file = try scene.commandFile()
            let change: (inout Configuration) -> Void = {
                $0.chargers[0].surplus = SurplusSettings(mode: .manual)
            }
            try await scene.withReachableBridge(change) { _, _ in
                #expect(try await scene.command("mode", config: file).text.hasPrefix("manual: "))
                let set = try await scene.command("mode", "full for 2 h", config: file)
                #expect(set.code == 0 && set.text.contains("mode full for 2 h acknowledged"), "\(set)")
                #expect(try await scene.command("mode", config: file).text.hasPrefix("full until 20"))
                #expect(
                    try await scene.command("mode", "--json", config: file).text.contains(#""mode" : "full""#)
                )
                let refused = try await scene.command("mode", "surplus", config: file)
                #expect(refused.code == 1 && refused.text.contains("needs a grid meter"), "\(refused)")
            }
        }
    }
}
