// SPDX-License-Identifier: MIT
/// Where the page and the API listen, and who may do what there.
public struct WebSettings: Sendable, Hashable {
    /// The address to listen on; nil: only the local socket is served.
    public var host: String?
    /// The port, 0 … 65535; 0 lets the system choose one.
    public var port: Int
    /// Path of the local socket, which needs no token; nil: none.
    public var socketPath: String?
    /// Mode of the local socket's file, `0o600` or `0o660`.
    public var socketMode: UInt32
    /// Names besides the machine's own by which the page may be called, without port.
    public var allowedHosts: [String]
    /// The file with the token; made at first start.
    ///
    /// Nil: there is none, and beyond loopback nothing can be changed.
    public var tokenFile: String?
    /// Whether reading, too, needs the token beyond loopback.
    public var readNeedsToken: Bool
    /// Whether the token is needed on loopback too: for a reverse proxy that doesn't say whom it asks for.
    public var loopbackNeedsToken: Bool
    /// The folder with `dygraph.min.js` and `dygraph.min.css`, Debian's package libjs-dygraphs.
    public var chartFolder: String
    /// How long a request for a limit is waited for before it is answered with 504.
    public var patience: Duration
    /// The most connections at a time.
    public var mostConnections: Int
    /// The most viewers of live events at a time.
    public var mostViewers: Int
    /// How long a client may take to send a request, and to take what was sent to it.
    public var slowness: Duration

    /// Where Debian's package libjs-dygraphs puts its files.
    public static let debianChartFolder = "/usr/share/javascript/dygraphs"

    /// Makes settings; only loopback is listened on unless told otherwise.
    public init(
        host: String? = "127.0.0.1", port: Int = 8080, socketPath: String? = nil, socketMode: UInt32 = 0o600,
        allowedHosts: [String] = [], tokenFile: String? = nil, readNeedsToken: Bool = false,
        loopbackNeedsToken: Bool = false, chartFolder: String = Self.debianChartFolder,
        patience: Duration = .seconds(15), mostConnections: Int = 200, mostViewers: Int = 100,
        slowness: Duration = .seconds(10)
    ) {
        self.host = host
        self.port = port
        self.socketPath = socketPath
        self.socketMode = socketMode
        self.allowedHosts = allowedHosts
        self.tokenFile = tokenFile
        self.readNeedsToken = readNeedsToken
        self.loopbackNeedsToken = loopbackNeedsToken
        self.chartFolder = chartFolder
        self.patience = patience
        self.mostConnections = mostConnections
        self.mostViewers = mostViewers
        self.slowness = slowness
    }
}
