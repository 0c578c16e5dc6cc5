// SPDX-License-Identifier: MIT
import Foundation
import Synchronization

/// A private mosquitto on a free loopback port.
///
/// A second port, for the witnesses only, takes everybody without TLS.
public final class TestBroker: Sendable {
    /// Where it listens, on 127.0.0.1.
    public let port: Int
    /// The files to connect with; nil without TLS.
    public let certificates: TestCertificates?

    let witnessPort: Int
    private let directory: URL
    private let program = Mutex<Program?>(nil)
    private let earlierLog = Mutex<[String]>([])

    /// Prepares a broker; it is not started.
    ///
    /// - Parameter options: how it is set up.
    public init(_ options: TestBrokerOptions = TestBrokerOptions()) async throws {
        port = try FreePorts.take()
        witnessPort = try FreePorts.take()
        directory = FileManager.default.temporaryDirectory.appendingPathComponent("test-broker-\(UUID())")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        if let tls = options.tls {
            certificates = try await TestCertificates(in: directory, names: tls.names)
        } else {
            certificates = nil
        }
        try await writeUsers(options.users)
        if let rules = options.accessRules { try write(rules, to: "rules") }
        try write(configuration(options), to: "mosquitto.conf")
    }

    /// What the broker has logged so far, a line each.
    public var log: [String] { earlierLog.withLock { $0 } + (program.withLock { $0 }?.output.lines ?? []) }

    /// Starts it and waits until it takes connections.
    public func start() async throws {
        let path = try Program.path(of: "mosquitto", package: "mosquitto")
        var complaint = ""
        for _ in 0..<3 {
            let started = try Program(path, ["-c", directory.path + "/mosquitto.conf", "-v"])
            program.withLock { $0 = started }
            let ready = try await patiently("mosquitto to start") {
                try await started.output.first { $0.hasSuffix(" running") }
            }
            if ready != nil {
                close(try LoopbackSocket.connected(to: port))
                return
            }
            complaint = started.output.lines.joined(separator: "; ")
            // A child just being spawned may still hold the socket that tried the port.
            guard complaint.contains("Address already in use") else { break }
        }
        throw TestFailure("mosquitto did not start: \(complaint)")
    }

    /// Stops it cleanly; the retained messages are kept for the next start.
    public func stop() async throws { try await end(SIGTERM) }

    /// Kills it, as a power cut would; what was retained since the last clean stop is lost.
    public func kill() async throws { try await end(SIGKILL) }

    /// Stops and starts it.
    ///
    /// - Parameter losingRetained: whether it forgets the retained messages.
    public func restart(losingRetained: Bool = false) async throws {
        try await losingRetained ? kill() : stop()
        if losingRetained {
            try? FileManager.default.removeItem(at: directory.appendingPathComponent("mosquitto.db"))
        }
        try await start()
    }

    /// Gives it other users, which count for the next connection.
    ///
    /// - Parameter users: users and their passwords.
    package func change(users: [String: String]) async throws {
        try await writeUsers(users)
        program.withLock { $0?.signal(SIGHUP) }
    }

    /// Gives it other access rules, which count at once.
    ///
    /// - Parameter accessRules: lines of an access list.
    package func change(accessRules: String) throws {
        try write(accessRules, to: "rules")
        program.withLock { $0?.signal(SIGHUP) }
    }

    /// Leaves it no file descriptor for another connection.
    package func fill() async throws { try await program.withLock { $0 }?.leaveNoDescriptor() }

    /// Lets it open connections again after `fill`.
    package func makeRoom() async throws { try await program.withLock { $0 }?.allowDescriptors() }

    /// Lets it stand still with its connections open.
    public func freeze() { program.withLock { $0 }?.signal(SIGSTOP) }

    /// Lets it go on after `freeze`.
    public func thaw() { program.withLock { $0 }?.signal(SIGCONT) }

    /// Waits for a line in the log of the running broker.
    ///
    /// - Parameter matches: whether it is the line.
    public func logLine(where matches: @escaping @Sendable (String) -> Bool) async throws {
        try await logLine(from: 0, where: matches)
    }

    /// How many lines the running broker has logged; what comes later is found from here.
    package var logPosition: Int { program.withLock { $0 }?.output.lines.count ?? 0 }

    /// Waits for a line after a position in the log of the running broker.
    ///
    /// - Parameters:
    ///   - position: an earlier `logPosition`.
    ///   - matches: whether it is the line.
    package func logLine(from position: Int, where matches: @escaping @Sendable (String) -> Bool) async throws
    {
        guard let program = program.withLock({ $0 }) else { throw TestFailure("the broker is not running") }
        let line = try await patiently("a line in the broker's log") {
            try await program.output.first(from: position, where: matches)
        }
        if line == nil { throw TestFailure("the broker ended: \(log.suffix(5).joined(separator: "; "))") }
    }

    /// Ends it and removes its files.
    public func remove() async throws {
        defer { try? FileManager.default.removeItem(at: directory) }
        try await kill()
    }

    private func end(_ signal: Int32) async throws {
        guard let running = program.withLock({ $0.take() }) else { return }
        running.signal(signal)
        if signal != SIGKILL { running.signal(SIGCONT) }
        // Not by the caller's task: the end has to be seen even when that is cancelled.
        await Task { _ = try? await patiently("mosquitto to end") { try await running.end() } }.value
        earlierLog.withLock { $0 += running.output.lines }
    }
}

extension TestBroker {
    private func configuration(_ options: TestBrokerOptions) -> String {
        var lines = [
            "per_listener_settings true", "persistence true", "persistence_location \(directory.path)/",
            "log_dest stderr", "user root", "listener \(witnessPort) 127.0.0.1", "allow_anonymous true",
            "listener \(port) 127.0.0.1", "allow_anonymous \(options.users.isEmpty)",
        ]
        if !options.users.isEmpty { lines.append("password_file \(directory.path)/users") }
        if options.accessRules != nil { lines.append("acl_file \(directory.path)/rules") }
        if let limit = options.messageSizeLimit { lines.append("message_size_limit \(limit)") }
        if !options.retains { lines.insert("retain_available false", at: 1) }
        if let certificates, let tls = options.tls {
            lines += [
                "cafile \(certificates.ca)", "certfile \(certificates.serverCertificate)",
                "keyfile \(certificates.serverKey)", "require_certificate \(tls.requireClientCertificate)",
            ]
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private func writeUsers(_ users: [String: String]) async throws {
        guard !users.isEmpty else { return }
        try write(users.map { "\($0):\($1)\n" }.joined(), to: "users")
        let path = try Program.path(of: "mosquitto_passwd", package: "mosquitto")
        _ = try await Program.run(path, ["-U", directory.path + "/users"])
    }

    private func write(_ text: String, to name: String) throws {
        try text.write(to: directory.appendingPathComponent(name), atomically: true, encoding: .utf8)
    }
}

/// Runs a test with a broker of its own, started and removed.
///
/// - Parameters:
///   - options: how it is set up.
///   - started: false: the test starts it.
///   - body: the test.
@discardableResult
public func withBroker<T>(
    _ options: TestBrokerOptions = TestBrokerOptions(), started: Bool = true,
    _ body: (TestBroker) async throws -> T
) async throws -> T {
    await Places.take()
    defer { Places.giveBack() }
    let broker = try await TestBroker(options)
    do {
        if started { try await broker.start() }
        let result = try await body(broker)
        try await broker.remove()
        return result
    } catch {
        try? await broker.remove()
        throw error
    }
}
