// SPDX-License-Identifier: MIT
import ChargerControl
import HTTPTypes
import Hummingbird
import NIOCore

/// One thing that can be asked for.
struct Route: Sendable {
    var method: HTTPRequest.Method
    /// Its path; a part in braces stands for anything.
    var path: String
    var right: Gate.Right
    var answer: @Sendable (Call) async throws -> Response

    init(
        _ method: HTTPRequest.Method, _ path: String, _ right: Gate.Right,
        _ answer: @escaping @Sendable (Call) async throws -> Response
    ) {
        self.method = method
        self.path = path
        self.right = right
        self.answer = answer
        parts = path.split(separator: "/").map(String.init)
    }

    private let parts: [String]

    /// What stands for the braces when the path is this one; nil when it is another.
    func parameters(of path: SafePath) -> [String: String]? {
        guard path.parts.count == parts.count else { return nil }
        var found: [String: String] = [:]
        for (part, given) in zip(parts, path.parts) {
            if part.hasPrefix("{"), part.hasSuffix("}") {
                found[String(part.dropFirst().dropLast())] = given
            } else if part != given {
                return nil
            }
        }
        return found
    }
}

/// A request that has passed the gate.
struct Call: Sendable {
    var request: Request
    var caller: Caller
    var parameters: [String: String] = [:]

    /// The longest body, in bytes.
    static let mostBytes = 16384

    /// On whose behalf it asks the charger.
    var source: RequestSource { caller == .localSocket ? .commandLine : .page }

    /// A part of the query.
    func query(_ name: String) -> String? { request.uri.queryParameters[name[...]].map(String.init) }

    /// The body, which must be JSON.
    func body() async throws -> [UInt8] {
        let type = request.headers[.contentType]?.lowercased() ?? ""
        // A form on a page elsewhere can't send this type without being asked first.
        guard type == "application/json" || type.hasPrefix("application/json;") else {
            throw Refusal(
                status: .unsupportedMediaType, reason: "send JSON, with Content-Type: application/json")
        }
        let tooLong = Refusal(
            status: .contentTooLarge, reason: "a body has at most \(Self.mostBytes) bytes",
            headers: [.connection: "close"])
        let announced = request.headers[.contentLength].flatMap { Int($0) } ?? 0
        guard announced <= Self.mostBytes else { throw tooLong }
        var bytes: [UInt8] = []
        for try await part in request.body {
            guard bytes.count + part.readableBytes <= Self.mostBytes else { throw tooLong }
            bytes.append(contentsOf: part.readableBytesView)
        }
        return bytes
    }
}
