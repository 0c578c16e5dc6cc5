// SPDX-License-Identifier: MIT
import BridgeConfiguration
import BridgeService
import Foundation
import Testing
import TestBroker

@Suite("chargebridge doctor: the machine")
struct DoctorMachineTests {
    @Test("A configuration that can't be used ends the chain, with the line; a doubtful one does not")
    func configuration() async throws {
        try await withFolder { folder in
            let path = folder + "/config.yaml"
            try "serial: { port: x }\nmqtt: { host: h, password: s3cret }\n".write(
                toFile: path, atomically: true, encoding: .utf8)
            let bad = try await examine(path)
            bad.expect(.configuration, .problem, "device", do: "correct the file")
            #expect(bad.of(.port).isEmpty && bad.of(.broker).isEmpty && bad.code == 1)
            #expect(!bad.findings.contains { $0.what.contains("s3cret") })
            bad.expect(.versions, .ok, "chargebridge \(ProgramVersion.text), libmosquitto 2.")
            let missing = try await examine(folder + "/nothing.yaml")
            missing.expect(.configuration, .problem, "nothing.yaml")
            var file = DoctorFile(folder: folder)
            file.more = "colour: green"
            let doubtful = try await examine(try file.write())
            doubtful.expect(.configuration, .warning, "colour", do: "this line")
            doubtful.expect(.configuration, .ok, "can be used")
        }
    }

    @Test("A state folder that can't be written, is none, or holds a damaged file")
    func state() async throws {
        try await withFolder { folder in
            var file = DoctorFile(folder: folder)
            try await examine(try file.write()).expect(.state, .ok, "can be made")
            file.more = "state: { path: /proc/nowhere }"
            try await examine(try file.write()).expect(.state, .problem, "can't write", do: "chown")
            file.more = "state: { path: /etc/passwd }"
            try await examine(try file.write()).expect(.state, .problem, "is not a folder", do: "state.path")
            file.more = "state: { path: \(folder) }"
            try "{".write(
                toFile: folder + "/victron_itbatchrg.json", atomically: true, encoding: .utf8)
            let found = try await examine(try file.write())
            found.expect(.state, .warning, "victron_itbatchrg.json", do: "move it aside")
            found.expect(.state, .ok, "can be written")
            found.expect(.disk, .ok, "MB are free for \(folder)")
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder).count == 2)
        }
    }

    @Test(
        "A clock that is not synchronised",
        arguments: [("no", "warning"), ("yes", "ok"), ("what?", "unknown")])
    func synchronised(answer: String, verdict: String) async throws {
        try await withFolder { folder in
            let program = folder + "/timedatectl"
            try "#!/bin/sh\necho \(answer)\n".write(toFile: program, atomically: true, encoding: .utf8)
            chmod(program, 0o755)
            let path = "\(folder):" + (ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin")
            let found = try await examine(folder + "/nothing.yaml", environment: ["PATH": path])
            #expect(found.of(.clock).map(\.verdict.rawValue) == [verdict])
        }
    }

    @Test("A year that can't be", arguments: [1970, 2025, 2100])
    func year(year: Int) {
        let finding = ClockCheck(year: year, isSynchronised: true).findings.first
        #expect(finding?.verdict == .problem && finding?.what.contains("\(year)") == true)
        #expect(finding?.remedy?.contains("timedatectl") == true)
    }

    @Test(
        "A disk that is full, nearly full, or has no room for more files",
        arguments: [
            (3, nil, "problem"), (50, nil, "warning"), (5000, 7, "problem"), (5000, 100_000, "ok"),
        ] as [(Int, Int?, String)])
    func disk(megabytes: Int, files: Int?, verdict: String) {
        let finding = DiskCheck(folder: "/x", freeMegabytes: megabytes, freeFiles: files).findings.first
        #expect(finding?.verdict.rawValue == verdict)
        #expect((finding?.remedy != nil) == (verdict != "ok"))
    }

    @Test("For people each finding is a line, with what to do on the next, and the count at the end")
    func text() async throws {
        try await withFolder { folder in
            let (code, lines) = try await runProgram(
                ["doctor", "--config", try DoctorFile(folder: folder).write()])
            #expect(code == 1)
            let port = try #require(
                lines.firstIndex { $0.hasPrefix("problem  port of itbatchrg: /dev/nowhere") })
            #expect(lines[port + 1].hasPrefix("         → "))
            #expect(lines.last?.contains("to be solved") == true)
        }
    }

    @Test(
        "A report names neither secrets nor serial numbers, and names of machines and people only by a letter"
    )
    func report() async throws {
        try await withScene(broker: TestBrokerOptions(users: ["berta": "s3cret"])) { scene in
            var file = DoctorFile(folder: scene.folder, port: scene.port)
            file.broker =
                "host: localhost, port: \(scene.broker.port), username: berta, password: s3cret"
            let (_, lines) = try await runProgram(
                ["doctor", "--report", "--seconds", "1", "--config", try file.write()])
            let text = lines.joined(separator: "\n")
            for secret in ["s3cret", "berta", "HQ2200SIMUL"] { #expect(!text.contains(secret), "\(text)") }
            #expect(text.contains("Blue Smart IP22") && text.contains("‹serial number›"))
        }
    }

    @Test("What a report hides, and what it leaves")
    func redaction() {
        let configuration = Configuration(
            chargers: [
                ChargerSettings(
                    name: "boat", vendor: "victron",
                    serial: SerialSettings(port: .network(NetworkAddress(host: "garage.lan", port: 7000))))
            ],
            mqtt: MQTTBrokerSettings(
                host: "broker.example.org", username: "berta", password: Secret("Correct-horse7"),
                baseTopic: "bat"))
        let redaction = Redaction(configuration)
        for (text, shown) in [
            ("the broker at broker.example.org:1883 refused", "the broker at b…:1883 refused"),
            ("tcp://garage.lan:7000 for the user berta", "tcp://g…:7000 for the user b…"),
            ("a Correct-horse7 b", "a … b"), ("what bertas and robertas do", "what bertas and robertas do"),
            ("/dev/chargebridge-A50285BI: not there", "/dev/chargebridge-…: not there"),
            ("firmware 3.42, HQ2249NMTVF", "firmware 3.42, ‹serial number›"),
            ("serial number odd-one, firmware", "serial number ‹serial number›, firmware"),
            (
                "/dev/serial/by-id/usb-FTDI_FT232R_USB_UART_A50285BI-if00-port0",
                "/dev/serial/by-id/usb-FTDI_FT232R_USB_UART_‹serial number›-if00-port0"
            ),
            ("/home/berta/x and /home/else/y", "/home/…/x and /home/…/y"),
            ("/dev/ttyUSB0 is not there", "/dev/ttyUSB0 is not there"),
        ] {
            #expect(redaction.of(text) == shown)
        }
    }
}
