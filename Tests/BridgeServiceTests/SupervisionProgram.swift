// SPDX-License-Identifier: MIT
import Foundation
import TestBroker

/// A configuration for a charger and a broker, either of which may be missing.
func supervisedFile(in folder: String, charger: String? = nil, broker: Int = 1) throws -> String {
    let path = folder + "/config.yaml"
    try """
    serial: { port: "\(charger ?? folder + "/nothing")" }
    mqtt: { host: 127.0.0.1, port: \(broker), base_topic: bat_charger }
    device: { name: itbatchrg, vendor: victron }
    instance: test
    """.write(toFile: path, atomically: true, encoding: .utf8)
    return path
}

/// Runs the executable under a listener while a closure does.
func withSupervisedProgram(
    charger: String? = nil, broker: Int = 1, environment: [String: String] = [:], asJournal: Bool = false,
    _ body: (ChildProgram, SupervisionListener) async throws -> Void
) async throws {
    try await withListener { listener, folder in
        let file = try supervisedFile(in: folder, charger: charger, broker: broker)
        let all = ["NOTIFY_SOCKET": listener.address, "STATE_DIRECTORY": folder].merging(environment) { $1 }
        let program = try supervised(["run", "--config", file], environment: all, asJournal: asJournal)
        defer { program.program.signal(SIGKILL) }
        try await body(program, listener)
    }
}

/// Starts the executable as a service manager does: with nothing in its environment that is not given.
func supervised(
    _ arguments: [String], environment: [String: String] = [:], asJournal: Bool = false
) throws -> ChildProgram {
    var all = environment
    all["PATH"] = ProcessInfo.processInfo.environment["PATH"]
    return ChildProgram(
        program: try Program(ChildProgram.path, arguments, environment: all, asJournal: asJournal))
}
