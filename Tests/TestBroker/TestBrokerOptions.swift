// SPDX-License-Identifier: MIT
/// How a test's broker is set up.
public struct TestBrokerOptions: Sendable {
    /// Users and their passwords; empty: everybody may connect.
    public var users: [String: String]
    /// Whether it speaks TLS, with certificates made for the occasion.
    public var tls: TestTLSOptions?
    /// The largest payload the broker takes, in bytes; nil: no limit.
    public var messageSizeLimit: Int?
    /// Whether it keeps retained messages.
    public var retains: Bool
    /// What clients may do, as lines of an access list; nil: everything.
    public var accessRules: String?

    /// Options.
    ///
    /// - Parameters:
    ///   - users: users and their passwords; empty: everybody may connect.
    ///   - tls: whether it speaks TLS.
    ///   - messageSizeLimit: the largest payload the broker takes, in bytes.
    ///   - retains: whether it keeps retained messages.
    ///   - accessRules: what clients may do, as lines of an access list; nil: everything.
    public init(
        users: [String: String] = [:], tls: TestTLSOptions? = nil, messageSizeLimit: Int? = nil,
        retains: Bool = true, accessRules: String? = nil
    ) {
        self.users = users
        self.tls = tls
        self.messageSizeLimit = messageSizeLimit
        self.retains = retains
        self.accessRules = accessRules
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
