// SPDX-License-Identifier: MIT
import ChargerSimulator
import Foundation
import Testing
import TestBroker

@Suite("How the process ends")
struct ProcessEndTests {
    @Test("After a SIGKILL the broker itself turns charger and bridge offline")
    func killed() async throws {
        try await withScene { scene in
            let file = try scene.file(scene.plainFile)
            let witness = try await scene.broker.watch("#")
            defer { witness.stop() }
            try await withProgram(["run", "--config", file], environment: ["STATE_DIRECTORY": scene.states]) {
                program in
                try await witness.value("status", "online")
                try await witness.message { $0.topic == "bat_charger/bridge/test" && $0.text == "online" }
                let position = witness.position
                program.program.signal(SIGKILL)
                try await witness.value("status", "offline", from: position)
                try await witness.message(from: position) {
                    $0.topic == "bat_charger/bridge/test" && $0.text == "offline"
                }
                let retained = try await scene.broker.retained("bat_charger/#")
                #expect(retained["\(Scene.root)/status"] == "offline")
                #expect(retained["bat_charger/bridge/test"] == "offline")
            }
        }
    }

    @Test("SIGTERM and SIGINT say goodbye and end with 0", arguments: [SIGTERM, SIGINT])
    func asked(signal: Int32) async throws {
        try await withScene { scene in
            let file = try scene.file(scene.plainFile)
            let witness = try await scene.broker.watch("#")
            defer { witness.stop() }
            try await withProgram(["run", "--config", file], environment: ["STATE_DIRECTORY": scene.states]) {
                program in
                try await witness.value("status", "online")
                let position = witness.position
                #expect(try await program.end(by: signal) == 0)
                try await witness.value("status", "offline", from: position)
                let retained = try await scene.broker.retained("bat_charger/#")
                #expect(retained["\(Scene.root)/status"] == "offline")
                #expect(retained["bat_charger/bridge/test"] == "offline")
            }
        }
    }

    @Test("SIGTERM ends it in good time also without a charger and without a broker")
    func alone() async throws {
        try await withFolder { folder in
            let path = folder + "/config.yaml"
            try """
            serial: { port: \(folder)/nothing }
            mqtt: { host: 127.0.0.1, port: \(try FreePorts.take()), base_topic: bat_charger }
            device: { name: itbatchrg, vendor: victron }
            """.write(toFile: path, atomically: true, encoding: .utf8)
            try await withProgram(["--config", path], environment: ["STATE_DIRECTORY": folder]) { program in
                try await program.line(containing: "no link to the charger")
                try await program.line(containing: "no connection to the broker")
                #expect(try await program.end(by: SIGTERM) == 0)
            }
        }
    }

    @Test("SIGTERM ends it also when the broker stands still")
    func frozenBroker() async throws {
        try await withScene { scene in
            let file = try scene.file(scene.plainFile)
            let witness = try await scene.broker.watch("#")
            defer { witness.stop() }
            try await withProgram(["run", "--config", file], environment: ["STATE_DIRECTORY": scene.states]) {
                program in
                try await witness.value("status", "online")
                scene.broker.freeze()
                #expect(try await program.end(by: SIGTERM) == 0)
                scene.broker.thaw()
                // What was on its way arrives.
                try await witness.message { $0.topic == "bat_charger/bridge/test" && $0.text == "offline" }
            }
        }
    }

    @Test("A request that waits when the program is stopped ends as interrupted, and its wish is kept")
    func interrupted() async throws {
        try await withScene { scene in
            scene.charger.powerOff()
            let file = try scene.file(scene.plainFile)
            let witness = try await scene.broker.watch("#")
            defer { witness.stop() }
            let environment = ["STATE_DIRECTORY": scene.states]
            try await withProgram(["--config", file], environment: environment) { program in
                try await scene.broker.logLine { $0.contains("\t\(Scene.root)/current_limit/set (QoS 1)") }
                try await scene.ask("12")
                try await witness.result("waiting") { $0.asked == "12.0" && $0.outcome == nil }
                #expect(try await program.end(by: SIGTERM) == 0)
                #expect(try await witness.outcome(of: "12.0").outcome == "interrupted")
            }
            scene.charger.powerOn()
            let position = witness.position
            try await withProgram(["--config", file], environment: environment) { _ in
                try await witness.value("current_limit", "12.0", from: position)
            }
        }
    }

    @Test("A request that waits when the program is killed is seen to end as interrupted at the next start")
    func killedWhileWaiting() async throws {
        try await withScene { scene in
            scene.charger.powerOff()
            let file = try scene.file(scene.plainFile)
            let witness = try await scene.broker.watch("#")
            defer { witness.stop() }
            let environment = ["STATE_DIRECTORY": scene.states]
            try await withProgram(["--config", file], environment: environment) { program in
                try await scene.broker.logLine { $0.contains("\t\(Scene.root)/current_limit/set (QoS 1)") }
                try await scene.ask("12")
                try await witness.result("waiting") { $0.asked == "12.0" && $0.outcome == nil }
                // Energy and charge are published as they are saved; a second request shows that the first was.
                try await scene.ask("x")
                try await witness.outcome(of: "x")
                try await program.end(by: SIGKILL)
            }
            try await scene.broker.stop()
            try await withProgram(["--config", file], environment: environment) { program in
                // Both are decided before there is anyone to tell.
                try await program.line(containing: "(mqtt, 12.0) interrupted")
                try await program.line(containing: "(kept wish, 12.0) waiting")
                try await scene.broker.start()
                let later = try await scene.broker.watch("#")
                defer { later.stop() }
                let result = try await later.outcome(of: "12.0")
                #expect(result.outcome == "interrupted")
                #expect(result.source == "mqtt")
                let kept = try await later.result("the kept wish") { $0.source == "kept wish" }
                #expect(kept.id > result.id)
            }
        }
    }
}
