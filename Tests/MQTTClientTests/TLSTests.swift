// SPDX-License-Identifier: MIT
import MQTTClient
import TestBroker
import Testing

@Suite struct TLSTests {
    @Test("a broker whose certificate fits is trusted", arguments: ["127.0.0.1", "localhost"])
    func good(_ host: String) async throws {
        try await withTLS { broker, files in
            let settings = settings(port: broker.port, host: host, tls: MQTTTLS(ca: files.ca))
            try await running(MosquittoConnection(settings: settings)) { connection, reader in
                try await reader.connected()
                connection.subscribe("a", qos: .atLeastOnce)
                // More than one TLS record and one read hold.
                let long = String(repeating: "x", count: 40_000)
                for number in 0..<100 {
                    connection.publish(MQTTMessage(topic: "a", payload: "\(number) \(long)"))
                }
                for number in 0..<100 {
                    #expect(try await reader.message().text == "\(number) \(long)")
                }
            }
        }
    }

    @Test("it is back after a TLS broker was away")
    func comesBack() async throws {
        try await withTLS { broker, files in
            let settings = settings(port: broker.port, tls: MQTTTLS(ca: files.ca))
            try await running(MosquittoConnection(settings: settings)) { _, reader in
                try await reader.connected()
                try await broker.kill()
                let reason = try await reader.disconnected()
                #expect(!reason.contains("is this its TLS port?"), "\(reason)")
                _ = try await reader.unreachable()
                try await broker.start()
                try await reader.connected()
            }
        }
    }

    @Test("a broker signed by somebody else is not trusted")
    func wrongCA() async throws {
        try await withTLS { broker, files in
            try await expectFailure(
                settings(port: broker.port, tls: MQTTTLS(ca: files.otherCA)), "certificate verify failed")
        }
    }

    @Test("the system's authorities don't trust a broker of our own making")
    func systemCA() async throws {
        try await withTLS { broker, _ in
            try await expectFailure(
                settings(port: broker.port, tls: MQTTTLS()), "an authority the system trusts")
        }
    }

    @Test("a certificate for another host is not trusted", arguments: ["127.0.0.1", "localhost"])
    func wrongName(_ host: String) async throws {
        try await withTLS(TestTLSOptions(names: ["DNS:elsewhere.example"])) { broker, files in
            try await expectFailure(
                settings(port: broker.port, host: host, tls: MQTTTLS(ca: files.ca)), "is not for \(host)")
        }
    }

    @Test("a broker that wants a client certificate gets it")
    func clientCertificate() async throws {
        try await withTLS(TestTLSOptions(requireClientCertificate: true)) { broker, files in
            let tls = MQTTTLS(ca: files.ca, certificate: files.clientCertificate, key: files.clientKey)
            try await running(MosquittoConnection(settings: settings(port: broker.port, tls: tls))) {
                _, reader in
                try await reader.connected()
            }
        }
    }

    @Test("a missing client certificate is named")
    func noClientCertificate() async throws {
        try await withTLS(TestTLSOptions(requireClientCertificate: true)) { broker, files in
            try await expectFailure(
                settings(port: broker.port, tls: MQTTTLS(ca: files.ca)), "client certificate")
        }
    }

    @Test("a broker without TLS is not taken for one with it")
    func plainBroker() async throws {
        try await withTLS { tlsBroker, files in
            try await withBroker { broker in
                try await expectFailure(
                    settings(port: broker.port, tls: MQTTTLS(ca: files.ca)),
                    "TLS with the broker at 127.0.0.1:\(broker.port) failed", "; is this its TLS port?")
            }
            // And the other way round.
            try await expectFailure(settings(port: tlsBroker.port), "127.0.0.1:\(tlsBroker.port)")
        }
    }

    @Test("files that can't be used are named")
    func badFiles() async throws {
        try await withTLS { broker, files in
            let missing = MQTTTLS(ca: "/nowhere/ca.pem")
            try await expectFailure(
                settings(port: broker.port, tls: missing), "/nowhere/ca.pem", "No such file")
            let keyless = MQTTTLS(ca: files.ca, certificate: files.clientCertificate)
            try await expectFailure(settings(port: broker.port, tls: keyless), "needs its key")
            let swapped = MQTTTLS(ca: files.clientKey)
            try await expectFailure(settings(port: broker.port, tls: swapped), files.clientKey)
            let mismatched = MQTTTLS(ca: files.ca, certificate: files.ca, key: files.clientKey)
            try await expectFailure(settings(port: broker.port, tls: mismatched), files.clientKey)
            let noCertificate = MQTTTLS(ca: files.ca, certificate: files.clientKey, key: files.clientKey)
            try await expectFailure(settings(port: broker.port, tls: noCertificate), files.clientKey)
        }
    }

    private func withTLS(
        _ options: TestTLSOptions = TestTLSOptions(),
        _ body: (TestBroker, TestCertificates) async throws -> Void
    ) async throws {
        try await withBroker(TestBrokerOptions(tls: options)) { broker in
            let files = try #require(broker.certificates)
            try await body(broker, files)
        }
    }

    private func expectFailure(_ settings: MQTTSettings, _ words: String...) async throws {
        try await running(MosquittoConnection(settings: settings)) { connection, reader in
            let reason = try await reader.unreachable()
            for word in words { #expect(reason.contains(word), "\(reason)") }
            #expect(!connection.isConnected)
        }
    }
}
