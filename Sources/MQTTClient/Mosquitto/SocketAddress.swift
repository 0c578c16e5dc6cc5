// SPDX-License-Identifier: MIT
internal import Glibc

/// An address to connect to.
package struct SocketAddress: Sendable {
    package let family: Int32
    private let bytes: [UInt8]

    /// The address as digits.
    let text: String

    fileprivate init?(_ info: addrinfo) {
        guard let address = info.ai_addr else { return nil }
        family = info.ai_family
        bytes = Array(UnsafeRawBufferPointer(start: address, count: Int(info.ai_addrlen)))
        var name = [CChar](repeating: 0, count: Int(NI_MAXHOST))
        let error = getnameinfo(
            address, info.ai_addrlen, &name, socklen_t(name.count), nil, 0, NI_NUMERICHOST)
        guard error == 0 else { return nil }
        text = String(decoding: name.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    }

    /// Calls `connect`.
    package func connect(_ socket: Int32) -> Int32 {
        bytes.withUnsafeBytes { bytes in
            guard let address = bytes.baseAddress?.assumingMemoryBound(to: sockaddr.self) else { return -1 }
            return Glibc.connect(socket, address, socklen_t(bytes.count))
        }
    }
}

/// A name that could not be looked up.
package struct LookupError: Error {
    package let reason: String
}

extension SocketAddress {
    /// Looks a host up; waits for the name server.
    ///
    /// - Parameters:
    ///   - host: host name or address.
    ///   - port: TCP port.
    ///   - flags: `AI_NUMERICHOST` for digits only, which never waits.
    package static func lookUp(
        _ host: String, port: Int, flags: Int32 = 0
    ) -> Result<[SocketAddress], LookupError> {
        var hints = addrinfo()
        hints.ai_family = AF_UNSPEC
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        hints.ai_flags = flags
        var list: UnsafeMutablePointer<addrinfo>?
        let error = getaddrinfo(host, String(port), &hints, &list)
        defer { if let list { freeaddrinfo(list) } }
        guard error == 0 else { return .failure(LookupError(reason: words(error, host: host))) }
        let addresses = sequence(first: list) { $0?.pointee.ai_next }
            .prefix { $0 != nil }
            .compactMap { $0.flatMap { SocketAddress($0.pointee) } }
        return .success(addresses)
    }

    private static func words(_ error: Int32, host: String) -> String {
        switch error {
        case EAI_NONAME: "the name \(host) is not known"
        case EAI_AGAIN: "the name \(host) can't be looked up just now: the name server does not answer"
        default: "the name \(host) can't be looked up: \(String(cString: gai_strerror(error)))"
        }
    }
}
