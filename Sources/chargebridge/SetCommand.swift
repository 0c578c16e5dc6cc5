// SPDX-License-Identifier: MIT
import ArgumentParser
import BridgeConfiguration
import BridgeService
import ChargerControl

/// `chargebridge set`: asks for something that the charger keeps.
struct SetCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "set", abstract: "Set the charge current limit or the low-current mode.",
        discussion: """
            Nothing else of the charger can be written. Every request passes the same rules, whoever makes it: \
            the charger's and the configuration's bounds, what protects the battery, and the rule that spares \
            the charger's memory, which wears with each write. Through the running bridge; when none runs, on \
            the port of the configuration, by the same rules and the same counters. Exit code 0 when the \
            charger acknowledged it, 1 when it was refused, failed or still waits, with the reason.

            Examples:
              chargebridge set limit 12.5
              sudo chargebridge set limit 20 --charger boat --json
              chargebridge set low-current night
            """,
        subcommands: [SetLimitCommand.self, SetLowCurrentCommand.self])
}

/// `chargebridge set limit`: asks for a charge current limit.
struct SetLimitCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "limit", abstract: "Set the charge current limit, in amperes (register 0xEDF0).",
        usage:
            "chargebridge set limit <amperes> [--json] [--config <file>] [--socket <path>] [--charger <name>]",
        discussion: "Example: chargebridge set limit 12.5")

    // Every word that is no option, so that what is wrong with it is said: -5 would be an option else.
    @Argument(
        parsing: .allUnrecognized, help: ArgumentHelp("Amperes, such as 12.5.", valueName: "amperes"))
    var words: [String]

    @Flag(help: "Print JSON, as the API gives it.")
    var json = false

    @OptionGroup var bridge: BridgeOptions

    func validate() throws { _ = try amperes() }

    /// The number, read as one that comes over MQTT is.
    private func amperes() throws -> Double {
        if let option = words.first(where: { $0.hasPrefix("-") && $0.contains { $0.isLetter } }) {
            throw ValidationError("Unknown option '\(option)'")
        }
        let text = words.joined(separator: " ")
        do {
            return try LimitPayload.amperes(text.utf8)
        } catch {
            let isComma = text.contains(",") && !text.contains(".")
            throw ValidationError(error.reason + (isComma ? "; the decimal sign is a point" : ""))
        }
    }

    func run() async throws {
        let amperes = try amperes()
        try await telling {
            try await bridge.withCharger(isAsking: true) { api, name in
                try await api.request("limit", #"{"amperes": \#(amperes)}"#, of: name, showsJSON: json)
            }
        }
    }
}

/// `chargebridge set low-current`: asks for the low-current mode.
struct SetLowCurrentCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "low-current", abstract: "Set the low-current mode (register 0xE001).",
        discussion: """
            Lowers the output and keeps the fan off. The charger keeps the mode; it is read first, and written \
            only when it is another one. A request that can't be carried out at once is refused.

            Example: chargebridge set low-current night
            """)

    /// What the mode can be.
    enum Mode: String, CaseIterable, ExpressibleByArgument {
        case on, off, night
    }

    @Argument(help: "on, off, or night: on for eight hours.")
    var mode: Mode

    @Flag(help: "Print JSON, as the API gives it.")
    var json = false

    @OptionGroup var bridge: BridgeOptions

    func run() async throws {
        try await telling {
            try await bridge.withCharger(isAsking: true) { api, name in
                try await api.request(
                    "low-current", #"{"mode": "\#(mode.rawValue)"}"#, of: name, showsJSON: json)
            }
        }
    }
}

extension LocalAPI {
    /// Asks a charger for something and prints how that ended.
    /// - Throws: ``RequestWaits`` when it has not ended, ``CommandFailure`` when it was not acknowledged.
    func request(_ what: String, _ json: String, of charger: String, showsJSON: Bool) async throws {
        let answer = try await ask(
            .put(json: Array(json.utf8)), "/api/v1/chargers/\(charger.asPathPart)/\(what)")
        guard let request = try? ShownRequest.read(answer.body) else {
            throw CommandFailure(Problem.words(answer))
        }
        if showsJSON { try Output.write(line: answer.body) }
        guard answer.status == 200 else {
            if request.ended { throw CommandFailure(request.words) }
            throw RequestWaits(request: request)
        }
        if !showsJSON { print(request.words) }
    }
}

/// A request has not ended yet.
struct RequestWaits: Error {
    let request: ShownRequest

    /// How it stands when the command was served without a bridge, and has ended.
    func words(keptIn states: StateFolder, of chargers: [ChargerSettings]) -> String {
        let asked = Double(request.asked)
        let isKept = chargers.contains { charger in
            states.file(vendor: charger.vendor, name: charger.name).keepsOpenWish(amperes: asked)
        }
        let end =
            isKept ? "no bridge runs: the wish is kept for the next start" : "no bridge runs: it is not kept"
        return "\(request.standing)\(request.why); \(end)"
    }
}

extension ShownRequest {
    /// What was asked, and how it stands.
    fileprivate var standing: String {
        "\(charger): \(subject) \(asked)\(subject == "limit" ? " A" : "") \(state)"
    }

    fileprivate var why: String { reason.map { ": \($0)" } ?? "" }

    /// How it stands, with the reason and what is in force.
    var words: String {
        let inForce = inForceAmperes.map { "; \($0) A in force" } ?? ""
        return "\(standing)\(ended ? "" : ", and the request stands")\(why)\(inForce)"
    }
}
