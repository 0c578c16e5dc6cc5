// SPDX-License-Identifier: MIT
import Foundation
import Testing
import TestBroker

@Suite("What is logged for who looks for a fault")
struct DebugLogTests {
    @Test("A request's way through the program, at DEBUG and not at INFO", arguments: ["DEBUG", "INFO"])
    func request(level: String) async throws {
        try await withScene { scene in
            let file = try scene.file(scene.plainFile + "\nlog_level: \(level)\n")
            let witness = try await scene.broker.watch("#")
            defer { witness.stop() }
            try await withProgram(["run", "--config", file], environment: ["STATE_DIRECTORY": scene.states]) {
                program in
                try await witness.value("status", "online")
                try await scene.broker.publish("\(Scene.root)/current_limit/set", "12.3")
                try await program.line(containing: "12.3) acknowledged")
                let lines = program.lines
                let steps = [
                    "received on \(Scene.root)/current_limit/set: 12.3", "sent :8F0ED007B00",
                    "the charger holds 12.3 A",
                ]
                let places = steps.map { step in lines.firstIndex { $0.contains(step) } }
                if level == "DEBUG" {
                    #expect(!places.contains(nil), "\(lines.suffix(30))")
                    #expect(places.compactMap(\.self) == places.compactMap(\.self).sorted())
                    #expect(lines.contains { $0.contains("the limit in force was read") })
                } else {
                    #expect(places.allSatisfy { $0 == nil })
                }
            }
        }
    }
}
