import Foundation
import TestBroker

/// The real executable as a service manager would start it.
final class SupervisionProgram: Sendable {
    let lines = Arrivals()
    private let process: Process
    private let output = Pipe()
    private let ended = Arrivals()

    /// Starts it.
    /// - Parameters:
    ///   - arguments: its command line.
    ///   - environment: added to nothing but `PATH`.
    ///   - asJournal: whether its standard error is made known to it as the journal's.
    init(_ arguments: [String], environment: [String: String], asJournal: Bool = false) throws {
        process = Process()
        process.executableURL = Bundle.module.bundleURL.deletingLastPathComponent()
            .appendingPathComponent("chargebridge")
        process.arguments = arguments
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        process.standardError = output
        var all = environment
        all["PATH"] = ProcessInfo.processInfo.environment["PATH"]
        if asJournal {
            var status = stat()
            fstat(output.fileHandleForWriting.fileDescriptor, &status)
            all["JOURNAL_STREAM"] = "\(status.st_dev):\(status.st_ino)"
        }
        process.environment = all
        process.terminationHandler = { [ended] process in
            ended.continuation.yield(
                "\(process.terminationReason == .exit ? "exit" : "signal") \(process.terminationStatus)")
        }
        try process.run()
        try output.fileHandleForWriting.close()
        Thread { [self] in follow() }.start()
    }

    /// What it is for other processes.
    var identifier: Int32 { process.processIdentifier }

    /// Asks it to stop.
    /// - Returns: how it ended; `exit 0`, or the signal.
    func terminate() async throws -> String {
        process.terminate()
        return try await end()
    }

    /// Waits for its end.
    func end() async throws -> String { try await ended.upTo { _ in true }.last ?? "" }

    /// Goes away while the program may still write.
    func stopReading() throws { try output.fileHandleForReading.close() }

    /// Ends what is left of it.
    func clear() { if process.isRunning { kill(process.processIdentifier, SIGKILL) } }

    private func follow() {
        var rest: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 4096)
        let descriptor = output.fileHandleForReading.fileDescriptor
        while true {
            let count = read(descriptor, &buffer, buffer.count)
            guard count > 0 else { break }
            rest += buffer[..<count]
            while let end = rest.firstIndex(of: 10) {
                lines.continuation.yield(String(decoding: rest[..<end], as: UTF8.self))
                rest.removeFirst(end + 1)
            }
        }
        lines.continuation.finish()
    }
}

/// A configuration for a charger and a broker, either of which may be missing.
func supervisedFile(in folder: String, charger: String? = nil, broker: Int = 1) throws -> String {
    let path = folder + "/config.yaml"
    try """
    serial: { port: "\(charger ?? folder + "/nothing")" }
    mqtt: { host: 127.0.0.1, port: \(broker), base_topic: bat_charger }
    device: { name: itbatchrg, vendor: victron }
    instance: test
    """.write(toFile: path, atomically: true, encoding: .utf8)
    return path
}

/// Runs the executable under a listener while a closure does.
func withSupervisedProgram(
    charger: String? = nil, broker: Int = 1, environment: [String: String] = [:], asJournal: Bool = false,
    _ body: (SupervisionProgram, SupervisionListener) async throws -> Void
) async throws {
    try await withListener { listener, folder in
        let file = try supervisedFile(in: folder, charger: charger, broker: broker)
        let all = ["NOTIFY_SOCKET": listener.address, "STATE_DIRECTORY": folder].merging(environment) { $1 }
        let program = try SupervisionProgram(
            ["run", "--config", file], environment: all, asJournal: asJournal)
        defer { program.clear() }
        try await body(program, listener)
    }
}
