// SPDX-License-Identifier: MIT
import MQTTClient
import TestBroker

/// Reads a connection's events in order, for tests that wait for one.
struct EventReader: Sendable {
    let events: MQTTEvents

    /// Reads up to the first event that fits.
    ///
    /// - Parameters:
    ///   - what: what is waited for, for the failure's words.
    ///   - pick: what is wanted of an event; nil to read on.
    @discardableResult
    func first<T: Sendable>(_ what: String, _ pick: @escaping @Sendable (MQTTEvent) -> T?) async throws -> T {
        try await patiently(what) { [events] in
            var seen: [MQTTEvent] = []
            for await event in events {
                if let picked = pick(event) { return picked }
                seen.append(event)
            }
            throw TestFailure("the events ended without \(what): \(seen.suffix(5))")
        }
    }

    @discardableResult
    func connected() async throws -> MQTTVersion {
        try await first("a connection") { if case .connected(let version) = $0 { version } else { nil } }
    }

    @discardableResult
    func disconnected() async throws -> String {
        try await first("a lost connection") {
            if case .disconnected(let reason) = $0 { reason } else { nil }
        }
    }

    func unreachable() async throws -> String {
        try await first("an unreachable broker") {
            if case .unreachable(let reason, _) = $0 { reason } else { nil }
        }
    }

    func refused() async throws -> (reason: String, retryIn: Duration) {
        try await first("a refusal") {
            if case .refused(let reason, let retryIn) = $0 { (reason, retryIn) } else { nil }
        }
    }

    func message() async throws -> MQTTMessage {
        try await first("a message") { if case .message(let message) = $0 { message } else { nil } }
    }

    func subscribed(_ filter: String) async throws {
        try await first("a subscription to \(filter)") { $0 == .subscribed(filter: filter) ? true : nil }
    }
}

/// Runs a connection during a test, and stops it cleanly.
@discardableResult
func running<T>(
    _ connection: any MQTTConnection, _ body: (any MQTTConnection, EventReader) async throws -> T
) async throws -> T {
    try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask { await connection.run() }
        let result: T
        do {
            result = try await body(connection, EventReader(events: connection.events))
        } catch {
            group.cancelAll()
            throw error
        }
        group.cancelAll()
        try await patiently("the connection to stop") {
            for await _ in connection.events {}
        }
        try await group.waitForAll()
        return result
    }
}

/// Settings with waits short enough for a test.
func settings(
    port: Int, host: String = "127.0.0.1", clientID: String = "client", username: String? = nil,
    password: String? = nil, tls: MQTTTLS? = nil, will: MQTTMessage? = nil,
    keepAlive: Duration = .seconds(30), connectTimeout: Duration = .seconds(20)
) -> MQTTSettings {
    MQTTSettings(
        host: host, port: port, clientID: clientID, username: username, password: password, tls: tls,
        will: will, keepAlive: keepAlive, connectTimeout: connectTimeout,
        backoff: MQTTBackoff(
            initial: .milliseconds(20), maximum: .milliseconds(200), afterRefusal: .seconds(30)))
}
