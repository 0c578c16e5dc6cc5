// SPDX-License-Identifier: MIT
import HTTPTypes
import NIOCore

/// Who is at the other end of a connection.
enum Caller: Sendable, Hashable {
    /// A program on this machine that may open the local socket's file.
    case localSocket
    /// A program on this machine.
    case loopback
    /// Anybody else, by address.
    case beyond(String)

    /// Tells who calls over the network.
    /// - Parameters:
    ///   - address: the far end's; nil counts as beyond loopback.
    ///   - headers: a proxy on this machine says here that it asks for somebody else.
    init(_ address: SocketAddress?, headers: HTTPFields) {
        self = Self.caller(address?.ipAddress, headers)
    }

    private static func caller(_ address: String?, _ headers: HTTPFields) -> Caller {
        guard let address else { return .beyond("") }
        guard isLoopback(address) else { return .beyond(network(address)) }
        let forwarded = headers[.xForwardedFor] ?? headers[.forwarded] ?? headers[.xRealIP] ?? headers[.via]
        guard let forwarded else { return .loopback }
        // The last one is our own proxy's word, the others are anybody's.
        let last = forwarded.split(separator: ",").last.map(String.init) ?? ""
        return .beyond(String(last.filter { $0 != " " }.prefix(64)))
    }

    private static func isLoopback(_ address: String) -> Bool {
        address == "::1" || address.hasPrefix("127.") || address.hasPrefix("::ffff:127.")
    }

    /// Who has one IPv6 address has 2^64 of them.
    private static func network(_ address: String) -> String {
        guard address.contains(":"), !address.contains(".") else { return address }
        return address.split(separator: ":", omittingEmptySubsequences: false).prefix(4).joined(
            separator: ":")
    }
}

extension HTTPField.Name {
    // The names are valid, so none of them is ever the fallback.
    static let xForwardedFor = HTTPField.Name("X-Forwarded-For") ?? .via
    static let xForwardedProto = HTTPField.Name("X-Forwarded-Proto") ?? .via
    static let xRealIP = HTTPField.Name("X-Real-IP") ?? .via
    static let forwarded = HTTPField.Name("Forwarded") ?? .via
    static let secFetchSite = HTTPField.Name("Sec-Fetch-Site") ?? .via
    static let crossOriginOpenerPolicy = HTTPField.Name("Cross-Origin-Opener-Policy") ?? .via
    static let crossOriginResourcePolicy = HTTPField.Name("Cross-Origin-Resource-Policy") ?? .via
    static let referrerPolicy = HTTPField.Name("Referrer-Policy") ?? .via
    static let permissionsPolicy = HTTPField.Name("Permissions-Policy") ?? .via
    static let xFrameOptions = HTTPField.Name("X-Frame-Options") ?? .via
}
