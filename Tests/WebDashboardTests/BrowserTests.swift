// SPDX-License-Identifier: MIT
import ChargerControl
import Foundation
import Logging
import Synchronization
import TestBroker
import TestBrowser
import Testing
import WebDashboard

@Suite("The page in a browser")
struct BrowserTests {
    /// Screenshots go here when it is set: `make screenshots`.
    private static let shots = ProcessInfo.processInfo.environment["CHARGEBRIDGE_SCREENSHOTS"]

    private static var script: URL {
        URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Browser/browse.py")
    }

    @Test("lives, sets limits, says why not, charts, heals, and asks nobody else")
    func everything() async throws {
        let stage = try Stage()
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await stage.live() }
            group.addTask { await stage.serve() }
            let seen = try await Browser.use(
                "http://127.0.0.1:\(stage.port)/", script: Self.script,
                arguments: [Self.shots].compactMap(\.self), act: stage.act)
            group.cancelAll()
            #expect(seen.count > 15)
        }
    }
}

/// What stands behind the page while the browser looks at it.
private final class Stage: Sendable {
    let port: Int
    private let charger = DeskCharger(name: "boat", label: "Boat")
    private let other = DeskCharger(name: "house", label: "House", control: ControlSettings())
    private let third = DeskCharger(
        name: "shed", label: "Shed", control: ControlSettings(maximum: CurrentLimit(deciamperes: 90)))
    private let needsToken = Mutex(false)
    private let tokenFile: String
    private let broker = DeskBroker()
    private let starts: AsyncStream<Void>
    private let start: AsyncStream<Void>.Continuation
    private let stops: AsyncStream<Void>
    private let stop: AsyncStream<Void>.Continuation

    init() throws {
        port = try FreePorts.take()
        (starts, start) = AsyncStream.makeStream()
        (stops, stop) = AsyncStream.makeStream()
        start.yield()
        tokenFile = FileManager.default.temporaryDirectory.appending(path: "cb-\(UUID().uuidString)").path()
        _ = FileManager.default.createFile(
            atPath: tokenFile, contents: Data("correct-horse-battery".utf8),
            attributes: [.posixPermissions: 0o600])
    }

    deinit { try? FileManager.default.removeItem(atPath: tokenFile) }

    /// A block, a little faster than a charger sends it.
    func live() async throws {
        var step = 0
        while !Task.isCancelled {
            try await Task.sleep(for: .milliseconds(300))
            step += 1
            charger.live(volts: 13.2 + Double(step % 8) / 100, amperes: 9.6)
            other.live(volts: 13.8, amperes: 0.6, stage: .float)
            third.live(amperes: 3)
        }
    }

    /// Serves the page whenever it is ordered to.
    func serve() async {
        for await _ in starts {
            let page = WebDashboard(
                settings: WebSettings(
                    port: port, tokenFile: tokenFile, loopbackNeedsToken: needsToken.withLock { $0 }),
                chargers: [charger, other, third], broker: broker, history: MemoryHistory(), version: "1.0.0",
                logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
            await withTaskGroup { group in
                group.addTask { try? await page.run() }
                for await _ in stops { break }
                group.cancelAll()
            }
        }
    }

    func act(_ words: String) {
        switch words {
        case "hold answers": charger.behave(.waits)
        case "answer": charger.answer()
        case "lose the broker": broker.become(connected: false, reason: "connection refused")
        case "find the broker": broker.become(connected: true)
        case "stop the server": stop.yield()
        case "start the server": start.yield()
        case "ask for the token": needsToken.withLock { $0 = true }
        default: Issue.record("the browser asked for '\(words)'")
        }
    }
}
