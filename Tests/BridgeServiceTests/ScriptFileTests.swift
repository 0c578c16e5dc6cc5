// SPDX-License-Identifier: MIT
import Foundation
import Testing
import TestBroker

@Suite("In place of the Python script")
struct ScriptFileTests {
    @Test("The script's own file, unchanged: the same topics and commands, from the real program")
    func dropIn() async throws {
        try await withScene(broker: TestBrokerOptions(users: ["username": "s3cret"])) { scene in
            let file = try scene.file(
                """
                serial:
                  port: \(scene.port)
                  baudrate: 19200
                mqtt:
                  host: 127.0.0.1
                  port: \(scene.broker.port)
                  username: "username"
                  password: "s3cret"
                  base_topic: "bat_charger"
                  current_limit_topic: bat_charger/itbatchrg/curlimit
                device:
                  name: itbatchrg
                  vendor: victron
                  initial_current_limit: 10.0
                log_level: "INFO"
                """)
            let witness = try await scene.broker.watch("#")
            defer { witness.stop() }
            try await withProgram(["--config", file], environment: ["STATE_DIRECTORY": scene.states]) {
                program in
                try await witness.value("status", "online")
                try await witness.anyValue("voltage")
                try await witness.anyValue("current")
                try await witness.message { $0.topic == "homeassistant/device/victron_itbatchrg/config" }
                let initial = try await witness.outcome(of: "10.0")
                #expect(initial.outcome == "acknowledged")
                #expect(initial.source == "configuration")

                try await scene.ask("12.5", on: Scene.command)
                #expect(try await witness.outcome(of: "12.5").in_force == 12.5)
                #expect(scene.setFrames == ["8F0ED0064000C", "8F0ED007D00F3"])

                let retained = try await scene.broker.retained("bat_charger/itbatchrg/+")
                for topic in ["voltage", "current", "status"] {
                    #expect(retained["\(Scene.root)/\(topic)"] != nil, "\(topic) is not retained")
                }
                #expect(try await program.end(by: SIGTERM) == 0)
                #expect(!program.lines.contains { $0.contains("s3cret") }, "\(program.lines)")
            }
        }
    }
}
