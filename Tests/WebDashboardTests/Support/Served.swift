// SPDX-License-Identifier: MIT
import Foundation
import Logging
import Synchronization
import TestBroker
import WebDashboard

/// A page that is being served, and what stands behind it.
struct Served: Sendable {
    let port: Int
    let socketPath: String
    let tokenPath: String
    let charger: DeskCharger
    let broker: DeskBroker
    let log: LogLines

    /// Sends a request and takes its answer.
    func ask(
        _ method: String, _ path: String, headers: [String: String] = [:], json: String? = nil
    ) async throws -> Answer {
        let text = Self.request(
            method, path, headers: ["Host": "127.0.0.1:\(port)"].merging(headers) { $1 }, json: json)
        return try await aside { [port] in
            let wire = try Wire(port)
            wire.send(text)
            return try Answer(wire.receiveAll())
        }
    }

    /// The same over the local socket.
    func askLocally(_ method: String, _ path: String, json: String? = nil) async throws -> Answer {
        let text = Self.request(method, path, headers: ["Host": "local"], json: json)
        return try await aside { [socketPath] in
            let wire = try Wire(path: socketPath)
            wire.send(text)
            return try Answer(wire.receiveAll())
        }
    }

    static func request(_ method: String, _ path: String, headers: [String: String], json: String? = nil)
        -> String
    {
        var lines = ["\(method) \(path) HTTP/1.1", "Connection: close"]
        lines += headers.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)" }
        if let json { lines += ["Content-Type: application/json", "Content-Length: \(json.utf8.count)"] }
        return lines.joined(separator: "\r\n") + "\r\n\r\n" + (json ?? "")
    }
}

/// Serves a page during a test, on a free port and a socket of its own.
func withPage(
    _ settings: WebSettings = WebSettings(port: 0), chargers: [DeskCharger] = [DeskCharger()],
    token: String? = nil, history: any DashboardHistory = MemoryHistory(),
    _ body: @escaping @Sendable (Served) async throws -> Void
) async throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "cb-\(UUID().uuidString.prefix(8))")
        .path()
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    var settings = settings
    settings.socketPath = settings.socketPath ?? folder + "/local.sock"
    settings.tokenFile = settings.tokenFile ?? folder + "/token"
    if let token {
        _ = FileManager.default.createFile(
            atPath: folder + "/token", contents: Data(token.utf8), attributes: [.posixPermissions: 0o600])
    }
    let (listening, listens) = AsyncStream<WebAddress>.makeStream()
    let (broker, log) = (DeskBroker(), LogLines())
    let page = WebDashboard(
        settings: settings, chargers: chargers, broker: broker, history: history, version: "1.2.3",
        logger: Logger(label: "test") { _ in log }, listening: { listens.yield($0) })
    try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask { try await page.run() }
        let port = try await patiently("the page to be served") {
            var found: (port: Int?, socket: Bool) = (nil, false)
            for await address in listening {
                switch address {
                case .network(_, let port): found.port = port
                case .localSocket: found.socket = true
                }
                if let port = found.port, found.socket { return port }
            }
            throw TestFailure("the page was not served")
        }
        let served = Served(
            port: port, socketPath: settings.socketPath ?? "", tokenPath: settings.tokenFile ?? "",
            charger: chargers[0], broker: broker, log: log)
        try await body(served)
        group.cancelAll()
    }
}

/// Everything that was logged.
final class LogLines: LogHandler, Sendable {
    private let kept = Mutex<[String]>([])

    var lines: [String] { kept.withLock { $0 } }
    var logLevel: Logger.Level {
        get { .trace }
        set { _ = newValue }
    }
    var metadata: Logger.Metadata {
        get { [:] }
        set { _ = newValue }
    }

    subscript(metadataKey _: String) -> Logger.Metadata.Value? {
        get { nil }
        set { _ = newValue }
    }

    func log(event: LogEvent) { kept.withLock { $0.append("\(event.message)") } }
}
