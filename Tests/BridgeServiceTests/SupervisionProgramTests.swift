// SPDX-License-Identifier: MIT
import ChargerSimulator
import Foundation
import TestBroker
import Testing

@Suite("Supervision: the program as a service", .timeLimit(.minutes(3)))
struct SupervisionProgramTests {
    @Test("Without charger and broker it is ready, says so in words, lives, and stops with 0")
    func alone() async throws {
        try await withSupervisedProgram(environment: ["WATCHDOG_USEC": "1000000"]) { program, listener in
            var (isReady, isTold) = (false, false)
            let status = "/nothing is not there: \(Self.advice); \(Self.noBroker)"
            try await listener.arrivals.upTo { arrival in
                isReady = isReady || arrival == "READY=1"
                isTold =
                    isTold || arrival.hasPrefix("STATUS=itbatchrg offline: ") && arrival.hasSuffix(status)
                return isReady && isTold
            }
            for _ in 0..<3 { try await listener.arrivals.upTo { $0 == "WATCHDOG=1" } }
            #expect(try await program.end(by: SIGTERM) == 0)
            try await listener.arrivals.upTo(containing: "STOPPING=1")
        }
    }

    @Test("The status shows the limit in force and the broker, and a broker that goes")
    func complete() async throws {
        let folder = NSTemporaryDirectory() + "supervision-\(UUID().uuidString.prefix(8))"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try await withBroker { broker in
            try await Self.withCharger(in: folder) { port in
                try await withSupervisedProgram(charger: port, broker: broker.port) { program, listener in
                    try await listener.arrivals.upTo {
                        $0.hasPrefix("STATUS=itbatchrg online, ") && $0.contains(" A in force")
                            && $0.hasSuffix("; broker connected")
                    }
                    try await broker.kill()
                    try await listener.arrivals.upTo { $0.hasSuffix("A in force; \(Self.noBroker)") }
                    #expect(try await program.end(by: SIGTERM) == 0)
                }
            }
        }
    }

    @Test("A broker that takes the connection and never answers does not hold up readiness nor the end")
    func silentBroker() async throws {
        let greeted = Arrivals()
        let broker = try TestServer { socket, _, _ in
            var buffer = [UInt8](repeating: 0, count: 512)
            while read(socket, &buffer, buffer.count) > 0 { greeted.continuation.yield("") }
        }
        defer { broker.stop() }
        try await withSupervisedProgram(broker: broker.port) { program, listener in
            try await listener.arrivals.upTo { $0 == "READY=1" }
            try await greeted.upTo { _ in true }
            #expect(try await program.end(by: SIGTERM) == 0)
        }
    }

    @Test("A second one on the same port says who holds it, waits, and takes over")
    func second() async throws {
        let folder = NSTemporaryDirectory() + "supervision-\(UUID().uuidString.prefix(8))"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try await Self.withCharger(in: folder) { port in
            try await withSupervisedProgram(charger: port) { first, _ in
                try await first.line(containing: "\(port) is open")
                try await withSupervisedProgram(charger: port) { second, listener in
                    try await second.line(
                        containing: "\(port) is in use by chargebridge (pid \(first.program.identifier))")
                    try await listener.arrivals.upTo { $0 == "READY=1" }
                    #expect(try await first.end(by: SIGTERM) == 0)
                    try await second.line(containing: "\(port) is open")
                    #expect(try await second.end(by: SIGTERM) == 0)
                }
            }
        }
    }

    @Test("The journal gets priorities and no time")
    func journal() async throws {
        try await withSupervisedProgram(asJournal: true) { program, _ in
            let line = try await program.line(containing: "no link to the charger")
            #expect(program.lines.contains("<6>bridge 'test' serves itbatchrg"))
            #expect(line.hasPrefix("<4>itbatchrg: no link to the charger: "))
            #expect(try await program.end(by: SIGTERM) == 0)
        }
    }

    @Test("People get local time, level and text")
    func people() async throws {
        let environment = ["TZ": "TEST-13:30", "JOURNAL_STREAM": "1:1"]
        try await withSupervisedProgram(environment: environment) { program, _ in
            let line = try await program.line(containing: "serves")
            let form = DateFormatter()
            form.locale = Locale(identifier: "en_US_POSIX")
            form.timeZone = TimeZone(secondsFromGMT: 48_600)
            form.dateFormat = "yyyy-MM-dd HH:mm:ss"
            let time = try #require(form.date(from: String(line.prefix(19))))
            #expect(abs(time.timeIntervalSinceNow) < 600)
            #expect(line.dropFirst(19) == " INFO     bridge 'test' serves itbatchrg")
            #expect(try await program.end(by: SIGTERM) == 0)
        }
    }

    @Test("A reader of the log that goes away does not end the bridge")
    func closedLog() async throws {
        let broker = try TestServer { _, _, _ in }
        defer { broker.stop() }
        try await withSupervisedProgram(broker: broker.port) { program, listener in
            try await program.line(containing: "no link to the charger")
            program.program.stopReading()
            // What the broker does now is worth lines that nobody reads.
            try await listener.arrivals.upTo { $0 == "READY=1" }
            #expect(try await program.end(by: SIGTERM) == 0)
            try await listener.arrivals.upTo(containing: "STOPPING=1")
        }
    }

    @Test("A state folder that can't be used is a warning with its path; the bridge runs all the same")
    func unusableState() async throws {
        try await withListener { listener, folder in
            let file = try supervisedFile(in: folder)
            let environment = ["NOTIFY_SOCKET": listener.address, "STATE_DIRECTORY": file]
            let program = try supervised(["--config", file], environment: environment)
            defer { program.program.signal(SIGKILL) }
            let line = try await program.line(
                containing: "\(file)/victron_itbatchrg.json can't be read")
            #expect(line.contains(" WARNING "))
            try await listener.arrivals.upTo { $0 == "READY=1" }
            #expect(try await program.end(by: SIGTERM) == 0)
        }
    }

    @Test(
        "A wrong configuration ends it with 78 and words, whether journal or terminal",
        arguments: [true, false])
    func wrongConfiguration(asJournal: Bool) async throws {
        let file = "/nowhere/\(UUID().uuidString).yaml"
        let program = try supervised(["run", "--config", file], asJournal: asJournal)
        defer { program.program.signal(SIGKILL) }
        let line = try await program.line(containing: file)
        #expect(line.hasPrefix("\(asJournal ? "<3>" : "")\(file): error: the file does not exist"))
        #expect(try await program.end() == 78)
    }

    private static let advice = "plug the adapter in, or check the name (see /dev/serial/by-id)"
    private static let noBroker = "no connection to the broker"

    private static func withCharger(in folder: String, _ body: (String) async throws -> Void) async throws {
        let model = try #require(ChargerModel(named: "24|12"))
        let battery = SimulatedBattery(
            chemistry: .liFePO4, nominalVolts: model.nominalVolts, capacityAmpereHours: 100,
            stateOfCharge: 0.4, temperatureCelsius: nil)
        let simulator = SimulatorServer(
            SimulatedCharger.Configuration(model: model, battery: battery),
            port: .pseudoTerminal(link: folder + "/charger"))
        try await simulator.withServer { port in try await body(port) }
    }
}
