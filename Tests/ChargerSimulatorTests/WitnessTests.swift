// SPDX-License-Identifier: MIT
import ChargerSimulator
import Foundation
import Testing

/// Programs that know nothing of this package listen to the simulated charger.
@Suite("Independent witnesses", .timeLimit(.minutes(5)))
struct WitnessTests {
    @Test("A published reader of the text protocol understands the blocks")
    func text() async throws {
        let server = SimulatorServer(try .prompt(), port: .pseudoTerminal(link: uniquePath()))
        // That reader can't take frames and text together.
        server.control.faults.withoutFrames = true
        let output = try await server.withServer { try await Self.run("text", on: $0) }
        let blocks = try JSONDecoder().decode([[String: String]].self, from: output)
        #expect(blocks.count == 5)
        for block in blocks {
            #expect(block["PID"] == "0xA334")
            #expect(block["CS"] == "3")
            #expect(block.count == 9)
        }
        // The first one can come before the current does.
        #expect(blocks.last?["I"] == "12000")
    }

    @Test("A judge of every byte finds nothing wrong", arguments: Faults.FramesInText.allCases)
    func line(place: Faults.FramesInText) async throws {
        struct Summary: Decodable {
            let blocks: [[String: String]]
            let beats: Int
            let unasked: Int
            let uptimes: Int
        }
        let server = SimulatorServer(try .prompt(), port: .pseudoTerminal(link: uniquePath()))
        server.control.faults.framesInText = place
        let output = try await server.withServer { try await Self.run("line", on: $0) }
        let summary = try JSONDecoder().decode(Summary.self, from: output)
        #expect(summary.blocks.count >= 5)
        #expect(summary.unasked > summary.beats)
        #expect(summary.beats >= 16 * summary.uptimes)
        #expect(server.control.registers[0xEDF0]?.value == [0x1E, 0x00])
        #expect(server.control.nonVolatileWrites == 2)
    }

    /// Runs a witness on a port and returns what it printed; what it complains of becomes the error.
    private static func run(_ witness: String, on port: String) async throws -> Data {
        let process = Process()
        let (output, complaints) = (Pipe(), Pipe())
        process.executableURL = URL(filePath: "/bin/sh")
        process.arguments = [
            URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Witness/run.sh").path(),
            witness, port,
        ]
        process.standardOutput = output
        process.standardError = complaints
        let status = try await withCheckedThrowingContinuation {
            (ended: CheckedContinuation<Int32, any Error>) in
            process.terminationHandler = { ended.resume(returning: $0.terminationStatus) }
            do { try process.run() } catch { ended.resume(throwing: error) }
        }
        let words = try complaints.fileHandleForReading.readToEnd() ?? Data()
        guard status == 0 else {
            throw WitnessComplaint(
                description: "\(witness) witness: \(String(decoding: words, as: UTF8.self))")
        }
        return try output.fileHandleForReading.readToEnd() ?? Data()
    }
}

private struct WitnessComplaint: Error, CustomStringConvertible {
    let description: String
}
