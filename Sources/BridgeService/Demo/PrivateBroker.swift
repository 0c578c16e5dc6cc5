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

    /// A port nobody listens on now.
    private static func freePort() throws -> Int {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isBound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, length) == 0 && getsockname(descriptor, $0, &length) == 0
            }
        }
        guard isBound else {
            throw DemoError("no free port on 127.0.0.1: \(String(cString: strerror(errno)))")
        }
        return Int(UInt16(bigEndian: address.sin_port))
    }
}

/// Why the demo can't run, in words.
public struct DemoError: Error, Sendable, CustomStringConvertible {
    /// The words.
    public let description: String

    init(_ description: String) { self.description = description }
}
