// SPDX-License-Identifier: MIT
import ChargerSimulator
import Foundation
import TestBroker
import Testing

@Suite("The command monitor")
struct MonitorCommandTests {
    @Test("It shows each change, says when the bridge is gone, comes back to it, and ends at Ctrl-C with 0")
    func lines() async throws {
        try await withScene { scene in
            let file = try scene.commandFile()
            try await withProgram(["run", "--config", file]) { first in
                try await first.line(containing: "is open")
                try await Self.served(scene)
                try await withProgram(["monitor", "--config", file]) { monitor in
                    try await monitor.line(containing: "  bulk  limit 30.0 A in force")
                    _ = try await scene.command("set", "limit", "12.5", config: file)
                    try await monitor.line(containing: "limit 12.5 A acknowledged")
                    try await monitor.line(containing: "limit 12.5 A in force, 12.5 A asked, manual")
                    try await first.end(by: SIGTERM)
                    try await monitor.line(containing: "it is tried again")
                    try await withProgram(["run", "--config", file]) { _ in
                        let seen = monitor.lines.count
                        try await patiently("the second bridge") {
                            while !monitor.lines.dropFirst(seen).contains(where: { $0.contains(" V  ") }) {
                                try await Task.sleep(for: .milliseconds(50))
                            }
                        }
                        #expect(try await monitor.end(by: SIGINT) == 0)
                    }
                }
            }
        }
    }

    @Test("Straight from a port it writes nothing, and every line is JSON when asked for")
    func straight() async throws {
        try await withScene(brokerStarted: false) { scene in
            try await withProgram(["monitor", "--json", "--seconds", "60", "--port", scene.port]) { monitor in
                try await monitor.line(containing: #""in_force_amperes":30"#)
                #expect(try await monitor.end(by: SIGINT) == 0)
                for line in monitor.lines {
                    let record = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
                    #expect(record?["event"] is String && record?["data"] is [String: Any], "\(line)")
                }
                #expect(!scene.charger.requests.map(\.line).contains { $0.hasPrefix("8") })
            }
        }
    }

    @Test("It ends by itself after the time given")
    func seconds() async throws {
        try await withScene(brokerStarted: false) { scene in
            let (code, lines) = try await runProgram(["monitor", "--port", scene.port, "--seconds", "2"])
            #expect(code == 0, "\(lines)")
        }
    }

    @Test("On a terminal it draws in place and gives the cursor back")
    func terminal() async throws {
        try await withScene(brokerStarted: false) { scene in
            let command = "\(ChildProgram.path) monitor --seconds 4 --port \(scene.port); echo end"
            let lines = try await Program.run(
                Program.path(of: "script", package: "bsdutils"), ["-qec", command, "/dev/null"])
            let text = lines.joined(separator: "\n")
            #expect(text.contains("\u{1B}[?25l") && text.contains("\u{1B}[?25hend"), "\(lines.suffix(3))")
            #expect(text.contains("bulk") && text.contains("\u{1B}[J"))
        }
    }

    @Test("Neither bridge nor port is an error")
    func nothingThere() async throws {
        try await withFolder { folder in
            let socket = try await runProgram(["monitor", "--socket", folder + "/none.sock"])
            #expect(socket.code == 1 && socket.lines.contains { $0.contains("no bridge is running") })
            #expect(socket.lines.contains { $0.contains("straight to a charger with --port") })
            let port = try await runProgram(["monitor", "--port", folder + "/none"])
            #expect(port.code == 1 && port.lines.contains { $0.contains("\(folder)/none") }, "\(port.lines)")
        }
    }

    private static func served(_ scene: Scene) async throws {
        try await patiently("the local socket") {
            let socket = scene.states + "/api.sock"
            while try await runProgram(["get", "current-limit", "--socket", socket]).code != 0 {
                try await Task.sleep(for: .milliseconds(100))
            }
        }
    }
}
