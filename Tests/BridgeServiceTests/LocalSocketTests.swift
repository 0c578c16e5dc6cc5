// SPDX-License-Identifier: MIT
import BridgeConfiguration
import Foundation
import TestBroker
import Testing

@Suite("The local socket, over which commands reach the bridge")
struct LocalSocketTests {
    @Test("It is served without a page, for its owner alone, and a killed bridge's is replaced")
    func stale() async throws {
        try await withScene { scene in
            let file = try scene.commandFile()
            let socket = scene.states + "/api.sock"
            try await withProgram(["run", "--config", file]) { bridge in
                try await Self.answers(scene, file)
                let attributes = try FileManager.default.attributesOfItem(atPath: socket)
                #expect(attributes[.posixPermissions] as? Int == 0o600)
                try await bridge.end(by: SIGKILL)
                #expect(FileManager.default.fileExists(atPath: socket))
            }
            try await withProgram(["run", "--config", file]) { bridge in
                try await Self.answers(scene, file)
                #expect(try await bridge.end(by: SIGTERM) == 0)
                #expect(!FileManager.default.fileExists(atPath: socket))
            }
        }
    }

    @Test("A second bridge with the same state folder leaves it to the first, and says so")
    func second() async throws {
        try await withScene { scene in
            let file = try scene.commandFile()
            try await scene.withReachableBridge { _, _ in
                try await withProgram(["run", "--config", file]) { other in
                    try await other.line(containing: "is chargebridge running twice?")
                    #expect(try await scene.command("get", "current-limit", config: file).code == 0)
                }
                #expect(try await scene.command("get", "current-limit", config: file).code == 0)
            }
        }
    }

    @Test("Without a folder to put it in the bridge goes on, with a warning")
    func nowhere() async throws {
        try await withScene { scene in
            let witness = try await scene.broker.watch("#")
            defer { witness.stop() }
            try await BridgeServiceTests.withBridge(scene.configuration(), states: "/dev/null/state") { log in
                let line = try await log.line(containing: "no local socket /dev/null/state/api.sock")
                #expect(line.hasPrefix("warning"))
                try await witness.value("status", "online")
                #expect(log.lines.filter { $0.contains("no local socket") }.count == 1)
            }
        }
    }

    @Test("Another user is told what to do", .enabled(if: geteuid() == 0))
    func notPermitted() async throws {
        try await withScene { scene in
            let file = try scene.commandFile()
            try await scene.withReachableBridge { _, _ in
                let program = try Program(
                    Program.path(of: "setpriv", package: "util-linux"),
                    ["--reuid=65534", "--regid=65534", "--clear-groups", ChildProgram.path]
                        + ["get", "current-limit", "--config", file])
                #expect(try await patiently("the command") { try await program.end() } == 1)
                let words = program.output.lines.joined(separator: "\n")
                #expect(
                    words.contains("may not be opened by this user") && words.contains("sudo"), "\(words)")
            }
        }
    }

    /// Asks until the bridge is there.
    private static func answers(_ scene: Scene, _ file: String) async throws {
        try await patiently("an answer over the socket") {
            // Not straight on the port: that is the bridge's.
            let socket = scene.states + "/api.sock"
            while try await runProgram(["get", "current-limit", "--socket", socket]).code != 0 {
                try await Task.sleep(for: .milliseconds(100))
            }
        }
        #expect(try await scene.command("get", "current-limit", config: file).text == "30.0 A")
    }
}
