// SPDX-License-Identifier: MIT
import BridgeConfiguration
import ChargerSimulator
import Foundation
import Testing
import TestBroker

@Suite("Two bridges on one charger")
struct TwoBridgesTests {
    @Test("Both say so, in the log and in the diagnostics")
    func bothSayIt() async throws {
        try await withScene { scene in
            let other = SimulatorServer(
                try .quick("12|30"), port: .pseudoTerminal(link: scene.folder + "/other"))
            try await other.withServer { port in
                try await scene.withBridge { witness, log in
                    try await witness.anyValue("diagnostics")
                    let configuration = scene.configuration {
                        $0.instance = "attic"
                        $0.chargers[0].serial.port = .device(path: port)
                    }
                    try await BridgeServiceTests.withBridge(configuration, states: scene.folder + "/attic") {
                        attic in
                        let one = try await log.line(containing: "two bridges on one charger")
                        #expect(one.hasPrefix("warning") && one.contains("'attic'"))
                        let two = try await attic.line(containing: "two bridges on one charger")
                        #expect(two.hasPrefix("warning") && two.contains("'test'"))
                        for (instance, said) in [("test", "attic"), ("attic", "test")] {
                            try await witness.message {
                                $0.topic == "\(Scene.root)/diagnostics"
                                    && $0.text.contains(#""instance":"\#(instance)""#)
                                    && $0.text.contains("'\(said)' works on this charger too")
                            }
                        }
                        #expect(log.lines.filter { $0.contains("two bridges") }.count == 1)
                    }
                }
            }
        }
    }

    @Test(
        "What the one that stops says at last does not stand: the one that stays publishes everything again",
        arguments: ["attic", "test"])
    func oneStops(instance: String) async throws {
        try await withScene { scene in
            try await scene.withBridge { witness, log in
                try await witness.value("charge_state", "bulk")
                let configuration = scene.configuration {
                    $0.instance = instance
                    $0.chargers[0].serial.port = .device(path: scene.folder + "/nothing")
                }
                try await BridgeServiceTests.withBridge(configuration, states: scene.folder + "/attic") { _ in
                    // One that goes by the same name, as started twice, is not known from ourselves.
                    if instance == "attic" { try await log.line(containing: "two bridges on one charger") }
                    try await witness.value("charge_state", "None")
                }
                try await witness.message {
                    $0.topic == "bat_charger/bridge/\(instance)" && $0.text == "offline"
                }
                try await patiently("the values of the one that stays") {
                    while true {
                        let values = try await scene.broker.retained("\(Scene.root)/+")
                        let isWhole = ["charge_state": "bulk", "error_code": "0", "status": "online"]
                            .allSatisfy {
                                values["\(Scene.root)/\($0)"] == $1
                            }
                        if isWhole, values["\(Scene.root)/current_limit"] != "None" { return }
                    }
                }
            }
        }
    }

    @Test("What an earlier run of another instance left behind is no second bridge")
    func leftBehind() async throws {
        try await withScene { scene in
            let old = #"{"instance":"attic","version":"0.0.1"}"#
            try await scene.broker.publish("\(Scene.root)/diagnostics", old, retain: true)
            try await scene.broker.publish("bat_charger/bridge/attic", "offline", retain: true)
            try await scene.withBridge { witness, log in
                try await scene.ask("12")
                try await witness.outcome(of: "12.0")
                #expect(!log.lines.contains { $0.contains("two bridges") })
            }
        }
    }

    @Test("The port is held: a second bridge on it is told by whom, and the first goes on")
    func samePort() async throws {
        try await withScene { scene in
            try await scene.withBridge { witness, _ in
                try await witness.value("status", "online")
                let file = try scene.file(scene.plainFile.replacing("bat_charger", with: "elsewhere"))
                let environment = ["STATE_DIRECTORY": scene.folder + "/second"]
                try await withProgram(["run", "--config", file], environment: environment) { program in
                    let line = try await program.line(containing: "no link to the charger")
                    #expect(line.contains("in use by"), "\(line)")
                    #expect(line.contains("\(ProcessInfo.processInfo.processIdentifier)"), "\(line)")
                    try await scene.ask("12")
                    #expect(try await witness.outcome(of: "12.0").in_force == 12)
                }
            }
        }
    }
}
