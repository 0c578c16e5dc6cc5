// SPDX-License-Identifier: MIT
import BridgeConfiguration
import ChargerSimulator
import Foundation
import Synchronization
import TestBroker
import TestBrowser
import Testing

@Suite("The page of the whole program, in a browser")
struct PageBrowserTests {
    private static var script: URL {
        URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Browser/browse.py")
    }

    @Test("Values live, a limit is confirmed or refused, the past is charted, losses are shown and heal")
    func everything() async throws {
        try await withScene { scene in
            let port = try FreePorts.take()
            // One that can be unplugged.
            let charger = try PluggedCharger(scene.folder + "/plugged")
            let change: @Sendable (inout Configuration) -> Void = {
                $0.chargers[0].serial.port = .device(path: charger.path)
                $0.web = WebPageSettings(listen: NetworkAddress(host: "127.0.0.1", port: port))
            }
            try await withThrowingTaskGroup { group in
                group.addTask { try await charger.run() }
                try await scene.withBridge(change) { witness, _ in
                    try await witness.anyValue("current_limit")
                    let seen = try await Browser.use("http://127.0.0.1:\(port)/", script: Self.script) {
                        try await act($0, scene, charger)
                    }
                    #expect(seen.count > 30)
                }
                group.cancelAll()
            }
        }
    }

    private func act(_ words: String, _ scene: Scene, _ charger: PluggedCharger) async throws {
        switch words {
        case "stop the broker": try await scene.broker.stop()
        case "start the broker": try await scene.broker.start()
        case "silence the charger": charger.control.powerOff()
        case "wake the charger": charger.control.powerOn()
        case "unplug the charger", "plug the charger in": charger.turn()
        case "see 125 in the charger": #expect(charger.control.withCharger { $0.limitInForce } == 125)
        default: Issue.record("the browser asked for '\(words)'")
        }
    }
}

/// A charger on a port that can be unplugged; plugged in again, it is one that remembers nothing.
private final class PluggedCharger: Sendable {
    let path: String
    private let server: Mutex<SimulatorServer>
    private let turns: AsyncStream<Void>
    private let turner: AsyncStream<Void>.Continuation

    init(_ path: String) throws {
        self.path = path
        server = Mutex(try Self.server(path))
        (turns, turner) = AsyncStream.makeStream()
    }

    /// Ten times as fast, the battery gives each block another voltage.
    private static func server(_ path: String) throws -> SimulatorServer {
        var simulation = try SimulatedCharger.Configuration.quick("12|30")
        simulation.speed = 10
        return SimulatorServer(simulation, port: .pseudoTerminal(link: path))
    }

    var control: SimulatorControl { server.withLock { $0.control } }

    /// Unplugs it, or plugs it in.
    func turn() { turner.yield() }

    /// Is plugged in, unplugged and so on until cancelled.
    func run() async throws {
        while !Task.isCancelled {
            try await server.withLock { $0 }.withServer { _ in await turned() }
            try server.withLock { $0 = try Self.server(path) }
            await turned()
        }
    }

    private func turned() async {
        for await _ in turns { return }
    }
}
