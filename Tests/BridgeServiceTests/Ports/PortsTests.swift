// SPDX-License-Identifier: MIT
import BridgeService
import ChargerSimulator
import Foundation
import Testing
import TestBroker

@Suite("chargebridge ports")
struct PortsTests {
    /// Runs the program and reads what it printed.
    private func reports(_ arguments: [String]) async throws -> [PortReport] {
        let (_, lines) = try await runProgram(["ports", "--json"] + arguments)
        let text = lines.joined(separator: "\n")
        let answer = try? JSONDecoder().decode([String: [PortReport]].self, from: Data(text.utf8))
        return try #require(answer?["ports"], "\(text)")
    }

    @Test("The charger at a port is named, and answers")
    func charger() async throws {
        try await withScene("24|12") { scene in
            let report = try #require(try await reports([scene.port]).first)
            #expect(report.state == .charger && report.port == scene.port)
            let charger = try #require(report.charger)
            #expect(charger.productID == 0xA334 && charger.isKnown)
            #expect(charger.model == "Blue Smart IP22 24|12 (1)")
            #expect(charger.serialNumber == "HQ2200SIMUL" && charger.firmware == "3.42")
            #expect(charger.sendsText && charger.sendsFrames && charger.answers == true)
            #expect(scene.setFrames.isEmpty)
        }
    }

    @Test("With --passive nothing is sent; a charger that answers nothing is told from one that does")
    func passive() async throws {
        try await withScene { scene in
            let quiet = try await reports(["--passive", "--seconds", "1", scene.port])
            #expect(quiet.first?.charger?.answers == nil && quiet.first?.state == .charger)
            #expect(scene.charger.requests.isEmpty)
            scene.charger.faults.ignoredRequests = .max
            let deaf = try await reports(["--seconds", "1", scene.port])
            #expect(deaf.first?.charger?.answers == false)
            #expect(deaf.first?.words.contains("TX") == true)
        }
    }

    @Test("Nothing is sent to a port on which no charger is heard; several ports are looked at at once")
    func others() async throws {
        let silent = try PlayedLine()
        let noisy = try PlayedLine()
        try await noisy.playing({ _ in [(0..<500).map { _ in UInt8.random(in: 0...255) }] }) {
            let names = [silent.path, noisy.path, "/dev/nowhere", "http://x"]
            let found = try await reports(["--seconds", "1"] + names)
            #expect(found.map(\.port) == names)
            #expect(found.map(\.state) == [.silent, .unreadable, .unusable, .unusable])
            for report in found { #expect(!report.words.isEmpty) }
        }
    }

    @Test("A port that a bridge runs on is left alone, and said to be so")
    func bridge() async throws {
        try await withScene { scene in
            let file = try scene.file(scene.plainFile + "\nstate: { path: \(scene.states) }\n")
            try await withProgram(["run", "--config", file]) { program in
                try await program.line(containing: "\(scene.port) is open")
                let report = try #require(try await reports([scene.port]).first)
                #expect(report.state == .busy && report.holder?.isBridge == true)
                #expect(report.holder?.pid == Int(program.program.identifier))
                #expect(report.words.contains("the bridge runs on it"))
                #expect(try await program.end(by: SIGTERM) == 0)
            }
            let file2 = scene.folder + "/a.recording"
            try await withProgram(["record", "--port", scene.port, file2]) { program in
                try await program.line(containing: "recording")
                let report = try #require(try await reports([scene.port]).first)
                #expect(report.state == .busy && report.holder?.isBridge == false)
            }
            let reader = try Program("/bin/sh", ["-c", "exec 3<\(scene.port); echo reads; exec sleep 600"])
            defer { reader.signal(SIGKILL) }
            _ = try await patiently("the reader") { try await reader.output.first { $0 == "reads" } }
            let shared = try #require(try await reports([scene.port]).first)
            #expect(shared.state == .busy && shared.words == "sleep (pid \(reader.identifier)) has it open")
        }
    }

    @Test("For people each port has its lines; without any port, what to do is said")
    func text() async throws {
        try await withScene("24|12") { scene in
            let (code, lines) = try await runProgram(["ports", "--seconds", "2", scene.port])
            #expect(code == 0 && lines.first == scene.port)
            #expect(
                lines.last
                    == "  Blue Smart IP22 24|12 (1), serial number HQ2200SIMUL, firmware 3.42", "\(lines)")
        }
        guard SystemSerialPorts().list().isEmpty else { return }
        let (code, lines) = try await runProgram(["ports"])
        #expect(code == 1 && lines.first?.contains("Plug the adapter in") == true)
    }

    @Test(
        "A named port that can't be opened ends with 1, and what is no port is said to be none, whoever has it open",
        arguments: [
            ("/dev/nowhere", "is not there"), ("/dev/null", "is not a serial port"),
            ("/etc/passwd", "is not a serial port"),
        ])
    func unusable(port: String, words: String) async throws {
        let (code, lines) = try await runProgram(["ports", "--seconds", "1", port])
        #expect(code == 1 && lines.contains { $0.contains("\(port) \(words)") }, "\(lines)")
    }

    @Test("The machine's ports, as the kernel's folders show them")
    func listing() async throws {
        try await withFolder { folder in
            let files = FileManager.default
            func make(_ path: String, _ text: String = "") throws {
                let url = URL(fileURLWithPath: "\(folder)/\(path)")
                try files.createDirectory(
                    at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
                try text.write(to: url, atomically: true, encoding: .utf8)
            }
            func link(_ path: String, to target: String) throws {
                let url = URL(fileURLWithPath: "\(folder)/\(path)")
                try files.createDirectory(
                    at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
                try files.createSymbolicLink(atPath: url.path, withDestinationPath: "\(folder)/\(target)")
            }
            for name in ["ttyUSB0", "ttyUSB1", "ttyACM0", "ttyAMA0", "ttyS0", "ttyS1", "tty1", "null"] {
                try make("dev/\(name)")
            }
            let device = "sys/devices/usb1/1-1"
            try make("\(device)/idVendor", "0403\n")
            try make("\(device)/idProduct", "6001\n")
            try make("\(device)/manufacturer", "FTDI\n")
            try make("\(device)/product", "FT232R USB UART\n")
            try make("\(device)/serial", "A50285BI\n")
            try make("\(device)/1-1:1.0/ttyUSB1/port_number", "0")
            try link("sys/class/tty/ttyUSB1/device", to: "\(device)/1-1:1.0/ttyUSB1")
            try make("sys/class/tty/ttyS0/type", "0\n")
            try make("sys/class/tty/ttyS1/type", "4\n")
            let id = "usb-FTDI_FT232R_USB_UART_A50285BI-if00-port0"
            try link("dev/serial/by-id/\(id)", to: "dev/ttyUSB1")
            try link("dev/serial0", to: "dev/ttyAMA0")

            let ports = SystemSerialPorts(devices: "\(folder)/dev", system: "\(folder)/sys").list()
            #expect(
                ports.map { $0.path.replacing("\(folder)/dev/", with: "") } == [
                    "ttyAMA0", "ttyUSB1", "ttyACM0", "ttyS1", "ttyUSB0",
                ])
            #expect(ports[0].links == ["\(folder)/dev/serial0"])
            #expect(ports[1].links == ["\(folder)/dev/serial/by-id/\(id)"])
            let hardware = ports[1].hardware
            #expect(hardware.vendor == "FTDI" && hardware.product == "FT232R USB UART")
            #expect(hardware.serialNumber == "A50285BI")
            #expect(ports[4].hardware.vendor == nil && ports[4].hardware.product == nil)
        }
    }
}
