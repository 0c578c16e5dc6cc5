// SPDX-License-Identifier: MIT
import Foundation

/// An authority made for one test, with a certificate for the broker and one for a client, and a second
/// authority that signed nothing.
public struct TestCertificates: Sendable {
    private let directory: URL

    /// The authority that signed both certificates; a PEM file.
    public var ca: String { file("ca.pem") }
    /// An authority that signed neither; a PEM file.
    public var otherCA: String { file("other.pem") }
    /// The client's certificate; a PEM file.
    public var clientCertificate: String { file("client.pem") }
    /// The client's private key; a PEM file.
    public var clientKey: String { file("client.key") }

    var serverCertificate: String { file("server.pem") }
    var serverKey: String { file("server.key") }

    init(in directory: URL, names: [String]) async throws {
        self.directory = directory
        try await makeAuthority("ca")
        try await makeAuthority("other")
        try await sign("server", extensions: "subjectAltName=\(names.joined(separator: ","))")
        try await sign("client", extensions: "extendedKeyUsage=clientAuth")
    }

    private func file(_ name: String) -> String { directory.appendingPathComponent(name).path }

    private func makeAuthority(_ name: String) async throws {
        try await openssl(
            [
                "req", "-x509", "-days", "2", "-subj", "/CN=Test authority \(name)", "-out",
                file("\(name).pem"),
            ]
                + newKey(name))
    }

    private func sign(_ name: String, extensions: String) async throws {
        try await openssl(["req", "-subj", "/CN=Test \(name)", "-out", file("\(name).csr")] + newKey(name))
        try (extensions + "\n").write(toFile: file("\(name).ext"), atomically: true, encoding: .utf8)
        try await openssl([
            "x509", "-req", "-days", "2", "-in", file("\(name).csr"), "-CA", ca, "-CAkey", file("ca.key"),
            "-CAcreateserial", "-extfile", file("\(name).ext"), "-out", file("\(name).pem"),
        ])
    }

    private func newKey(_ name: String) -> [String] {
        [
            "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-keyout",
            file("\(name).key"),
        ]
    }

    private func openssl(_ arguments: [String]) async throws {
        let path = try Program.path(of: "openssl", package: "openssl")
        _ = try await Program.run(path, arguments)
    }
}
