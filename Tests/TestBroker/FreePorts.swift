// SPDX-License-Identifier: MIT
import Foundation
import Synchronization

/// Loopback ports that nobody uses.
///
/// Below the range the system hands out by itself, and each only once in a process, so that a stopped
/// server finds its port free again.
package enum FreePorts {
    private static let used = Mutex(Set<Int>())

    package static func take() throws -> Int {
        for _ in 0..<1000 {
            let port = Int.random(in: 12000..<32000)
            if used.withLock({ $0.insert(port).inserted }), isFree(port) { return port }
        }
        throw TestFailure("no free TCP port on loopback")
    }

    private static func isFree(_ port: Int) -> Bool {
        guard let socket = try? LoopbackSocket.listening(on: port) else { return false }
        close(socket)
        return true
    }
}

/// Plain sockets on 127.0.0.1.
enum LoopbackSocket {
    /// A socket that listens on a free port.
    ///
    /// One found free may be taken a moment later: by another program, or by a child of this one that has
    /// not let go of the socket that tried it.
    static func listening() throws -> (port: Int, socket: Int32) {
        for _ in 0..<20 {
            let port = try FreePorts.take()
            if let socket = try? listening(on: port) { return (port, socket) }
        }
        throw TestFailure("no free TCP port on loopback")
    }

    static func listening(on port: Int) throws -> Int32 {
        let socket = make()
        var yes: Int32 = 1
        setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &yes, socklen_t(MemoryLayout<Int32>.size))
        guard withAddress(port, { bind(socket, $0, $1) }) == 0, listen(socket, 64) == 0 else {
            close(socket)
            throw TestFailure("port \(port) is taken")
        }
        return socket
    }

    static func connected(to port: Int) throws -> Int32 {
        let socket = make()
        guard withAddress(port, { connect(socket, $0, $1) }) == 0 else {
            close(socket)
            throw TestFailure("nothing listens on port \(port)")
        }
        return socket
    }

    private static func make() -> Int32 {
        socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    }

    private static func withAddress(
        _ port: Int, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Int32
    ) -> Int32 {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
        return withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                body($0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
    }
}
