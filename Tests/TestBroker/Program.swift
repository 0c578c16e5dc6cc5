import Foundation
import Synchronization

/// A program run for a test, with what it prints.
final class Program: Sendable {
    let name: String
    let output = LineFeed()
    private let process: Mutex<Process>
    let identifier: Int32

    /// Starts a program.
    ///
    /// - Parameters:
    ///   - path: the program's file.
    ///   - arguments: its arguments.
    ///   - directory: where it runs.
    init(_ path: String, _ arguments: [String], in directory: URL? = nil) throws {
        name = path
        let process = Process()
        process.executableURL = URL(fileURLWithPath: path)
        process.arguments = arguments
        process.currentDirectoryURL = directory
        process.standardInput = FileHandle.nullDevice
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = pipe
        pipe.fileHandleForReading.readabilityHandler = { [output] handle in
            let data = handle.availableData
            guard data.isEmpty else { return output.add(data) }
            handle.readabilityHandler = nil
            output.end()
        }
        try process.run()
        identifier = process.processIdentifier
        self.process = Mutex(process)
    }

    func signal(_ number: Int32) { Foundation.kill(identifier, number) }

    var isRunning: Bool { process.withLock { $0.isRunning } }

    /// Waits for everything printed and the program's end.
    func end() async throws {
        _ = try await output.first { _ in false }
    }

    /// Runs a program to its end.
    ///
    /// - Returns: the lines that it printed.
    /// - Throws: `TestFailure` with the program's own words when it failed.
    static func run(_ path: String, _ arguments: [String], in directory: URL? = nil) async throws -> [String]
    {
        let program = try Program(path, arguments, in: directory)
        try await patiently("\(path) to end") { try await program.end() }
        let status = program.process.withLock { process in
            process.waitUntilExit()
            return process.terminationStatus
        }
        guard status == 0 else {
            throw TestFailure("\(path) failed (\(status)): \(program.output.lines.joined(separator: "; "))")
        }
        return program.output.lines
    }

    /// Where a program is.
    ///
    /// - Throws: `TestFailure` naming the Debian package that has it.
    static func path(of name: String, package: String) throws -> String {
        let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").map(
            String.init)
        for folder in ["/usr/sbin", "/usr/local/sbin", "/opt/homebrew/sbin"] + folders {
            let path = folder + "/" + name
            if FileManager.default.isExecutableFile(atPath: path) { return path }
        }
        throw TestFailure("\(name) is not installed: apt-get install \(package)")
    }
}
