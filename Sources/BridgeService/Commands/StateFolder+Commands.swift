// SPDX-License-Identifier: MIT
import Foundation
import Glibc

extension StateFolder {
    /// The folder of the bridge that a command on the same machine looks for.
    ///
    /// A shell does not have what systemd gives the service, so the service's own folder counts where the user's
    /// has no bridge; a socket that nobody listens on is only what one left behind.
    /// - Parameters:
    ///   - configured: `state.path` from the configuration.
    ///   - environment: the command's environment.
    ///   - service: the folder that systemd gives the service (`StateDirectory=chargebridge`).
    public static func ofBridge(
        configured: String?, environment: [String: String], service: String = "/var/lib/chargebridge"
    ) -> StateFolder {
        let own = StateFolder(configured: configured, environment: environment)
        let isSaid = configured != nil || environment["STATE_DIRECTORY"] != nil
        guard !isSaid, access(service, F_OK) == 0, !Self.isListenedOn(own.socketPath) else { return own }
        return StateFolder(path: service)
    }

    /// Whether somebody listens there, be it for others than this user.
    private static func isListenedOn(_ path: String) -> Bool {
        var name = sockaddr_un()
        name.sun_family = sa_family_t(AF_UNIX)
        let bytes = Array(path.utf8)
        guard bytes.count < MemoryLayout.size(ofValue: name.sun_path) else { return false }
        withUnsafeMutableBytes(of: &name.sun_path) { $0.copyBytes(from: bytes) }
        // One that is too busy to take another caller is there too.
        let probe = socket(
            AF_UNIX, CInt(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue), 0)
        guard probe >= 0 else { return false }
        defer { close(probe) }
        return withUnsafePointer(to: &name) { name in
            name.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(probe, $0, socklen_t(MemoryLayout<sockaddr_un>.size)) == 0
                    || [EACCES, EPERM, EAGAIN].contains(errno)
            }
        }
    }
}
