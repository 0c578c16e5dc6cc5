// SPDX-License-Identifier: MIT
/// A host and a TCP port, written `host:port` or `[2001:db8::1]:port`.
public struct NetworkAddress: Sendable, Hashable, CustomStringConvertible {
    /// A host name or an IP address, without brackets.
    public var host: String
    /// The TCP port, 1…65535.
    public var port: Int

    /// Creates an address from its parts.
    ///
    /// - Parameters:
    ///   - host: A host name or an IP address, without brackets.
    ///   - port: The TCP port, 1…65535.
    public init(host: String, port: Int) {
        self.host = host
        self.port = port
    }

    /// Reads an address as people write it.
    ///
    /// - Parameter text: `host:port`, `192.0.2.1:port` or `[2001:db8::1]:port`; anything else gives nil.
    public init?(_ text: String) {
        guard let colon = text.lastIndex(of: ":") else { return nil }
        let digits = text[text.index(after: colon)...]
        guard let port = Int(digits), digits.allSatisfy(\.isASCIIDigit), Allowed.port.contains(port) else {
            return nil
        }
        var host = String(text[..<colon])
        let bracketed = host.hasPrefix("[") && host.hasSuffix("]")
        if bracketed { host = String(host.dropFirst().dropLast()) }
        guard HostName.isValid(host), bracketed == host.contains(":") else { return nil }
        self.init(host: host, port: port)
    }

    /// The address as it is written in the file.
    public var description: String {
        host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"
    }
}
