// SPDX-License-Identifier: MIT
import Glibc
import Synchronization

/// A TCP port that one host at a time can connect to.
final class ReplaySocket: ReplayPort {
    let address: String
    private let listener: CInt
    private let host = Mutex<CInt?>(nil)

    init(host: String, port: Int) throws(LinkError) {
        let name = LinkAddress.tcp(host: host, port: port).description
        func failed(_ why: String) -> LinkError {
            LinkError(.unusable, linkName: name, words: "\(name) can't be listened on: \(why)")
        }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        guard let number = UInt16(exactly: port) else { throw failed("a port is 0 … 65535") }
        address.sin_port = number.bigEndian
        guard inet_pton(AF_INET, host, &address.sin_addr) == 1 else {
            throw failed("give an address of this machine, such as 127.0.0.1")
        }
        listener = socket(AF_INET, CInt(SOCK_STREAM.rawValue | Self.flags), 0)
        guard listener >= 0 else { throw failed(LinkError.explain(errno)) }
        var yes: CInt = 1
        setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &yes, socklen_t(MemoryLayout<CInt>.size))
        guard let taken = Self.listen(listener, &address) else {
            let cause = errno
            Glibc.close(listener)
            throw failed(LinkError.explain(cause))
        }
        self.address = LinkAddress.tcp(host: host, port: taken).description
    }

    /// Neither waits nor is inherited by children.
    private static let flags = SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue

    /// - Returns: the port that is listened on; nil when it can't be, and `errno` says why.
    private static func listen(_ listener: CInt, _ address: inout sockaddr_in) -> Int? {
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        return withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                bind(listener, address, size) == 0 && Glibc.listen(listener, 1) == 0
                    && getsockname(listener, address, &size) == 0
            }
        } ? Int(UInt16(bigEndian: address.sin_port)) : nil
    }

    func isOpenedByHost() -> Bool {
        host.withLock { host in
            if host == nil {
                let accepted = accept(listener, nil, nil)
                guard accepted >= 0 else { return false }
                _ = fcntl(accepted, F_SETFL, O_NONBLOCK)
                _ = fcntl(accepted, F_SETFD, FD_CLOEXEC)
                host = accepted
            }
            guard let open = host, !Self.isClosed(open) else {
                if let gone = host { Glibc.close(gone) }
                host = nil
                return false
            }
            return true
        }
    }

    private static func isClosed(_ host: CInt) -> Bool {
        var buffer = [UInt8](repeating: 0, count: 1024)
        while true {
            let count = recv(host, &buffer, buffer.count, 0)
            if count > 0 { continue }
            return count == 0 || (errno != EAGAIN && errno != EINTR)
        }
    }

    func give(_ bytes: ArraySlice<UInt8>) -> Int {
        host.withLock { host in
            guard let host else { return 0 }
            return bytes.withUnsafeBytes {
                max(0, Glibc.send(host, $0.baseAddress, $0.count, CInt(MSG_NOSIGNAL)))
            }
        }
    }

    func close() {
        host.withLock { host in
            if let open = host { Glibc.close(open) }
            host = nil
        }
        Glibc.close(listener)
    }
}
