/// How a test's broker is set up.
public struct TestBrokerOptions: Sendable {
    /// Users and their passwords; empty: everybody may connect.
    public var users: [String: String]
    /// Whether it speaks TLS, with certificates made for the occasion.
    public var tls: TestTLSOptions?
    /// The largest payload the broker takes, in bytes; nil: no limit.
    public var messageSizeLimit: Int?

    /// Options.
    ///
    /// - Parameters:
    ///   - users: users and their passwords; empty: everybody may connect.
    ///   - tls: whether it speaks TLS.
    ///   - messageSizeLimit: the largest payload the broker takes, in bytes.
    public init(users: [String: String] = [:], tls: TestTLSOptions? = nil, messageSizeLimit: Int? = nil) {
        self.users = users
        self.tls = tls
        self.messageSizeLimit = messageSizeLimit
    }
}

/// The TLS side of a test's broker.
public struct TestTLSOptions: Sendable {
    /// What the broker's certificate is for, in the notation of OpenSSL.
    public var names: [String]
    /// Whether clients have to show a certificate.
    public var requireClientCertificate: Bool

    /// TLS options.
    ///
    /// - Parameters:
    ///   - names: what the broker's certificate is for.
    ///   - requireClientCertificate: whether clients have to show a certificate.
    public init(names: [String] = ["DNS:localhost", "IP:127.0.0.1"], requireClientCertificate: Bool = false) {
        self.names = names
        self.requireClientCertificate = requireClientCertificate
    }
}
