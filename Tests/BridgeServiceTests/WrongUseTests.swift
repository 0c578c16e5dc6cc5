// SPDX-License-Identifier: MIT
import Foundation
import Testing
import TestBroker

@Suite("Commands that are used wrongly, or can't do what they are to do")
struct WrongUseTests {
    @Test(
        "A limit that is no number is answered as over MQTT",
        arguments: [
            (["12,5"], "'12,5' is not a number of amperes, such as 12.5; the decimal sign is a point"),
            (["12.5A"], "'12.5A' is not a number of amperes, such as 12.5"),
            (["12", "A"], "'12 A' is not a number of amperes, such as 12.5"),
            (["--jsn", "12"], "Unknown option '--jsn'"),
        ])
    func limit(words: [String], answer: String) async throws {
        let (code, lines) = try await runProgram(["set", "limit"] + words)
        #expect(code == 64 && lines.first == "Error: \(answer)", "\(lines)")
    }

    @Test(
        "A number out of its range is answered with the range and the command's own usage",
        arguments: [
            ("ports --seconds -1", "--seconds is 0.1 … 3600"),
            ("doctor --seconds -1", "--seconds is 0.1 … 3600"),
            ("monitor --seconds -1", "--seconds is above 0, at most 1000000000"),
            ("record --port /dev/x --seconds -1 /nowhere/file", "--seconds is 0.1 … 31536000"),
            ("demo --seconds -1", "--seconds is 1 … 31536000"),
            ("simulate --port /tmp/x --speed -1", "--speed is 1 … 100000"),
            ("simulate --port /tmp/x --garbled 7", "--garbled is a probability, 0 … 1"),
        ])
    func range(command: String, answer: String) async throws {
        let words = command.split(separator: " ").map(String.init)
        let (code, lines) = try await runProgram(words)
        #expect(code == 64 && lines.first == "Error: \(answer)", "\(lines)")
        #expect(lines.contains { $0.hasPrefix("Usage: chargebridge \(words[0])") }, "\(lines)")
    }

    @Test(
        "A command that there is not is answered with the one that was meant",
        arguments: [
            (["chek"], "there is no command 'chek'; did you mean 'check'?"),
            (["chek", "--json"], "there is no command 'chek'; did you mean 'check'?"),
            (["xyzzyxyzzy"], "there is no command 'xyzzyxyzzy'; 'chargebridge --help' shows all"),
            (
                ["/etc/passwd"],
                "there is no command '/etc/passwd'; for the bridge with this file: chargebridge --config /etc/passwd"
            ),
            (
                ["set", "limt", "5"],
                "'limt' can't be set; did you mean 'limit'?; what can be set: limit, low-current"
            ),
        ])
    func command(words: [String], answer: String) async throws {
        let (code, lines) = try await runProgram(words)
        #expect(code == 64 && lines == ["Error: \(answer)"], "\(lines)")
    }

    @Test("What fails though it was asked for rightly is told without a word about usage, and ends with 1")
    func failures() async throws {
        try await withFolder { folder in
            let file = try Self.configuration(in: folder)
            try "seconds,solar_w,load_w\n0,0,0\n3600,0,0\n".write(
                toFile: folder + "/day.csv", atomically: true, encoding: .utf8)
            let failures = [
                (["token", "--config", file], "there is no token at \(folder)/state/"),
                (["simulate", "--day", folder + "/nope.csv"], "\(folder)/nope.csv can't be read"),
                (["simulate", "--day", file], "there is no column 'seconds'"),
                (
                    ["simulate", "--day", folder + "/day.csv", "--picture", folder + "/nope/x.svg"],
                    "the picture can't be written to \(folder)/nope/x.svg"
                ),
            ]
            for (words, answer) in failures {
                let (code, lines) = try await runProgram(words)
                #expect(code == 1 && lines.count == 1, "\(lines)")
                #expect(lines.first?.hasPrefix("Error: ") == true && lines[0].contains(answer), "\(lines)")
            }
        }
    }

    @Test("Who may not read the bridge's files is told what to do", arguments: ["file", "folder"])
    func forbidden(what: String) async throws {
        try await withFolder { folder in
            let inside = folder + "/etc"
            try FileManager.default.createDirectory(atPath: inside, withIntermediateDirectories: true)
            let file = try Self.configuration(in: inside)
            chmod(what == "file" ? file : inside, what == "file" ? 0o640 : 0o750)
            let words = what == "file" ? "this user may not read it" : "may not enter a directory"
            let advice = "; use sudo, or run this as the bridge's user"
            guard let (code, lines) = try await runAsNobody(["check", "--config", file]) else { return }
            #expect(code == 78 && lines.count == 1, "\(lines)")
            #expect(lines.contains { $0.contains(words) && $0.hasSuffix(advice) }, "\(lines)")
            let doctor = try await runAsNobody(["doctor", "--config", file])?.lines ?? []
            #expect(doctor.contains { $0.contains("sudo -u chargebridge chargebridge doctor") }, "\(doctor)")
            #expect(!doctor.contains { $0.contains("correct the file") }, "\(doctor)")
        }
    }

    @Test("Who may not read the token is told what to do")
    func forbiddenToken() async throws {
        try await withFolder { folder in
            let file = try Self.configuration(in: folder)
            let states = folder + "/state"
            try FileManager.default.createDirectory(atPath: states, withIntermediateDirectories: true)
            chmod(states, 0o700)
            guard let (code, lines) = try await runAsNobody(["token", "--config", file]) else { return }
            #expect(code == 1 && lines.count == 1, "\(lines)")
            #expect(
                lines.contains { $0.hasSuffix("; use sudo, or run this as the bridge's user") }, "\(lines)")
        }
    }

    /// Writes a configuration whose port is nobody's.
    private static func configuration(in folder: String) throws -> String {
        let path = folder + "/config.yaml"
        try """
        serial: { port: /dev/nowhere }
        mqtt: { host: 127.0.0.1, port: 1 }
        device: { name: boat, vendor: victron }
        state: { path: \(folder)/state }
        """.write(toFile: path, atomically: true, encoding: .utf8)
        return path
    }
}
