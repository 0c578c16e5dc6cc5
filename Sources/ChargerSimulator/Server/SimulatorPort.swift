// SPDX-License-Identifier: MIT
/// Where a simulated charger can be reached.
public enum SimulatorPort: Sendable, Equatable {
    /// A pseudo-terminal, through a symbolic link with this path.
    case pseudoTerminal(link: String)
    /// A TCP port that passes the bytes of the line, as ser2net does; 0 for one that is free.
    case tcp(host: String = "127.0.0.1", port: UInt16)

    /// Reads a port as it stands on a command line.
    /// - Parameter text: `tcp://address:port`, or the path of the link to a pseudo-terminal; nil for neither.
    public init?(_ text: String) {
        guard text.hasPrefix("tcp://") else {
            if text.isEmpty || text.contains("://") { return nil }
            self = .pseudoTerminal(link: text)
            return
        }
        let parts = text.dropFirst(6).split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[0].isEmpty, let port = UInt16(parts[1]) else { return nil }
        self = .tcp(host: String(parts[0]), port: port)
    }

    /// Opens it.
    func open() throws(SimulatorError) -> any HostPort {
        switch self {
        case .pseudoTerminal(let link): try PseudoTerminal(link: link)
        case .tcp(let host, let port): try TCPListener(host: host, port: port)
        }
    }
}

/// The charger's end of a line to a host; used from one thread at a time.
protocol HostPort: AnyObject, Sendable {
    /// What a host has to open: a path, or `tcp://host:port`.
    var address: String { get }
    /// Whether a host is there to listen.
    var isConnected: Bool { get }
    /// Takes what the host has sent, without waiting.
    func receive() -> [UInt8]
    /// Gives bytes to the host; what it doesn't take at once is lost, as on a serial line.
    func send(_ bytes: [UInt8])
    /// Ends it.
    func close()
}
