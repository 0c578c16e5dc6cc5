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
}
