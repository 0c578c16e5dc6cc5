// SPDX-License-Identifier: MIT
import BridgeConfiguration
import ChargerSimulator
import Foundation
import Testing
import TestBroker

@Suite("A charger that falls silent")
struct SilenceTests {
    @Test("After 30 s nothing stale is left: offline, all values unavailable; back, it is online again")
    func silent() async throws {
        let topics = [
            "voltage", "current", "power", "internal_temperature", "charge_state", "error", "error_code",
            "current_limit",
        ]
        try await withScene { scene in
            try await scene.withBridge { witness, log in
                for topic in topics { try await witness.anyValue(topic) }
                try await witness.value("status", "online")
                let silent = witness.position
                let start = ContinuousClock.now
                scene.charger.powerOff()
                try await witness.value("status", "offline", from: silent)
                // Not sooner: a gap shorter than the script's 30 s is no outage. The block before the
                // silence may have been a quarter of a second old.
                #expect(ContinuousClock.now - start > .seconds(29))
                for topic in topics { try await witness.value(topic, "None", from: silent) }
                let reason = try await witness.anyValue("idle_reason", from: silent)
                #expect(reason.text.contains("is its mains on?"))
                // What was counted stays.
                #expect(witness.texts("energy").last != "None")

                let back = witness.position
                scene.charger.powerOn()
                try await witness.value("status", "online", from: back)
                for topic in topics { try await witness.anyValue(topic, from: back) }
                #expect(!log.lines.contains { $0.contains("no link to the charger") })
            }
        }
    }

    @Test("A port that disappears: the reason is shown, and it is found again")
    func unplugged() async throws {
        try await withScene { scene in
            let other = SimulatorServer(
                try .quick("12|30"), port: .pseudoTerminal(link: scene.folder + "/plugged"))
            let configuration = scene.configuration {
                $0.chargers[0].serial.port = .device(path: scene.folder + "/plugged")
            }
            let witness = try await scene.broker.watch("#")
            defer { witness.stop() }
            try await BridgeServiceTests.withBridge(configuration, states: scene.states) { log in
                try await log.line(containing: "no link to the charger")
                try await witness.message {
                    $0.topic == "\(Scene.root)/idle_reason" && $0.text.contains(scene.folder + "/plugged")
                }
                let gone = try await other.withServer { _ in
                    try await witness.value("status", "online")
                    try await witness.value("charge_state", "bulk")
                    return witness.position
                }
                try await witness.message(from: gone) {
                    $0.topic == "\(Scene.root)/idle_reason" && $0.text.contains("/plugged")
                }
                _ = try await SimulatorServer(
                    try .quick("12|30"), port: .pseudoTerminal(link: scene.folder + "/plugged")
                ).withServer { _ in
                    try await witness.value("idle_reason", "not idle: charging", from: gone)
                }
                #expect(log.lines.filter { $0.contains("no link to the charger") }.count <= 4, "\(log.lines)")
            }
        }
    }

    @Test(
        "An adapter that comes back under another number is found behind the same link, as is what was asked")
    func movedLink() async throws {
        try await withScene { scene in
            let (first, second) = (scene.folder + "/ttyUSB0", scene.folder + "/ttyUSB1")
            let link = scene.folder + "/by-id"
            try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: first)
            let configuration = scene.configuration { $0.chargers[0].serial.port = .device(path: link) }
            let witness = try await scene.broker.watch("#")
            defer { witness.stop() }
            try await BridgeServiceTests.withBridge(configuration, states: scene.states) { log in
                try await SimulatorServer(try .quick("12|30"), port: .pseudoTerminal(link: first)).withServer
                {
                    _ in
                    try await scene.takesCommands()
                    try await witness.value("current_limit", "30.0")
                }
                let line = try await log.line(containing: "no link to the charger")
                #expect(line.contains(link), "\(line)")
                try await scene.ask("12")
                try await witness.result("waiting") { $0.asked == "12.0" && $0.outcome == nil }
                try FileManager.default.removeItem(atPath: link)
                try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: second)
                let moved = witness.position
                let back = SimulatorServer(try .quick("12|30"), port: .pseudoTerminal(link: second))
                try await back.withServer { _ in
                    try await witness.anyValue("voltage", from: moved)
                    #expect(try await witness.outcome(of: "12.0", from: moved).in_force == 12)
                }
                #expect(back.control.requests.contains { $0.line.hasPrefix("8F0ED") })
            }
        }
    }
}
