// SPDX-License-Identifier: MIT
import Glibc
import Synchronization

/// A TCP port that one host at a time can connect to.
final class TCPListener: HostPort {
    let address: String
    private let listener: Descriptor
    private let host = Mutex<Descriptor?>(nil)

    init(host: String, port: UInt16) throws(SimulatorError) {
        var internet = sockaddr_in()
        internet.sin_family = sa_family_t(AF_INET)
        internet.sin_port = port.bigEndian
        guard inet_pton(AF_INET, host, &internet.sin_addr) == 1 else {
            throw SimulatorError(.portNotOpened, "\(host) is not an IPv4 address; give one such as 127.0.0.1")
        }
        let number = socket(AF_INET, CInt(SOCK_STREAM.rawValue) | Self.flags, 0)
        listener = Descriptor(number: number)
        var yes: CInt = 1
        setsockopt(number, SOL_SOCKET, SO_REUSEADDR, &yes, socklen_t(MemoryLayout<CInt>.size))
        guard number >= 0, Self.bind(number, &internet), listen(number, 4) == 0 else {
            let words = Descriptor.lastError
            if number >= 0 { listener.close() }
            throw SimulatorError(
                .portNotOpened,
                "can't listen on \(host):\(port): \(words); choose another port, or 0 for a free one")
        }
        address = "tcp://\(host):\(UInt16(bigEndian: internet.sin_port))"
    }

    var isConnected: Bool { host.withLock { $0 != nil } }

    func receive() -> [UInt8] {
        host.withLock { host in
            // Reading comes first: a host that left makes room for one that came after it.
            let bytes = read(from: &host)
            accept(into: &host)
            return bytes
        }
    }

    func send(_ bytes: [UInt8]) {
        host.withLock { host in
            guard let host else { return }
            _ = Glibc.send(host.number, bytes, bytes.count, CInt(MSG_NOSIGNAL))
        }
    }

    func close() {
        host.withLock { host in
            host?.close()
            host = nil
        }
        listener.close()
    }

    private static let flags = CInt(SOCK_NONBLOCK.rawValue) | CInt(SOCK_CLOEXEC.rawValue)

    private func read(from host: inout Descriptor?) -> [UInt8] {
        switch host?.read() {
        case .bytes(let bytes):
            return bytes
        case .nothing, nil:
            return []
        case .hangUp:
            host?.close()
            host = nil
            return []
        }
    }

    /// Takes the next host; one that comes while another is there is turned away.
    private func accept(into host: inout Descriptor?) {
        let number = Glibc.accept(listener.number, nil, nil)
        guard number >= 0 else { return }
        _ = fcntl(number, F_SETFL, O_NONBLOCK)
        _ = fcntl(number, F_SETFD, FD_CLOEXEC)
        if host == nil {
            host = Descriptor(number: number)
        } else {
            _ = Glibc.close(number)
        }
    }

    /// Binds, and learns the port that was given.
    private static func bind(_ number: CInt, _ internet: inout sockaddr_in) -> Bool {
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        return withUnsafeMutablePointer(to: &internet) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                Glibc.bind(number, $0, size) == 0 && getsockname(number, $0, &size) == 0
            }
        }
    }
}
