// SPDX-License-Identifier: MIT
import BridgeService
import ByteLink
import Captures
import ChargerSimulator
import Foundation
import Testing
import TestBroker

@Suite("chargebridge replay")
struct ReplayProgramTests {
    @Test(
        "The whole bridge runs on a recording, and publishes what the charger said",
        arguments: Capture.allCases)
    func bridge(capture: Capture) async throws {
        try await withScene { scene in
            let witness = try await scene.broker.watch(Self.root + "/#")
            defer { witness.stop() }
            let arguments = ["replay", try capture.path, "--speed", "20", "--repeat"]
            let file = try scene.file(
                scene.plainFile + """

                    state: { path: \(scene.states) }
                    surplus:
                      mode: surplus
                      meter: { mqtt: { topic: grid } }
                      plug: { command_topic: cmnd/plug, state_topic: stat/plug }
                    """)
            try await withProgram(arguments + ["--config", file]) { program in
                try await witness.message { $0.topic == "\(Self.root)/status" && $0.text == "online" }
                switch capture {
                case .charging:
                    try await witness.message { $0.topic == "\(Self.root)/charge_state" && $0.text == "bulk" }
                    try await witness.message {
                        $0.topic == "\(Self.root)/charge_state" && $0.text == "absorption"
                    }
                case .bulk:
                    try await witness.message { $0.topic == "\(Self.root)/voltage" && $0.text == "26.87" }
                }
                #expect(try await program.end(by: SIGTERM) == 0)
            }
            // Nothing of a real bridge is touched.
            #expect(!FileManager.default.fileExists(atPath: scene.states))
            #expect(scene.charger.requests.isEmpty)
            let retained = try await scene.broker.retained("#")
            #expect(retained["bat_charger_replay/bridge/replay-test"] == "offline")
            #expect(retained["\(Self.root)/mode"] == nil)
            #expect(retained.keys.allSatisfy { $0.hasPrefix("bat_charger_replay/") })
        }
    }

    @Test("A request that is open when the recording ends is told to be interrupted")
    func open() async throws {
        try await withScene { scene in
            let witness = try await scene.broker.watch(Self.root + "/#")
            defer { witness.stop() }
            let file = try scene.file(scene.plainFile + "\nstate: { path: \(scene.states) }\n")
            let play = ["replay", try Capture.charging.path, "--speed", "4", "--config", file]
            try await withProgram(play) { program in
                try await witness.message { $0.topic == "\(Self.root)/status" && $0.text == "online" }
                try await scene.broker.publish(Self.root + "/current_limit/set", "9.5")
                #expect(try await program.end() == 0)
            }
            let result = try await scene.broker.retained(Self.root + "/current_limit/result").values.first
            #expect(result?.contains(#""outcome":"interrupted""#) == true, "\(result ?? "none")")
        }
    }

    /// A replay has topics of its own.
    private static let root = "bat_charger_replay/itbatchrg"

    @Test(
        "A host gets every byte, on a pseudo-terminal and over TCP, and the end is told",
        arguments: [true, false])
    func host(isTCP: Bool) async throws {
        try await withFolder { folder in
            let path = try Capture.charging.path
            let wanted = try Capture.charging.bytes
            let place = isTCP ? ["--listen", "0"] : ["--port", folder + "/charger"]
            try await withProgram(["replay", path, "--speed", "1000", "--json"] + place) { program in
                let line = try await program.line(containing: "\"port\"")
                let port = try JSONDecoder().decode([String: String].self, from: Data(line.utf8))["port"]
                let file = folder + "/again.recording"
                let recorded = try await runProgram([
                    "record", "--port", try #require(port), "--seconds", "3", file,
                ])
                #expect([0, 1].contains(recorded.code))
                let again = try Recording(file: Array(try Data(contentsOf: URL(fileURLWithPath: file))))
                #expect(again.bytes(.fromCharger) == wanted)
                #expect(try await program.end() == 0)
                #expect(program.lines.last == #"{"complete":true}"#)
                #expect(!FileManager.default.fileExists(atPath: folder + "/charger"))
            }
        }
    }

    @Test("A raw capture gets the pace of a charger: a block a second")
    func convert() async throws {
        try await withFolder { folder in
            let wanted = try Capture.charging.recording
            let raw = folder + "/a.bin"
            try Data(wanted.bytes(.fromCharger)).write(to: URL(fileURLWithPath: raw))
            let (code, _) = try await runProgram(["replay", raw, "--convert", folder + "/a.recording"])
            #expect(code == 0)
            let made = try Recording(
                file: Array(try Data(contentsOf: URL(fileURLWithPath: folder + "/a.recording"))))
            #expect(made.chunks == wanted.chunks)
            let blocks = made.chunks.filter {
                String(decoding: $0.bytes, as: UTF8.self).contains("Checksum\t")
            }
            #expect(blocks.map(\.time) == (1...20).map { .seconds($0) })
            let again = try await runProgram(["replay", raw, "--convert", folder + "/a.recording"])
            #expect(again.code == 1 && again.lines.contains { $0.contains("there already") })
        }
    }

    @Test(
        "What can't be played is said",
        arguments: [
            (nil, "can't be read"), ("", "nothing in it"), ("chargebridge-recording 1\n", "nothing in it"),
            ("chargebridge-recording 7\n", "version 7"), ("chargebridge-recording 1\n1 < \\z\n", "line 2"),
        ])
    func errors(content: String?, words: String) async throws {
        try await withFolder { folder in
            let file = folder + "/a.recording"
            try content?.write(toFile: file, atomically: true, encoding: .utf8)
            let (code, lines) = try await runProgram(["replay", file])
            #expect(code == 1)
            #expect(lines.contains { $0.contains(words) && $0.contains(file) }, "\(lines)")
        }
    }

    @Test(
        "Wrong use",
        arguments: [
            ["--speed", "0"], ["--listen", "x"], ["--listen", "1", "--port", "/tmp/x"], ["--speed", "nan"],
        ])
    func wrongUse(arguments: [String]) async throws {
        #expect(try await runProgram(["replay", "x"] + arguments).code == 64)
    }
}
