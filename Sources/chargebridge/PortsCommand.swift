// SPDX-License-Identifier: MIT
import ArgumentParser
import BridgeService
import Foundation

/// `chargebridge ports`: which serial ports there are, and which charger is at which.
struct PortsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ports", abstract: "List serial ports and the chargers at them.",
        discussion: """
            Listens at each port for some seconds; only where VE.Direct is heard, the charger is also asked who it \
            is. Nothing is changed. A port that a program has open is not touched: its holder is named (without \
            sudo only a program of this user can be seen). Opening a \
            port raises its DTR line, which restarts some boards that are no chargers. Without arguments all \
            serial ports of the machine are looked at.

            Exit codes: 0 done, 1 there is no port, or one that was named can't be opened.

            Examples:
              chargebridge ports
              chargebridge ports --passive --seconds 10 /dev/ttyUSB0
              chargebridge ports --json tcp://192.0.2.20:2000
            """)

    @Argument(help: ArgumentHelp("Ports to look at: paths, or tcp://host:port.", valueName: "port"))
    var ports: [String] = []

    @Option(parsing: .unconditional, help: "How long to listen at each, in seconds.")
    var seconds = 3.0

    @Flag(help: "Only listen: send nothing to any port.")
    var passive = false

    @Flag(help: "Print JSON.")
    var json = false

    func validate() throws {
        guard (0.1...3600).contains(seconds) else { throw ValidationError("--seconds is 0.1 … 3600") }
    }

    func run() async throws {
        let probe = PortProbe(listening: .seconds(seconds), asks: !passive)
        let reports = ports.isEmpty ? await probe.reports() : await probe.reports(of: ports)
        if json {
            print(try JSONReport.of(["ports": reports]))
        } else {
            for report in reports { print(report.text) }
            if reports.isEmpty { print(Self.nothing) }
        }
        let isProblem = !ports.isEmpty && reports.contains { $0.state == .unusable }
        if reports.isEmpty || isProblem { throw ExitCode.failure }
    }

    private static let nothing = """
        There is no serial port. Plug the adapter in; 'sudo dmesg | tail' then shows whether the system knows it. \
        In a virtual machine or container the adapter has to be passed on to it. On a Raspberry Pi's pins, switch \
        the serial port on with 'sudo raspi-config' (Interface Options, Serial Port: no login shell, hardware yes).
        """
}

extension PortReport {
    /// For people: the port, what it is, what is behind it.
    fileprivate var text: String {
        let made = [hardware?.vendor, hardware?.product].compactMap { $0 }.joined(separator: " ")
        let number = hardware?.serialNumber.map { "serial number \($0)" }
        let what = [made.isEmpty ? nil : made, number].compactMap { $0 }.joined(separator: ", ")
        let lines =
            ["\(port)\(what.isEmpty ? "" : "  \(what)")"] + links.map { "  also \($0)" } + ["  \(words)"]
        return lines.joined(separator: "\n")
    }
}
