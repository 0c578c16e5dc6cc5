// SPDX-License-Identifier: MIT
import BridgeService
import Foundation
import TestBroker

/// What arrives over time, for one reader.
struct Arrivals: Sendable {
    let stream: AsyncStream<String>
    let continuation: AsyncStream<String>.Continuation

    init() { (stream, continuation) = AsyncStream.makeStream() }

    /// Reads until an arrival fits.
    /// - Returns: all that was read, the one that fits last.
    @discardableResult
    func upTo(_ fits: (String) -> Bool) async throws -> [String] {
        var read: [String] = []
        for await arrival in stream {
            read.append(arrival)
            if fits(arrival) { return read }
        }
        throw TestFailure("it ended after: \(read.joined(separator: " | "))")
    }

    /// Reads until an arrival contains some words.
    @discardableResult
    func upTo(containing words: String) async throws -> String {
        try await upTo { $0.contains(words) }.last ?? ""
    }
}

/// A service manager's ear: a datagram socket of its own.
final class SupervisionListener: Sendable {
    let address: String
    let arrivals = Arrivals()
    private let descriptor: CInt

    /// Listens.
    /// - Parameters:
    ///   - address: a path, or an abstract name that begins with `@`.
    ///   - isReading: false: whatever is sent stays in the queue.
    init(at address: String, isReading: Bool = true) throws {
        self.address = address
        let socket = socket(AF_UNIX, CInt(SOCK_DGRAM.rawValue), 0)
        descriptor = socket
        var name = sockaddr_un()
        name.sun_family = sa_family_t(AF_UNIX)
        let bytes = address.hasPrefix("@") ? [0] + Array(address.utf8.dropFirst()) : Array(address.utf8)
        withUnsafeMutableBytes(of: &name.sun_path) { $0.copyBytes(from: bytes) }
        let length = socklen_t(2 + bytes.count)
        let result = withUnsafePointer(to: name) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(socket, $0, length) }
        }
        guard result == 0 else { throw TestFailure("\(address): \(String(cString: strerror(errno)))") }
        if isReading { Thread { [self] in read() }.start() }
    }

    /// Puts a mark behind all that has been sent.
    func mark() { NotifySocket(address)?.send("MARK") }

    /// Ends it; whoever reads comes to the end.
    func close() {
        shutdown(descriptor, CInt(SHUT_RDWR))
        arrivals.continuation.finish()
    }

    private func read() {
        var buffer = [UInt8](repeating: 0, count: 4096)
        while true {
            let count = recv(descriptor, &buffer, buffer.count, 0)
            guard count > 0 else { break }
            arrivals.continuation.yield(String(decoding: buffer[..<count], as: UTF8.self))
        }
    }

    deinit { Glibc.close(descriptor) }
}

/// Lends a listener at a path of its own, in a folder of its own.
func withListener<T>(_ body: (SupervisionListener, String) async throws -> T) async throws -> T {
    let folder = NSTemporaryDirectory() + "supervision-\(UUID().uuidString.prefix(8))"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let listener = try SupervisionListener(at: "\(folder)/notify")
    defer { listener.close() }
    return try await body(listener, folder)
}
