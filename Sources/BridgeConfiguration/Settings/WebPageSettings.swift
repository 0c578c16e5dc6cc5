// SPDX-License-Identifier: MIT
/// The page and the API (section `web`).
public struct WebPageSettings: Sendable, Hashable {
    /// Where they listen (`listen`).
    public var listen: NetworkAddress
    /// Names by which they may be called besides the machine's own (`allowed_hosts`).
    public var allowedHosts: [String]
    /// Whether reading needs the token too, beyond loopback (`read_needs_token`).
    public var readNeedsToken: Bool
    /// Whether the token is needed on loopback too, as behind a reverse proxy (`loopback_needs_token`).
    public var loopbackNeedsToken: Bool

    /// Settings, by default for this machine only.
    public init(
        listen: NetworkAddress = NetworkAddress(host: "127.0.0.1", port: 8080), allowedHosts: [String] = [],
        readNeedsToken: Bool = false, loopbackNeedsToken: Bool = false
    ) {
        self.listen = listen
        self.allowedHosts = allowedHosts
        self.readNeedsToken = readNeedsToken
        self.loopbackNeedsToken = loopbackNeedsToken
    }
}
