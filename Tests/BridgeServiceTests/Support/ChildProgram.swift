// SPDX-License-Identifier: MIT
import Foundation
import TestBroker

/// The real executable, as a process of its own.
struct ChildProgram: Sendable {
    let program: Program

    /// Everything it has printed so far, a line each.
    var lines: [String] { program.output.lines }

    /// Waits for a line that contains some words.
    @discardableResult
    func line(containing words: String) async throws -> String {
        let line = try await patiently("'\(words)' from the program") { [program] in
            try await program.output.first { $0.contains(words) }
        }
        guard let line else {
            throw TestFailure("the program ended without '\(words)': \(lines.joined(separator: " | "))")
        }
        return line.1
    }

    /// Waits for its end.
    /// - Returns: its exit code, or 128 and the signal that ended it.
    func end() async throws -> Int32 {
        try await patiently("the program's end") { [program] in try await program.end() }
    }

    /// Sends a signal and waits for the end.
    @discardableResult
    func end(by signal: Int32) async throws -> Int32 {
        program.signal(signal)
        return try await end()
    }

    /// Beside the tests, where the build puts both.
    static var path: String {
        URL(filePath: CommandLine.arguments.first ?? "").deletingLastPathComponent().appending(
            path: "chargebridge"
        )
        .path()
    }
}

/// Runs the executable while a closure does; what is left of it then is killed.
func withProgram(
    _ arguments: [String], environment: [String: String] = [:],
    _ body: (ChildProgram) async throws -> Void
) async throws {
    let inherited = ["PATH", "TMPDIR"].compactMap { name in
        ProcessInfo.processInfo.environment[name].map { (name, $0) }
    }
    let variables = Dictionary(inherited, uniquingKeysWith: { $1 }).merging(environment) { $1 }
    let child = ChildProgram(program: try Program(ChildProgram.path, arguments, environment: variables))
    let outcome: Result<Void, any Error>
    do {
        outcome = .success(try await body(child))
    } catch {
        outcome = .failure(TestFailure("\(error); it printed: \(child.lines.joined(separator: " | "))"))
    }
    child.program.signal(SIGKILL)
    try outcome.get()
}

/// Runs the executable to its end.
/// - Returns: its exit code and its lines.
func runProgram(_ arguments: [String]) async throws -> (code: Int32, lines: [String]) {
    let child = ChildProgram(program: try Program(ChildProgram.path, arguments))
    return (try await child.end(), child.lines)
}

extension Scene {
    /// Writes a configuration file into the scene's folder.
    /// - Returns: its path.
    func file(_ text: String) throws -> String {
        let path = folder + "/config.yaml"
        try text.write(toFile: path, atomically: true, encoding: .utf8)
        return path
    }

    /// A short file for a program of its own that writes nothing by itself.
    var plainFile: String {
        """
        serial: { port: \(port) }
        mqtt: { host: 127.0.0.1, port: \(broker.port), base_topic: bat_charger, publish_interval: 0 }
        device: { name: itbatchrg, vendor: victron }
        instance: test
        """
    }
}
