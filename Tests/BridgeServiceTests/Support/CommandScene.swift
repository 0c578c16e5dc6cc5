// SPDX-License-Identifier: MIT
import BridgeConfiguration
import Foundation
import TestBroker

extension Scene {
    /// Writes a file for the commands, with the scene's state folder.
    /// - Parameter more: is added to it.
    func commandFile(_ more: String = "") throws -> String {
        try file(plainFile + "\nstate: { path: \(states) }\n\(more)")
    }

    /// Runs a test with a bridge in this process whose local socket is served.
    func withReachableBridge(
        _ change: (inout Configuration) -> Void = { _ in },
        _ body: (Witness, RecordedLog) async throws -> Void
    ) async throws {
        try await withBridge(change) { witness, log in
            try await witness.anyValue("current_limit")
            try await patiently("the local socket") { [states] in
                while !FileManager.default.fileExists(atPath: states + "/api.sock") {
                    try await Task.sleep(for: .milliseconds(20))
                }
            }
            try await body(witness, log)
        }
    }

    /// Runs a command to its end.
    /// - Returns: its exit code and what it printed.
    func command(_ arguments: String..., config: String) async throws -> (code: Int32, text: String) {
        let (code, lines) = try await runProgram(arguments + ["--config", config])
        return (code, lines.joined(separator: "\n"))
    }
}
