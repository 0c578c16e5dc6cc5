// SPDX-License-Identifier: MIT
/// Where a recording can be opened as if a charger were there.
public enum ReplayPlace: Sendable, Hashable {
    /// A pseudo-terminal; with a path, through a symbolic link there.
    case terminal(link: String?)
    /// A TCP port that passes bytes as ser2net does; port 0 is any that is free.
    case tcp(host: String, port: Int)

    /// Opens it.
    ///
    /// - Throws: `LinkError` when it can't be opened.
    func open() throws(LinkError) -> any ReplayPort {
        switch self {
        case .terminal(let link): try ReplayTerminal(link: link)
        case .tcp(let host, let port): try ReplaySocket(host: host, port: port)
        }
    }
}

/// The charger's end of a line; used by one task.
protocol ReplayPort: AnyObject, Sendable {
    /// What a host has to open: a path, or `tcp://host:port`.
    var address: String { get }
    /// Looks whether a host is there, and takes what it sent, to no effect.
    func isOpenedByHost() -> Bool
    /// Gives bytes to the host without waiting.
    ///
    /// - Returns: how many of them it took.
    func give(_ bytes: ArraySlice<UInt8>) -> Int
    /// Ends it; what a host has not read yet is lost.
    func close()
}
