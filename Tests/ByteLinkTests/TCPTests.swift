// SPDX-License-Identifier: MIT
import ByteLink
import Glibc
import NIOCore
import Testing

@Suite("A TCP connection", .timeLimit(.minutes(2)))
struct TCPTests {
    private func opener(_ host: String, _ port: Int) -> NIOLinkOpener {
        NIOLinkOpener(.tcp(host: host, port: port), eventLoop: eventLoop)
    }

    private func opening(_ host: String, _ port: Int) async throws -> LinkError? {
        await #expect(throws: LinkError.self) { try await opener(host, port).withLink { _ in } }
    }

    @Test("to a port on which nothing listens is refused", arguments: ["127.0.0.1", "localhost"])
    func isRefused(host: String) async throws {
        let listener = try DeafListener(isListening: false)
        let error = try await opening(host, listener.port)
        #expect(error?.code == .refused)
        #expect(error?.words.contains("nothing listens on port \(listener.port)") == true)
    }

    @Test("to a name that is not known is unreachable")
    func nameIsNotKnown() async throws {
        let error = try await opening("no-such-host.invalid", 3333)
        #expect(error?.code == .unreachable)
        #expect(error?.words.contains("no-such-host.invalid") == true)
    }

    @Test("to a server that does not answer is given up")
    func givesUp() async throws {
        let listener = try DeafListener()
        let error = try await opening("127.0.0.1", listener.port)
        #expect(error?.code == .unreachable)
        #expect(error?.words.contains("no answer") == true)
    }

    @Test("still being made is given up at once when its task is cancelled")
    func cancellationWhileConnecting() async throws {
        let listener = try DeafListener()
        let opener = opener("127.0.0.1", listener.port)
        await withTaskGroup(of: Void.self) { group in
            let (started, signal) = AsyncStream.makeStream(of: Void.self)
            group.addTask {
                signal.yield()
                await #expect(throws: CancellationError.self) { try await opener.withLink { _ in } }
            }
            for await _ in started { break }
            // Some turns of the loop, so that the attempt is under way.
            for _ in 0..<20 { try? await eventLoop.submit {}.get() }
            group.cancelAll()
        }
    }
}

/// A port whose queue of waiting connections is full, or on which nobody listens at all.
final class DeafListener {
    let port: Int
    private var sockets: [CInt] = []

    init(isListening: Bool = true) throws {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = in_addr_t(INADDR_LOOPBACK).bigEndian
        let listener = socket(AF_INET, CInt(SOCK_STREAM.rawValue), 0)
        sockets.append(listener)
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isBound = Self.withGeneric(&address) { bind(listener, $0, length) == 0 }
        let isNamed = Self.withGeneric(&address) { getsockname(listener, $0, &length) == 0 }
        port = Int(UInt16(bigEndian: address.sin_port))
        guard isBound, isNamed, !isListening || listen(listener, 0) == 0 else {
            throw Failure("no listener: \(errno)")
        }
        if isListening { fillQueue(address) }
    }

    deinit { sockets.forEach { close($0) } }

    private func fillQueue(_ address: sockaddr_in) {
        var address = address
        for _ in 0..<4 {
            let client = socket(AF_INET, CInt(SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue), 0)
            sockets.append(client)
            _ = Self.withGeneric(&address) { connect(client, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) }
        }
    }

    private static func withGeneric<R>(
        _ address: inout sockaddr_in, _ body: (UnsafeMutablePointer<sockaddr>) -> R
    ) -> R {
        withUnsafeMutablePointer(to: &address) { $0.withMemoryRebound(to: sockaddr.self, capacity: 1, body) }
    }
}
