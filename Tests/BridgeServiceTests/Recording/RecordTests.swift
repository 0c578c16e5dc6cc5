// SPDX-License-Identifier: MIT
import ByteLink
import Captures
import ChargerSimulator
import BridgeService
import Foundation
import Testing
import TestBroker
import VEDirect

@Suite("chargebridge record")
struct RecordTests {
    @Test("By default it listens, and the file has what the charger sent")
    func passive() async throws {
        try await withScene { scene in
            let file = scene.folder + "/a.recording"
            let (code, lines) = try await runProgram(
                ["record", "--port", scene.port, "--seconds", "2", file])
            #expect(code == 0)
            #expect(lines.contains { $0.hasSuffix("bytes are in \(file)") }, "\(lines)")
            let recording = try Recording(file: read(file))
            #expect(
                recording.header
                    == RecordingHeader(program: ProgramVersion.text, port: "serial", baudRate: 19200))
            #expect(parse(recording).blocks >= 4)
            #expect(recording.bytes(.toCharger).isEmpty)
            #expect(scene.charger.requests.isEmpty)
            #expect(recording.duration > .seconds(1))
        }
    }

    @Test("With --ask both directions are there, and nothing but requests that change nothing was sent")
    func asking() async throws {
        try await withScene { scene in
            let file = scene.folder + "/a.recording"
            try await withProgram(["record", "--config", try scene.file(scene.plainFile), "--ask", file]) {
                program in
                try await program.line(containing: "recording")
                try await patiently("the limit to be asked for, and answers") {
                    while try !scene.charger.requests.contains(where: { $0.line.hasPrefix("7F0ED") })
                        || parse(Recording(file: read(file))).answers < 3
                    { try await Task.sleep(for: .milliseconds(20)) }
                }
                #expect(try await program.end(by: SIGTERM) == 0)
            }
            let recording = try Recording(file: read(file))
            let sent = String(decoding: recording.bytes(.toCharger), as: UTF8.self)
            #expect(sent.contains(":7F0ED0071\n") && sent.contains(":7DFED00"))
            #expect(scene.setFrames.isEmpty && !sent.contains(":8"))
            #expect(parse(recording).answers > 2)
        }
    }

    @Test("A program that holds the port is named; the port is left to it, and no file is made")
    func busy() async throws {
        try await withScene { scene in
            let first = scene.folder + "/first.recording"
            let second = scene.folder + "/second.recording"
            try await withProgram(["record", "--port", scene.port, first]) { program in
                try await program.line(containing: "recording")
                let (code, lines) = try await runProgram(["record", "--port", scene.port, second])
                #expect(code == 1)
                #expect(
                    lines.contains {
                        $0.contains("in use by chargebridge (pid \(program.program.identifier))")
                    }, "\(lines)")
                #expect(!FileManager.default.fileExists(atPath: second))
            }
        }
    }

    @Test("A file that is there is not overwritten; a port that goes ends the recording with its reason")
    func refusals() async throws {
        try await withFolder { folder in
            let line = try PlayedLine()
            let file = folder + "/a.recording"
            try "mine".write(toFile: file, atomically: true, encoding: .utf8)
            let (code, lines) = try await runProgram(["record", "--port", line.path, file])
            #expect(code == 1 && lines.contains { $0.contains("is there already") }, "\(lines)")
            #expect(try String(contentsOfFile: file, encoding: .utf8) == "mine")
            let gone = try await runProgram(["record", "--port", "/dev/nowhere", folder + "/b"])
            #expect(gone.code == 1 && gone.lines.contains { $0.contains("plug the adapter in") })
        }
    }

    @Test("Wrong use", arguments: [["record", "x"], ["record", "--port", "a", "--config", "b", "x"]])
    func wrongUse(arguments: [String]) async throws {
        #expect(try await runProgram(arguments).code == 64)
    }
}

@Suite("Serial numbers in recordings")
struct SerialNumberMaskTests {
    @Test("They are nowhere in the file, and it parses as before", arguments: [[], ["--ask"]])
    func hidden(options: [String]) async throws {
        try await withScene { scene in
            let file = scene.folder + "/a.recording"
            let (code, _) = try await runProgram(
                ["record", "--port", scene.port, "--seconds", "3", "--hide-serial", file] + options)
            #expect(code == 0)
            let recording = try Recording(file: read(file))
            #expect(recording.header.hidesSerialNumbers)
            let text = String(decoding: recording.bytes(.fromCharger), as: UTF8.self)
            #expect(!text.contains("HQ2200SIMUL") && !text.contains(hex("HQ2200SIMUL")))
            #expect(text.contains("SER#\tXXXXXXXXXXX\r\n"))
            let parsed = parse(recording)
            #expect(parsed.blocks >= 8 && parsed.faults <= 1)
        }
    }

    /// Cut anywhere, since a line hands bytes over as it likes.
    @Test("Real recordings keep every block and frame, cut into any pieces", arguments: [1, 3, 7, 1000])
    func captures(size: Int) throws {
        for capture in Capture.allCases {
            let bytes = try capture.bytes
            var mask = SerialNumberMask()
            var masked: [UInt8] = []
            for start in stride(from: 0, to: bytes.count, by: size) {
                masked += mask.pass(Array(bytes[start..<min(start + size, bytes.count)]))
            }
            masked += mask.finish()
            #expect(masked.count == bytes.count)
            let (before, after) = (parse(bytes), parse(masked))
            #expect(after.blocks == before.blocks && after.frames == before.frames && after.faults == 0)
            #expect(parse(bytes).serialNumbers.count == 1)
            #expect(after.serialNumbers == ["XXXXXXXXXXX"])
        }
    }

    @Test(
        "In HEX answers too, whole or not, with the check mended",
        arguments: [
            // get serial number, its answer, the user's name, the network's book-keeping, another register
            (":70A01004A\n", ":70A01004A\n"),
            (frame(7, 0x010A, "HQ2249ABCDE\0"), frame(7, 0x010A, "XXXXXXXXXXX\0")),
            (frame(10, 0x010C, "Anna"), frame(10, 0x010C, "XXXX")),
            (frame(10, 0xEC31, "\u{1}\u{0}"), ":A31EC00FF00\(check(10, [0x31, 0xEC, 0, 0xFF, 0]))\n"),
            (":7F0ED009600DB\n", ":7F0ED009600DB\n"),
            (":70A010048513232", ":70A010058585858"),
            (":70A01004851\r\n", ":70A01005858\r\n"),
        ])
    func frames(frame: String, masked: String) {
        var mask = SerialNumberMask()
        let bytes = mask.pass(Array(frame.utf8)) + mask.finish()
        #expect(String(decoding: bytes, as: UTF8.self) == masked)
    }

    @Test("A block with a frame in its midst, and one whose checksum byte is a colon, still hold")
    func colons() throws {
        for serial in ["HQ2249NMTVF", "HQ2249NMTV0", "AB1234ZZZZZ"] {
            for volts in 26000..<26256 {
                var bytes = try TextBlock(
                    fields: [.init("PID", "0xA334"), .init("SER#", serial), .init("V", "\(volts)")]
                ).encoded
                bytes.insert(contentsOf: Array(":A0920000022\n".utf8), at: 20)
                var mask = SerialNumberMask()
                let parsed = parse(mask.pass(bytes + bytes) + mask.finish())
                #expect(parsed.blocks == 2 && parsed.faults == 0, "\(serial) \(volts)")
                #expect(parsed.serialNumbers == [String(repeating: "X", count: 11)])
            }
        }
    }

    @Test("Damage stays damage: what was no block does not become one")
    func damage() throws {
        var bytes = try Capture.bulk.bytes
        bytes[30] ^= 4
        var mask = SerialNumberMask()
        let before = parse(bytes)
        let after = parse(mask.pass(bytes) + mask.finish())
        #expect(before.blocks == 0 && after.blocks == 0)
        #expect(after.frames == before.frames)
    }
}

private func read(_ path: String) throws -> [UInt8] {
    Array(try Data(contentsOf: URL(fileURLWithPath: path)))
}

private struct Parsed {
    var blocks = 0
    var frames = 0
    var answers = 0
    var faults = 0
    var serialNumbers: Set<String> = []
}

private func parse(_ recording: Recording) -> Parsed { parse(recording.bytes(.fromCharger)) }

private func parse(_ bytes: [UInt8]) -> Parsed {
    var parser = StreamParser()
    var parsed = Parsed()
    parser.push(contentsOf: bytes) { event in
        switch event {
        case .block(let block):
            parsed.blocks += 1
            if let number = block.serialNumber { parsed.serialNumbers.insert(number) }
        case .frame(let frame):
            parsed.frames += 1
            if frame.command == 7 { parsed.answers += 1 }
        case .fault: parsed.faults += 1
        }
    }
    return parsed
}

private func hex(_ text: String) -> String {
    text.utf8.map { ($0 < 16 ? "0" : "") + String($0, radix: 16, uppercase: true) }.joined()
}

private func frame(_ command: UInt8, _ address: UInt16, _ value: String) -> String {
    let payload = [UInt8(truncatingIfNeeded: address), UInt8(address >> 8), 0] + Array(value.utf8)
    return String(decoding: HexFrame(command: command, payload: payload).encoded, as: UTF8.self)
}

private func check(_ command: UInt8, _ payload: [UInt8]) -> String {
    let sum = payload.reduce(command, &+)
    let check = 0x55 &- sum
    return (check < 16 ? "0" : "") + String(check, radix: 16, uppercase: true)
}
