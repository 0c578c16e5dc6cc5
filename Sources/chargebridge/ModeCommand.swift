// SPDX-License-Identifier: MIT
import ArgumentParser
import BridgeService
import ChargerControl
import Foundation

/// `chargebridge mode`: shows or chooses who decides the current.
struct ModeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "mode", abstract: "Show or choose who decides the current.",
        discussion: """
            Needs the running bridge, with surplus control in its configuration. Modes are manual, surplus, \
            'surplus or minimum', full and off; each can be given an end. Exit code 1 when it was refused, \
            with the reason.

            Examples:
              chargebridge mode
              chargebridge mode surplus
              chargebridge mode full for 2 h
              chargebridge mode off until 18:30
            """)

    @Argument(
        help: "The mode and its end; without it the present one is shown.",
        // Fish would take one with spaces for several.
        completion: .list(ControlMode.allCases.map(\.rawValue).filter { !$0.contains(" ") }))
    var mode: [String] = []

    @Flag(help: "Print JSON, as the API gives it.")
    var json = false

    @OptionGroup var bridge: BridgeOptions

    func run() async throws {
        try await telling {
            let api = try bridge.bridge()
            let chargers = try await bridge.ask(api).chargers
            let name = try bridge.choose(from: chargers.map(\.name))
            guard mode.isEmpty else {
                let wish = try JSONEncoder().encode(["mode": mode.joined(separator: " ")])
                return try await api.request(
                    "mode", String(decoding: wish, as: UTF8.self), of: name, showsJSON: json)
            }
            guard let control = chargers.first(where: { $0.name == name })?.control else {
                throw CommandFailure(
                    "\(name) has no automatic control: the configuration has no section surplus")
            }
            try show(control)
        }
    }

    private func show(_ control: ShownCharger.Control) throws {
        guard json else {
            let end = control.endsAt ?? control.endsAtAmpereHours.map { "\($0) Ah delivered in all" }
            return print("\(control.mode)\(end.map { " until \($0)" } ?? ""): \(control.reason)")
        }
        struct Shown: Encodable {
            var mode: String
            var modes: [String]
            var endsAt: String?
            var reason: String
        }
        let encoder = JSONEncoder()
        encoder.keyEncodingStrategy = .convertToSnakeCase
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
        let shown = Shown(
            mode: control.mode, modes: control.modes, endsAt: control.endsAt, reason: control.reason)
        try Output.write(line: Array(try encoder.encode(shown)))
    }
}
