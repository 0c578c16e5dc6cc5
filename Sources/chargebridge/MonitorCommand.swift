// SPDX-License-Identifier: MIT
import ArgumentParser
import BridgeService
import Foundation
import UnixSignals

/// `chargebridge monitor`: what the chargers do, live.
struct MonitorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "monitor", abstract: "Show what the chargers do, live.",
        discussion: """
            Through the running bridge, to which it comes back by itself; with --port straight from a charger, \
            to which nothing is written. On a terminal the picture is drawn in place; anywhere else there is a \
            line for each change, with --json an object for each event of the API. Ctrl-C ends it with exit \
            code 0; 1 when there is neither bridge nor port.

            Examples:
              chargebridge monitor
              chargebridge monitor --json --seconds 10
              chargebridge monitor --port /dev/ttyUSB0
            """)

    @Flag(help: "Print a JSON object for each event.")
    var json = false

    @Option(parsing: .unconditional, help: "End after so many seconds.")
    var seconds: Double?

    @OptionGroup var bridge: BridgeOptions
    @OptionGroup var straight: PortOption

    func validate() throws {
        guard let seconds else { return }
        guard seconds > 0, seconds <= 1e9 else {
            throw ValidationError("--seconds is above 0, at most 1000000000")
        }
    }

    func run() async throws {
        let onTerminal: any MonitorView = MonitorScreen()
        let elsewhere: any MonitorView = MonitorLines()
        let view = json ? MonitorRecords() : Output.isTerminal ? onTerminal : elsewhere
        try await telling {
            view.begin()
            defer { view.end() }
            try await untilStopped {
                if let settings = try straight.settings() {
                    try await bridge.serve([settings], for: .watching) { api in
                        try await follow(api, in: view)
                    }
                } else {
                    try await follow(bridge.bridge(), in: view)
                }
            }
        }
    }

    /// Follows the bridge, over its restarts too; one that can't be reached at first is an error.
    private func follow(_ api: LocalAPI, in view: any MonitorView) async throws {
        let names = try await names(api)
        let only = try bridge.charger.map { _ in try bridge.choose(from: names) }
        var picture = MonitorPicture(only: only)
        while !Task.isCancelled {
            do {
                try await api.follow { event in
                    if try picture.take(event) { try view.show(picture, after: event) }
                }
                picture.trouble = "the bridge has ended the connection; it is tried again"
            } catch let error as LocalAPI.Unreachable {
                picture.trouble = "\(error.reason); it is tried again"
            }
            guard !Task.isCancelled else { return }
            try view.showTrouble(picture)
            try? await Task.sleep(for: .seconds(1))
        }
    }

    /// A port is not opened unasked: it would be taken from a bridge that starts later.
    private func names(_ api: LocalAPI) async throws -> [String] {
        do {
            return try await bridge.ask(api).chargers.map(\.name)
        } catch let error as LocalAPI.Unreachable where error.kind == .noBridge {
            throw CommandFailure("\(error.reason). Start it, or go straight to a charger with --port")
        }
    }

    /// Works until a signal or the end of the time; what fails before that is thrown.
    private func untilStopped(_ work: @escaping @Sendable () async throws -> Void) async throws {
        let signals = await UnixSignalsSequence(trapping: .sigint, .sigterm)
        let seconds = seconds
        try await withThrowingTaskGroup { group in
            group.addTask { for await _ in signals { return } }
            if let seconds { group.addTask { try? await Task.sleep(for: .seconds(seconds)) } }
            group.addTask {
                do { try await work() } catch { if !Task.isCancelled { throw error } }
            }
            try await group.next()
            group.cancelAll()
        }
    }
}
