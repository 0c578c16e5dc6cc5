// SPDX-License-Identifier: MIT
import BridgeService
import ByteLink
import Captures
import ChargerSimulator
import Foundation
import Testing
import TestBroker

@Suite("chargebridge doctor: the port and the line")
struct DoctorLineTests {
    @Test("A sound line: text and HEX, answers, the model")
    func sound() async throws {
        try await withScene("24|12") { scene in
            let file = try DoctorFile(folder: scene.folder, port: scene.port).write()
            let found = try await examine(file)
            found.expect(.configuration, .ok, "can be used")
            found.expect(.port, .ok, "can be opened")
            found.expect(.signal, .ok, "text and HEX frames arrive")
            found.expect(.requests, .ok, "answers")
            found.expect(.charger, .ok, "Blue Smart IP22 24|12 (1), serial number HQ2200SIMUL, firmware 3.42")
            #expect(found.of(.port).first?.charger == "itbatchrg")
            #expect(scene.setFrames.isEmpty)
        }
    }

    @Test("A charger that answers nothing, and one that sends only frames")
    func halves() async throws {
        try await withScene { scene in
            let file = try DoctorFile(folder: scene.folder, port: scene.port).write()
            scene.charger.faults.ignoredRequests = .max
            let deaf = try await examine(file)
            deaf.expect(.requests, .problem, "answers no request", do: "adapter's TX")
            #expect(deaf.code == 1)
            scene.charger.faults.ignoredRequests = 0
            scene.charger.faults.withoutText = true
            try await examine(file).expect(.signal, .warning, "only HEX frames arrive")
        }
    }

    @Test("Much damage is told from little")
    func damaged() async throws {
        try await withScene { scene in
            scene.charger.faults.garbledBytes = 0.02
            let file = try DoctorFile(folder: scene.folder, port: scene.port).write()
            try await examine(file).expect(.signal, .warning, "much is damaged", do: "ground")
        }
    }

    @Test("A model that is not known")
    func unknownModel() async throws {
        let line = try PlayedLine()
        try await withFolder { folder in
            let file = try DoctorFile(folder: folder, port: line.path).write()
            // Digits in another order have the same sum.
            let bytes = try Capture.bulk.bytes.replacing(
                Array("0xA332".utf8), with: Array("0xA233".utf8))
            try await line.playing({ _ in bytes.pieces(of: 512) }) {
                let found = try await examine(file)
                found.expect(.charger, .warning, "unknown product 0xA233", do: "limit.max")
            }
        }
    }

    @Test("A silent line, and a port that is not there, or is none")
    func missing() async throws {
        let line = try PlayedLine()
        try await withFolder { folder in
            let silent = try await examine(try DoctorFile(folder: folder, port: line.path).write())
            silent.expect(.signal, .problem, "nothing arrives", do: "mains")
            let missing = try await examine(try DoctorFile(folder: folder).write())
            missing.expect(.port, .problem, "/dev/nowhere is not there", do: "adapter")
            let plain = try await examine(try DoctorFile(folder: folder, port: "/etc/passwd").write())
            plain.expect(.port, .problem, "not a serial port", do: "chargebridge ports")
            let refused = try await examine(try DoctorFile(folder: folder, port: "tcp://127.0.0.1:1").write())
            refused.expect(.port, .problem, "refused", do: "ser2net")
        }
    }

    @Test(
        "A port that this user may not open: its group is advised where it is one for serial ports, never root",
        arguments: [("dialout", "usermod -aG dialout"), ("root", "run this as the service's user")])
    func forbidden(group: String, advice: String) async throws {
        let line = try PlayedLine()
        try await withFolder { folder in
            let file = try DoctorFile(folder: folder, port: line.path).write()
            guard let number = getgrnam(group)?.pointee.gr_gid else { return }
            chown(line.path, 0, number)
            chmod(line.path, 0o600)
            guard let (code, lines) = try await runAsNobody(["doctor", "--config", file]) else { return }
            #expect(code == 1)
            let words = "may not open \(line.path), which belongs to root and the group \(group)"
            #expect(lines.contains { $0.contains(words) }, "\(lines)")
            #expect(lines.contains { $0.contains(advice) }, "\(lines)")
            #expect(!lines.contains { $0.contains("-aG root") }, "\(lines)")
        }
    }

    @Test("A port that another program holds")
    func held() async throws {
        let line = try PlayedLine()
        try await withFolder { folder in
            let flock = try Program.path(of: "flock", package: "util-linux")
            let holder = try Program(
                flock, ["--no-fork", "--exclusive", line.path, "sh", "-c", "echo held; exec sleep 600"])
            defer { holder.signal(SIGKILL) }
            _ = try await patiently("the lock") { try await holder.output.first { $0 == "held" } }
            let found = try await examine(try DoctorFile(folder: folder, port: line.path).write())
            found.expect(.port, .problem, "is in use by", do: "only one program")
        }
    }

    @Test("A port that another program reads without keeping others from it, as many scripts do")
    func shared() async throws {
        let line = try PlayedLine()
        try await withFolder { folder in
            let reader = try Program("/bin/sh", ["-c", "exec 3<\(line.path); echo reads; exec sleep 600"])
            defer { reader.signal(SIGKILL) }
            _ = try await patiently("the reader") { try await reader.output.first { $0 == "reads" } }
            let found = try await examine(try DoctorFile(folder: folder, port: line.path).write())
            found.expect(.port, .problem, "is in use by sleep", do: "only one program")
        }
    }

    // MARK: Signals

    /// A charger's line as a UART takes it that is set wrongly, or has its levels exchanged.
    @Test("Inverted levels are recognised, whatever is on the line", arguments: Capture.allCases)
    func inverted(capture: Capture) async throws {
        let pieces = try capture.recording.chunks.prefix(60).map(\.bytes)
        let received = UART(baud: 19200, isInverted: true).receive(pieces)
        try await examineLine(playing: { _ in received.pieces(of: 512) }) {
            $0.expect(.signal, .problem, "levels inverted", do: "3.3 V TTL")
        }
    }

    /// Two seconds of a charger's line, as UARTs take it that are set to some rates.
    private static let received = Result {
        let pieces = try Capture.charging.recording.chunks.prefix(60).map(\.bytes)
        return Dictionary(
            uniqueKeysWithValues: [4800, 9600, 19200, 38400, 57600, 115_200].map {
                ($0, UART(baud: $0).receive(pieces).pieces(of: 512))
            })
    }

    @Test("A charger's line is found at another baud rate", arguments: [9600, 4800, 38400, 115_200])
    func otherRate(configured: Int) async throws {
        let byRate = try Self.received.get()
        try await examineLine(baudRate: configured, playing: { byRate[$0] ?? [] }) {
            $0.expect(.signal, .problem, "can be read at 19200 baud", do: "serial.baudrate: 19200")
        }
    }

    @Test(
        "A wrong rate somewhere on the way is told from noise",
        arguments: [4800, 9600, 38400, 57600, 115_200])
    func garbled(rate: Int) async throws {
        let received = try #require(try Self.received.get()[rate])
        try await examineLine(playing: { _ in received }) {
            $0.expect(.signal, .problem, "something regular", do: "baud rate")
        }
    }

    @Test("Noise, and a line that is stuck")
    func noise() async throws {
        try await examineLine(playing: { _ in [(0..<500).map { _ in UInt8.random(in: 0...255) }] }) {
            $0.expect(.signal, .problem, "noise", do: "open")
        }
        try await examineLine(playing: { _ in [Array(repeating: 0xFF, count: 100)] }) {
            $0.expect(.signal, .problem, "the same byte (0xFF)", do: "not driven")
        }
    }

    private func examineLine(
        baudRate: Int = 19200, playing pieces: @escaping @Sendable (Int) -> [[UInt8]],
        _ check: @escaping @Sendable (Examination) -> Void
    ) async throws {
        let line = try PlayedLine()
        try await withFolder { folder in
            let file = try DoctorFile(folder: folder, port: line.path, baudRate: baudRate).write()
            try await line.playing(pieces) { check(try await examine(file)) }
        }
    }
}

extension [UInt8] {
    /// As a line hands bytes over.
    fileprivate func pieces(of size: Int) -> [[UInt8]] {
        stride(from: 0, to: count, by: size).map { Array(self[$0..<Swift.min($0 + size, count)]) }
    }
}
