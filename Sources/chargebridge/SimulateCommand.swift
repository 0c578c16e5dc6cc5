// SPDX-License-Identifier: MIT
import ArgumentParser
import BridgeConfiguration
import BridgeService
import ChargerSimulator
import Foundation
import ServiceLifecycle

/// `chargebridge simulate`: a charger on a pseudo-terminal or TCP port.
struct SimulateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "simulate", abstract: "Simulate a charger on a port, or a day of sun in seconds.",
        discussion: """
            The charger behaves on the wire as a real one does, and walks its battery through bulk, absorption, \
            float and storage. Faults can be given at the start and typed while it runs; 'help' lists them.

            Examples:
              chargebridge simulate --port /tmp/charger --model '24|12' --chemistry lead-acid
              chargebridge simulate --tcp 7000 --speed 100 --garbled 0.02
              chargebridge simulate --make-day broken --seed 7 > day.csv
              chargebridge simulate --day day.csv --model '24|16' --daily-budget 100
            """)

    @OptionGroup var charger: SimulationOptions

    @Option(help: ArgumentHelp("Path of the pseudo-terminal's link.", valueName: "path"))
    var port: String?

    @Option(help: "TCP port on 127.0.0.1, instead of a pseudo-terminal.")
    var tcp: UInt16?

    @Option(parsing: .unconditional, help: "How many seconds pass for the battery in one second.")
    var speed = 1.0

    @Flag(help: "Send as fast as the port takes it, not as 19200 baud do.")
    var unpaced = false

    @OptionGroup(title: "Faults") var faults: FaultOptions

    @OptionGroup(title: "A day in seconds") var day: DayOptions

    func validate() throws {
        if day.isAsked {
            guard port == nil, tcp == nil else {
                throw ValidationError("a day needs no port: leave --port and --tcp out")
            }
            return
        }
        _ = try charger.configuration(speed: speed)
        _ = try faults.faults()
        guard (port == nil) != (tcp == nil) else {
            throw ValidationError("give either --port PATH or --tcp PORT")
        }
    }

    func run() async throws {
        if day.isAsked { return try day.run(model: charger.modelName, seed: charger.seed) }
        var configuration = try charger.configuration(speed: speed)
        if unpaced { configuration.timing.pacing = .immediate }
        let place = port.map { SimulatorPort.pseudoTerminal(link: $0) } ?? .tcp(port: tcp ?? 0)
        let server = SimulatorServer(configuration, port: place)
        server.control.faults = try faults.faults()
        let simulation = Simulation(server: server, name: configuration.model.name)
        try await simulation.runUntilSignalled(logger: ProgramLog.start(level: .warning))
    }
}

/// The simulator as a service: says where it is, and obeys what is typed.
private struct Simulation: Service {
    let server: SimulatorServer
    let name: String

    func run() async throws {
        try await server.withServer { address in
            print("\(name), simulated, on \(address); type 'help' for what can be done to it")
            fflush(nil)
            await cancelWhenGracefulShutdown {
                await withTaskGroup { group in
                    group.addTask { await obeyLines() }
                    // Without anything to type, as under a service manager, it runs on.
                    group.addTask { try? await Task.sleep(for: .seconds(Int32.max)) }
                    await group.waitForAll()
                }
            }
        }
    }

    private func obeyLines() async {
        let input = FileHandle.standardInput
        let (lines, continuation) = AsyncStream<String>.makeStream()
        var rest = ""
        input.readabilityHandler = { handle in
            let data = handle.availableData
            if data.isEmpty { return continuation.finish() }
            continuation.yield(String(decoding: data, as: UTF8.self))
        }
        defer { input.readabilityHandler = nil }
        for await text in lines {
            rest += text
            while let end = rest.firstIndex(of: "\n") {
                print(SimulatorOrder.obey(String(rest[..<end]), server.control))
                fflush(nil)
                rest = String(rest[rest.index(after: end)...])
            }
        }
    }
}
