// SPDX-License-Identifier: MIT
import Foundation

/// One HTTP request over a local socket.
struct LocalRequest {
    let socket: String

    /// An answer with a charger's state has a few kilobytes.
    private static let longestAnswer = 4_194_304
    private static let patience = timeval(tv_sec: 5, tv_usec: 0)

    /// - Returns: the body of a good answer; nil when there is none.
    func get(_ path: String) -> Data? {
        guard let descriptor = connected() else { return nil }
        defer { close(descriptor) }
        let request = Array("GET \(path) HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".utf8)
        guard send(descriptor, request, request.count, Int32(MSG_NOSIGNAL)) == request.count else {
            return nil
        }
        var answer = Data()
        var buffer = [UInt8](repeating: 0, count: 16384)
        while answer.count < Self.longestAnswer {
            let count = recv(descriptor, &buffer, buffer.count, 0)
            guard count > 0 else { break }
            answer += buffer[..<count]
        }
        return Self.body(answer)
    }

    private func connected() -> Int32? {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let bytes = Array(socket.utf8CString)
        guard bytes.count <= MemoryLayout.size(ofValue: address.sun_path) else { return nil }
        withUnsafeMutableBytes(of: &address.sun_path) { path in
            bytes.withUnsafeBytes { path.copyMemory(from: $0) }
        }
        let descriptor = Glibc.socket(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { return nil }
        var patience = Self.patience
        for option in [SO_RCVTIMEO, SO_SNDTIMEO] {
            setsockopt(descriptor, SOL_SOCKET, option, &patience, socklen_t(MemoryLayout<timeval>.size))
        }
        let status = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        if status == 0 { return descriptor }
        close(descriptor)
        return nil
    }

    private static func body(_ answer: Data) -> Data? {
        guard let end = answer.firstRange(of: Data("\r\n\r\n".utf8)) else { return nil }
        let head = String(decoding: answer[..<end.lowerBound], as: UTF8.self).lowercased()
        guard head.hasPrefix("http/1.1 200") else { return nil }
        let body = answer[end.upperBound...]
        return head.contains("transfer-encoding: chunked") ? joined(body) : Data(body)
    }

    /// The parts of a body that was sent in pieces, each with its length in front (RFC 9112, 7.1).
    private static func joined(_ body: Data) -> Data? {
        var rest = body
        var joined = Data()
        while let end = rest.firstRange(of: Data("\r\n".utf8)) {
            let words = String(decoding: rest[..<end.lowerBound], as: UTF8.self).split(separator: ";")
            guard let first = words.first, let length = Int(first, radix: 16),
                (0...longestAnswer).contains(length)
            else { return nil }
            if length == 0 { return joined }
            guard rest.distance(from: end.upperBound, to: rest.endIndex) >= length + 2 else { return nil }
            joined += rest[end.upperBound..<(end.upperBound + length)]
            rest = rest[(end.upperBound + length + 2)...]
        }
        return nil
    }
}
