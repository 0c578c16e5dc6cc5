// SPDX-License-Identifier: MIT
import ArgumentParser
import BridgeConfiguration
import BridgeService
import Foundation
import Logging
import UnixSignals

/// Where a command finds the bridge, and which charger it is about.
struct BridgeOptions: ParsableArguments {
    @OptionGroup var file: ConfigurationOption

    @Option(
        help: ArgumentHelp(
            "The local socket of the bridge, instead of the one in its state folder.", valueName: "path"))
    var socket: String?

    @Option(help: ArgumentHelp("Which charger, when there are several.", valueName: "name"))
    var charger: String?

    /// Lends the bridge to a command; when none runs, the charger itself.
    /// - Parameters:
    ///   - isAsking: whether the command asks for something, rather than only reading.
    ///   - body: is given where to ask, and the charger's name.
    func withCharger(
        isAsking: Bool = false, _ body: @escaping @Sendable (LocalAPI, String) async throws -> Void
    ) async throws {
        if let socket {
            let api = LocalAPI(path: socket)
            return try await body(api, choose(from: ask(api).chargers.map(\.name)))
        }
        let configuration = try configuration()
        let states = states(configuration)
        let api = LocalAPI(path: states.socketPath)
        let names: [String]
        do {
            names = try await ask(api).chargers.map(\.name)
        } catch let error as LocalAPI.Unreachable where error.kind == .noBridge {
            let name = try choose(from: configuration.chargers.map(\.name))
            let settings = configuration.chargers.filter { $0.name == name }
            do {
                return try await serve(settings, for: isAsking ? .asking(states) : .reading) { api in
                    try await body(api, name)
                }
            } catch let waiting as RequestWaits {
                throw CommandFailure(waiting.words(keptIn: states, of: settings))
            }
        }
        try await body(api, choose(from: names))
    }

    /// Serves a charger by itself while a command uses it; one that is interrupted first finishes what it has begun.
    func serve(
        _ chargers: [ChargerSettings], for purpose: LoneCharger.Purpose,
        _ body: @escaping @Sendable (LocalAPI) async throws -> Void
    ) async throws {
        guard let settings = chargers.first else { return }
        let logger = ProgramLog.start(level: .error)
        // Who only watches is ended by cancelling.
        let signals = purpose == .watching ? nil : await UnixSignalsSequence(trapping: .sigint, .sigterm)
        try await LoneCharger(settings, for: purpose, logger: logger).serve(
            until: {
                guard let signals else { return await Self.untilCancelled() }
                for await _ in signals { return }
            }, body)
    }

    private static func untilCancelled() async {
        while !Task.isCancelled { try? await Task.sleep(for: .seconds(3600)) }
    }

    /// The bridge of the configuration, whether it runs or not.
    func bridge() throws -> LocalAPI {
        if let socket { return LocalAPI(path: socket) }
        return LocalAPI(path: states(try configuration()).socketPath)
    }

    private func states(_ configuration: Configuration) -> StateFolder {
        .ofBridge(
            configured: configuration.statePath, environment: ProcessInfo.processInfo.environment)
    }

    private func configuration() throws -> Configuration {
        let loaded = file.load(mode: .run)
        guard let configuration = loaded.configuration else {
            for finding in loaded.findings { ProgramLog.complain(finding) }
            throw ExitCode.wrongConfiguration
        }
        return configuration
    }

    /// All chargers of a bridge.
    func ask(_ api: LocalAPI) async throws -> ShownOverview {
        let answer = try await api.ask(.get, "/api/v1/chargers")
        guard answer.status == 200 else { throw CommandFailure(Problem.words(answer)) }
        return try ShownOverview.read(answer.body)
    }

    /// The charger that is meant.
    func choose(from names: [String]) throws -> String {
        let all = names.joined(separator: ", ")
        if let charger {
            guard names.contains(charger) else {
                throw CommandFailure("there is no charger '\(charger)'; there is \(all)", .validationFailure)
            }
            return charger
        }
        guard names.count == 1, let only = names.first else {
            throw CommandFailure(
                "there are several chargers: say which with --charger: \(all)", .validationFailure)
        }
        return only
    }
}

/// A port that is opened by the command itself.
struct PortOption: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Go straight to the charger on this port, also tcp://host:port, without a bridge.",
            valueName: "port"))
    var port: String?

    func validate() throws { _ = try settings() }

    /// The charger there, if a port was given.
    func settings() throws -> ChargerSettings? {
        guard let port else { return nil }
        let prefix = "tcp://"
        guard port.hasPrefix(prefix) else {
            return ChargerSettings(
                name: "charger", vendor: "victron", serial: SerialSettings(port: .device(path: port)))
        }
        guard let address = NetworkAddress(String(port.dropFirst(prefix.count))) else {
            throw ValidationError("'\(port)' is no port: expected /dev/… or tcp://host:port")
        }
        return ChargerSettings(
            name: "charger", vendor: "victron", serial: SerialSettings(port: .network(address)))
    }
}

extension String {
    /// As a part of an API's path.
    var asPathPart: String {
        addingPercentEncoding(withAllowedCharacters: .alphanumerics.union(CharacterSet(charactersIn: "-_.~")))
            ?? self
    }
}
