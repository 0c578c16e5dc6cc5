// SPDX-License-Identifier: MIT
import Foundation
import TestBroker

/// What a pymodbus server holds.
public struct ModbusContent: Encodable, Sendable {
    var unit: Int
    var input: [String: [UInt16]]?
    var holding: [String: [UInt16]]?
    /// An exception that every question is answered with.
    var refuse: Int?

    /// What it holds, by the first register of each run.
    /// - Parameters:
    ///   - unit: that it answers as.
    ///   - input: input registers; nil: it has none.
    ///   - holding: holding registers; nil: it has none.
    ///   - refuse: an exception that every question is answered with.
    public init(
        unit: Int = 100, input: [String: [UInt16]]? = nil, holding: [String: [UInt16]]? = nil,
        refuse: Int? = nil
    ) {
        self.unit = unit
        self.input = input
        self.holding = holding
        self.refuse = refuse
    }
}

/// Runs a pymodbus server during a test.
public func withModbusServer<T: Sendable>(
    _ content: ModbusContent, port: Int? = nil, _ body: @Sendable (Int) async throws -> T
) async throws -> T {
    let port = try port ?? FreePorts.take()
    let script = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "run.sh").path()
    let words = String(decoding: try JSONEncoder().encode(content), as: UTF8.self)
    // The first time it fetches packages, which may take longer than a test's patience.
    let preparation = try Program("/bin/sh", [script, "prepare"])
    guard try await preparation.end() == 0 else {
        throw TestFailure("no pymodbus: \(preparation.output.lines.joined(separator: "; "))")
    }
    let server = try Program("/bin/sh", [script, "\(port)", words])
    // The script's last step is to become the server.
    defer { server.signal(SIGKILL) }
    let ready = try await patiently("pymodbus to start") { try await server.output.first { $0 == "ready" } }
    guard ready != nil else {
        throw TestFailure("pymodbus did not start: \(server.output.lines.joined(separator: "; "))")
    }
    let result = try await body(port)
    server.signal(SIGKILL)
    try await server.end()
    return result
}
