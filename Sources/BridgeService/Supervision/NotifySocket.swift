// SPDX-License-Identifier: MIT
import Glibc

/// The socket on which a service manager hears from its service: the protocol of sd_notify(3).
///
/// Datagrams by hand: the library that has the call brings six others along.
public final class NotifySocket: Sendable {
    private let descriptor: CInt
    private let path: [UInt8]

    /// Opens a socket towards the service manager; nothing is sent yet.
    /// - Parameter address: `$NOTIFY_SOCKET`: a path, or a name that begins with `@` (an abstract socket).
    /// - Returns: nil when the address is neither, or the system has no socket left.
    public init?(_ address: String) {
        var path = Array(address.utf8)
        guard path.count > 1, path.count < Self.longestPath, let first = path.first,
            first == UInt8(ascii: "/") || first == UInt8(ascii: "@")
        else { return nil }
        if first == UInt8(ascii: "@") { path[0] = 0 }
        let type = CInt(SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue)
        descriptor = socket(AF_UNIX, type, 0)
        self.path = path
        guard descriptor >= 0 else { return nil }
    }

    deinit { if descriptor >= 0 { close(descriptor) } }

    /// Sends assignments such as `READY=1`, without ever waiting.
    /// - Parameter assignments: at most a few; a line break within one would end it, and becomes a space.
    /// - Returns: false when the service manager does not take it now; it is worth another try later.
    @discardableResult
    public func send(_ assignments: String...) -> Bool {
        let message = assignments.map { assignment in
            String(String.UnicodeScalarView(assignment.unicodeScalars.map { $0.value < 32 ? " " : $0 }))
        }
        let bytes = Array(message.joined(separator: "\n").utf8)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path) }
        let start = MemoryLayout<sockaddr_un>.offset(of: \.sun_path) ?? 2
        let length = socklen_t(start + path.count)
        let flags = CInt(MSG_DONTWAIT) | CInt(MSG_NOSIGNAL)
        let sent = withUnsafePointer(to: address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                sendto(descriptor, bytes, bytes.count, flags, $0, length)
            }
        }
        return sent == bytes.count
    }

    /// What `sun_path` has room for (unix(7)).
    private static let longestPath = 108
}
