// SPDX-License-Identifier: MIT
import Foundation
import Subprocess
import SystemPackage

/// A mosquitto of the demo's own, on loopback only; gone when the demo ends.
enum PrivateBroker {
    private static let places = ["/usr/sbin/mosquitto", "/usr/local/sbin/mosquitto", "/usr/bin/mosquitto"]

    /// Runs a broker while a closure does.
    /// - Parameters:
    ///   - folder: a folder for its configuration and log.
    ///   - body: is given its port on 127.0.0.1.
    /// - Throws: ``DemoError`` when there is no mosquitto or no port, and what `body` throws.
    static func withBroker(in folder: String, _ body: (Int) async throws -> Void) async throws {
        let port = try freePort()
        let configuration = "\(folder)/mosquitto.conf"
        try """
        listener \(port) 127.0.0.1
        allow_anonymous true
        persistence false
        log_dest file \(folder)/mosquitto.log
        user \(NSUserName())

        """.write(toFile: configuration, atomically: true, encoding: .utf8)
        guard let program = places.first(where: FileManager.default.isExecutableFile) else {
            throw DemoError("the demo needs the broker 'mosquitto': sudo apt-get install mosquitto")
        }
        var options = PlatformOptions()
        // A Ctrl-C is for the demo, which ends its broker last.
        options.processGroupID = 0
        options.teardownSequence = [.gracefulShutDown(allowedDurationToNextStep: .seconds(2))]
        _ = try await Subprocess.run(
            .path(.init(program)), arguments: ["-c", configuration], platformOptions: options, input: .none,
            output: .discarded, error: .discarded
        ) { broker in
            let outcome: Result<Void, any Error>
            do {
                try await waitUntilListening(on: port)
                outcome = .success(try await body(port))
            } catch {
                outcome = .failure(error)
            }
            try? broker.send(signal: .terminate)
            try outcome.get()
        }
    }

    /// Waits until the broker takes connections.
    private static func waitUntilListening(on port: Int) async throws {
        for _ in 0..<100 {
            var isListening = false
            onLoopback(port: port) { descriptor, address, length in
                isListening = connect(descriptor, address, length) == 0
            }
            if isListening { return }
            try await Task.sleep(for: .milliseconds(50))
        }
        throw DemoError("the demo's broker does not start; try 'mosquitto -p \(port)' to see why")
    }

    /// A port nobody listens on now.
    static func freePort() throws -> Int {
        var found: Int?
        onLoopback(port: 0) { descriptor, address, length in
            var length = length
            guard bind(descriptor, address, length) == 0, getsockname(descriptor, address, &length) == 0
            else { return }
            found = address.withMemoryRebound(to: sockaddr_in.self, capacity: 1) {
                Int(UInt16(bigEndian: $0.pointee.sin_port))
            }
        }
        guard let found else {
            throw DemoError("no free port on 127.0.0.1: \(String(cString: strerror(errno)))")
        }
        return found
    }

    private static func onLoopback(
        port: Int, _ body: (Int32, UnsafeMutablePointer<sockaddr>, socklen_t) -> Void
    ) {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        guard descriptor >= 0 else { return }
        defer { close(descriptor) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = UInt16(truncatingIfNeeded: port).bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                body(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
    }
}

/// Why the demo can't run, in words.
public struct DemoError: Error, Sendable, CustomStringConvertible {
    /// The words.
    public let description: String

    init(_ description: String) { self.description = description }
}
