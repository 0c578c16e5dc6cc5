// SPDX-License-Identifier: MIT
/// How the broker proves who it is, and how this client does.
///
/// The broker's certificate and host name are always checked; there is no way to turn that off.
public struct MQTTTLS: Sendable, Hashable {
    /// PEM file with the authorities to trust; nil: the system's, in `/etc/ssl/certs`.
    public var ca: String?
    /// PEM file with this client's certificate; nil for none.
    public var certificate: String?
    /// PEM file with this client's private key, without a passphrase; nil for none.
    public var key: String?

    /// TLS settings.
    ///
    /// - Parameters:
    ///   - ca: PEM file with the authorities to trust; nil: the system's.
    ///   - certificate: PEM file with this client's certificate.
    ///   - key: PEM file with this client's private key.
    public init(ca: String? = nil, certificate: String? = nil, key: String? = nil) {
        self.ca = ca
        self.certificate = certificate
        self.key = key
    }
}
