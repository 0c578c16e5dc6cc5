// SPDX-License-Identifier: MIT
import Foundation

/// A message as an independent client saw it.
public struct WitnessedMessage: Sendable, Hashable {
    /// The topic.
    public let topic: String
    /// The payload's bytes.
    public let payload: [UInt8]
    /// How surely it was delivered: 0, 1 or 2.
    public let qos: Int
    /// Whether it was a replay of a retained message.
    public let retain: Bool

    /// The payload as text.
    public var text: String { String(decoding: payload, as: UTF8.self) }

    init?(_ line: String) {
        let parts = line.split(separator: "\t", omittingEmptySubsequences: false)
        guard parts.count == 4, let qos = Int(parts[1]) else { return nil }
        topic = String(parts[2])
        self.qos = qos
        retain = parts[0] == "1"
        let digits = Array(parts[3])
        payload = stride(from: 0, to: digits.count - 1, by: 2).compactMap {
            UInt8(String(digits[$0...($0 + 1)]), radix: 16)
        }
    }

    static let format = "%r\t%q\t%t\t%x"
}

/// A subscriber that is not the client under test.
public final class Witness: Sendable {
    private let program: Program
    private let brokerLog: @Sendable () -> [String]

    init(_ program: Program, brokerLog: @escaping @Sendable () -> [String]) {
        self.program = program
        self.brokerLog = brokerLog
    }

    /// Everything seen so far.
    public var messages: [WitnessedMessage] { program.output.lines.compactMap(WitnessedMessage.init) }

    /// Waits for a message, or finds one that was seen already.
    ///
    /// - Parameter matches: whether it is the message.
    @discardableResult
    public func message(
        where matches: @escaping @Sendable (WitnessedMessage) -> Bool
    ) async throws -> WitnessedMessage {
        try await message(from: 0, where: matches)
    }

    /// How many messages were seen so far; what comes later is found from here.
    package var position: Int { program.output.lines.count }

    /// Waits for a message that was not seen before a position.
    ///
    /// - Parameters:
    ///   - position: an earlier `position`.
    ///   - what: what is waited for, for the failure's words.
    ///   - patience: how long it may take.
    ///   - matches: whether it is the message.
    @discardableResult
    package func message(
        from position: Int, _ what: String = "a message at the witness", patience: Duration = testPatience,
        where matches: @escaping @Sendable (WitnessedMessage) -> Bool
    ) async throws -> WitnessedMessage {
        let line: (Int, String)?
        do {
            line = try await patiently(what, patience: patience) { [program] in
                try await program.output.first(from: position) { WitnessedMessage($0).map(matches) ?? false }
            }
        } catch {
            throw TestFailure("\(error); \(evidence(from: position))")
        }
        guard let message = line.flatMap({ WitnessedMessage($0.1) }) else {
            throw TestFailure(
                "mosquitto_sub ended: \(program.output.lines.suffix(3).joined(separator: "; "))")
        }
        return message
    }

    /// What shows whether a message was not sent, not passed on, or not seen.
    private func evidence(from position: Int) -> String {
        let seen = program.output.lines.dropFirst(position)
        let last = seen.suffix(3).map { WitnessedMessage($0)?.topic ?? $0 }
        return """
            since then \(seen.count) messages were seen, at last \(last); \
            the broker's log: \(brokerLog().suffix(30).joined(separator: " | "))
            """
    }

    /// Ends the subscriber.
    public func stop() { program.signal(SIGKILL) }
}

extension TestBroker {
    /// A subscriber that is in force when this returns.
    ///
    /// - Parameter filter: a topic, with `+` and `#` as wildcards.
    public func watch(_ filter: String) async throws -> Witness {
        let id = "witness-\(UUID())"
        let witness = Witness(try subscriber([filter], id: id)) { [weak self] in self?.log ?? [] }
        try await logLine { $0.contains("Sending SUBACK to \(id)") }
        return witness
    }

    /// The retained messages that match a filter: topic and payload as text.
    ///
    /// - Parameter filter: a topic, with `+` and `#` as wildcards.
    public func retained(_ filter: String) async throws -> [String: String] {
        // A last message marks the end; a leading "$" keeps it out of the reach of "#".
        let end = "$test/end/\(UUID())"
        try await publish(end, "end", retain: true)
        let witness = Witness(try subscriber([filter, end], id: "witness-\(UUID())")) { [weak self] in
            self?.log ?? []
        }
        defer { witness.stop() }
        try await witness.message { $0.topic == end }
        let found = witness.messages.filter { $0.topic != end && $0.retain }
        return Dictionary(found.map { ($0.topic, $0.text) }) { _, last in last }
    }

    /// Publishes as somebody else.
    ///
    /// - Parameters:
    ///   - topic: the topic.
    ///   - payload: the text; empty and retained, it removes the retained message.
    ///   - retain: whether the broker keeps it.
    public func publish(_ topic: String, _ payload: String, retain: Bool = false) async throws {
        let path = try Program.path(of: "mosquitto_pub", package: "mosquitto-clients")
        let content = payload.isEmpty ? ["-n"] : ["-m", payload]
        _ = try await Program.run(
            path, address + ["-q", "1", "-t", topic] + content + (retain ? ["-r"] : []))
    }

    /// Publishes bytes that need not be text.
    ///
    /// - Parameters:
    ///   - topic: the topic.
    ///   - bytes: the payload, not empty.
    package func publish(_ topic: String, bytes: [UInt8]) async throws {
        let path = try Program.path(of: "mosquitto_pub", package: "mosquitto-clients")
        let file = FileManager.default.temporaryDirectory.appendingPathComponent("payload-\(UUID())")
        defer { try? FileManager.default.removeItem(at: file) }
        try Data(bytes).write(to: file)
        _ = try await Program.run(path, address + ["-q", "1", "-t", topic, "-f", file.path])
    }

    private func subscriber(_ filters: [String], id: String) throws -> Program {
        let path = try Program.path(of: "mosquitto_sub", package: "mosquitto-clients")
        let topics = filters.flatMap { ["-t", $0] }
        return try Program(path, address + ["-i", id, "-q", "1", "-F", WitnessedMessage.format] + topics)
    }

    private var address: [String] { ["-h", "127.0.0.1", "-p", String(witnessPort)] }
}
