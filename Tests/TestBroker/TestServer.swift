// SPDX-License-Identifier: MIT
import Foundation
import Synchronization

/// A TCP server on loopback that does with each connection what a test wants: a broker that behaves
/// oddly, or a cable that can be cut.
public final class TestServer: Sendable {
    /// Where it listens, on 127.0.0.1.
    public let port: Int
    private let listener: Int32
    private let open = Mutex<Set<Int32>>([])
    private let isStopped = Mutex(false)

    /// A server.
    ///
    /// - Parameter serve: called on a thread of its own for each connection, with its socket and its
    ///   number from 0; the socket is closed when it returns.
    public init(_ serve: @escaping @Sendable (_ socket: Int32, _ number: Int, _ server: TestServer) -> Void)
        throws
    {
        (port, listener) = try LoopbackSocket.listening()
        Thread { [self] in acceptAll(serve) }.start()
    }

    /// Cuts all connections; new ones are taken.
    public func cut() {
        open.withLock { for socket in $0 { shutdown(socket, Int32(SHUT_RDWR)) } }
    }

    /// Ends the server and all connections.
    public func stop() {
        // A second time the number could be somebody else's.
        guard !isStopped.withLock({ exchange(&$0, with: true) }) else { return }
        shutdown(listener, Int32(SHUT_RDWR))
        cut()
    }

    private func acceptAll(_ serve: @escaping @Sendable (Int32, Int, TestServer) -> Void) {
        var number = 0
        while true {
            let socket = accept(listener, nil, nil)
            guard socket >= 0 else { break }
            let (index, _) = (number, keep(socket))
            number += 1
            Thread { [self] in
                serve(socket, index, self)
                drop(socket)
            }.start()
        }
        close(listener)
    }

    private func keep(_ socket: Int32) { open.withLock { _ = $0.insert(socket) } }

    private func drop(_ socket: Int32) {
        open.withLock { _ = $0.remove(socket) }
        close(socket)
    }
}

extension TestServer {
    /// A cable to a port that can be cut, so that the far side sees a client vanish without a word.
    ///
    /// - Parameters:
    ///   - port: where it leads.
    ///   - network: what happens to the bytes on their way.
    public static func cable(to port: Int, through network: TestNetwork = TestNetwork()) throws -> TestServer
    {
        try TestServer { socket, _, server in
            guard let far = try? LoopbackSocket.connected(to: port) else { return }
            server.keep(far)
            pump(socket, far, network)
            server.drop(far)
        }
    }

    /// Everything that has arrived, waiting for the first byte.
    ///
    /// - Parameter socket: the connection.
    /// - Returns: empty at its end.
    public static func receive(_ socket: Int32) -> [UInt8] {
        var buffer = [UInt8](repeating: 0, count: 65536)
        let count = recv(socket, &buffer, buffer.count, 0)
        return count > 0 ? Array(buffer[..<count]) : []
    }

    /// Sends bytes.
    ///
    /// - Parameters:
    ///   - bytes: what to send.
    ///   - socket: the connection.
    /// - Returns: whether they were taken.
    @discardableResult
    public static func send(_ bytes: [UInt8], _ socket: Int32) -> Bool {
        Foundation.send(socket, bytes, bytes.count, Int32(MSG_NOSIGNAL)) == bytes.count
    }

    /// Has the system end a connection with a reset when it is closed, and not with an orderly end.
    ///
    /// - Parameter socket: the connection.
    public static func resetOnClose(_ socket: Int32) {
        var hard = linger(l_onoff: 1, l_linger: 0)
        setsockopt(socket, SOL_SOCKET, SO_LINGER, &hard, socklen_t(MemoryLayout<linger>.size))
    }

    private static func pump(_ one: Int32, _ other: Int32, _ network: TestNetwork) {
        while true {
            var ready = [one, other].map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
            guard poll(&ready, 2, -1) > 0 else { return }
            for (index, target) in [other, one].enumerated() where ready[index].revents != 0 {
                let bytes = receive(ready[index].fd)
                guard !bytes.isEmpty, network.carry(bytes, to: target) else { return }
            }
        }
    }
}
