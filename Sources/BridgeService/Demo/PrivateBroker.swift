import Foundation

/// A mosquitto of the demo's own, on loopback only; gone when the demo ends.
final class PrivateBroker {
    /// The port it listens on, 127.0.0.1.
    let port: Int
    private let process = Process()

    /// Starts the broker.
    /// - Parameter folder: an empty folder for its configuration and log.
    /// - Throws: ``DemoError`` when there is no mosquitto or it does not start.
    init(in folder: String) throws {
        port = try Self.freePort()
        let configuration = "\(folder)/mosquitto.conf"
        try
            "listener \(port) 127.0.0.1\nallow_anonymous true\npersistence false\nlog_dest file \(folder)/mosquitto.log\n"
            .write(toFile: configuration, atomically: true, encoding: .utf8)
        let places = ["/usr/sbin/mosquitto", "/usr/local/sbin/mosquitto", "/usr/bin/mosquitto"]
        guard let program = places.first(where: FileManager.default.isExecutableFile) else {
            throw DemoError("the demo needs the broker 'mosquitto': sudo apt-get install mosquitto")
        }
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = ["-c", configuration]
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
    }

    /// Ends the broker and waits for its end.
    func stop() {
        process.terminate()
        process.waitUntilExit()
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
