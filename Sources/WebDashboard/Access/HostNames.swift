// SPDX-License-Identifier: MIT
import Glibc
import NIOCore

/// The names that the page may be called by.
///
/// A foreign name that leads here is how a web page elsewhere would speak to this server in its owner's
/// browser (DNS rebinding). An address is no name, and can't be made to lead elsewhere.
struct HostNames: Sendable, Hashable {
    private let names: Set<String>

    /// The machine's names and more.
    init(allowed: [String], machine: String = Self.machineName) {
        let own = machine.lowercased()
        let short = own.split(separator: ".").first.map(String.init) ?? own
        names = Set(["localhost", own, short, "\(short).local"] + allowed.map { $0.lowercased() })
            .subtracting([""])
    }

    /// Whether a `Host` header names this machine.
    /// - Parameter authority: a name or an address, with or without port.
    func contain(_ authority: String) -> Bool {
        guard let host = Self.host(authority) else { return false }
        return names.contains(host) || Self.isAddress(host)
    }

    /// Whether an `Origin` header is the page that `authority` itself serves.
    static func isOwn(origin: String, authority: String) -> Bool {
        for (scheme, port) in [("http://", ":80"), ("https://", ":443")] where origin.hasPrefix(scheme) {
            var origin = origin.dropFirst(scheme.count).lowercased()
            var own = authority.lowercased()
            if origin.hasSuffix(port) { origin.removeLast(port.count) }
            if own.hasSuffix(port) { own.removeLast(port.count) }
            return origin == own
        }
        return false
    }

    /// The host of `host:port` or `[address]:port`, in lower case; nil when it is neither.
    private static func host(_ authority: String) -> String? {
        let text = authority.lowercased()
        guard text.utf8.count <= 255 else { return nil }
        if text.hasPrefix("[") {
            let parts = text.dropFirst().split(separator: "]", omittingEmptySubsequences: false)
            return parts.count == 2 && isPort(parts[1]) ? String(parts[0]) : nil
        }
        let host = text.prefix { $0 != ":" }
        guard !host.isEmpty, isPort(text.dropFirst(host.count)) else { return nil }
        // A name may end in the root's dot.
        return String(host.hasSuffix(".") ? host.dropLast() : host)
    }

    private static func isPort(_ text: Substring) -> Bool {
        text.isEmpty || (text.hasPrefix(":") && UInt16(text.dropFirst()) != nil)
    }

    private static func isAddress(_ host: String) -> Bool {
        (try? SocketAddress(ipAddress: host, port: 0)) != nil
    }

    private static var machineName: String {
        var buffer = [CChar](repeating: 0, count: 256)
        guard gethostname(&buffer, buffer.count - 1) == 0 else { return "" }
        return String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}
