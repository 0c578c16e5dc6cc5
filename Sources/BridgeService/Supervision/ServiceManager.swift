// SPDX-License-Identifier: MIT
import Glibc

/// The service manager that started the program, as far as the environment tells: systemd's protocol.
public struct ServiceManager: Sendable {
    /// Where it hears from its service.
    public let socket: NotifySocket
    /// After so long without a sign of life it starts the program anew; nil when it does not watch.
    public let watchdog: Duration?

    /// Makes a service manager from its parts.
    /// - Parameters:
    ///   - socket: where it hears.
    ///   - watchdog: after how long without a sign of life it acts.
    public init(socket: NotifySocket, watchdog: Duration?) {
        self.socket = socket
        self.watchdog = watchdog
    }

    /// Reads `$NOTIFY_SOCKET`, `$WATCHDOG_USEC` and `$WATCHDOG_PID` (sd_watchdog_enabled(3)).
    /// - Parameters:
    ///   - environment: the process's environment.
    ///   - process: the process's number; a watchdog for another is not ours; nil: this one.
    /// - Returns: nil when nobody listens.
    public init?(environment: [String: String], process: Int32? = nil) {
        guard let socket = environment["NOTIFY_SOCKET"].flatMap(NotifySocket.init) else { return nil }
        let isOurs = environment["WATCHDOG_PID"].map { Int32($0) == process ?? getpid() } ?? true
        let microseconds = environment["WATCHDOG_USEC"].flatMap(Int64.init) ?? 0
        self.init(
            socket: socket,
            watchdog: isOurs && microseconds > 0
                ? min(.microseconds(microseconds), Self.longestWatchdog) : nil)
    }

    /// More often than asked for does no harm.
    private static let longestWatchdog: Duration = .seconds(86_400)
}
