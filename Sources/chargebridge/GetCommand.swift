// SPDX-License-Identifier: MIT
import ArgumentParser
import BridgeConfiguration
import BridgeService
import Foundation

/// `chargebridge get`: reads a register of the charger.
struct GetCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "get", abstract: "Read a register of the charger.",
        discussion: """
            Through the running bridge, between its own exchanges; when none runs, on the port of the \
            configuration or the one given. Nothing is ever written. Exit code 1 when the charger declines \
            (unknown register, not supported) or does not answer; 64 for a name that is not known.

            Examples:
              chargebridge get current-limit
              chargebridge get 0xEDDB --json
              chargebridge get device-state --port /dev/ttyUSB0
              chargebridge get --list
            """)

    @Argument(
        help: "Its name, or its number such as 0xEDF0.",
        completion: .list(RegisterTable.entries.map(\.name)))
    var register: String?

    @Flag(help: "Show the names of all registers.")
    var list = false

    @Flag(help: "Print JSON, as the API gives it.")
    var json = false

    @OptionGroup var bridge: BridgeOptions
    @OptionGroup var straight: PortOption

    func validate() throws {
        guard list != (register != nil) else {
            throw ValidationError("give the name of a register, or --list")
        }
        guard let register else { return }
        do {
            _ = try RegisterTable.address(register)
        } catch {
            throw ValidationError(error.reason)
        }
    }

    func run() async throws {
        guard let register else { return try show(RegisterTable.entries) }
        try await telling {
            if let settings = try straight.settings() {
                try await bridge.serve([settings], for: .reading) { api in
                    try await read(register, of: settings.name, at: api)
                }
            } else {
                try await bridge.withCharger { api, name in try await read(register, of: name, at: api) }
            }
        }
    }

    private func read(_ register: String, of charger: String, at api: LocalAPI) async throws {
        let place = "/api/v1/chargers/\(charger.asPathPart)/registers/\(register.asPathPart)"
        let answer = try await api.ask(.get, place)
        guard answer.status == 200 else { throw CommandFailure(Problem.words(answer)) }
        if json { return try Output.write(line: answer.body) }
        print(try ShownRegister.read(answer.body).text)
    }

    private func show(_ entries: [RegisterTable.Entry]) throws {
        if json {
            let items = entries.map {
                #"{"address": "\#($0.address)", "register": "\#($0.name)", "title": "\#($0.title)", "unit": "\#($0.unit)"}"#
            }
            return print("[\n  \(items.joined(separator: ",\n  "))\n]")
        }
        let width = entries.map(\.name.count).max() ?? 0
        for entry in entries {
            let name = entry.name.padding(toLength: width, withPad: " ", startingAt: 0)
            let unit = entry.unit.isEmpty ? "" : ", \(entry.unit)"
            print("\(entry.address)  \(name)  \(entry.title)\(unit)")
        }
    }
}
