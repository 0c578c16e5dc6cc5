// SPDX-License-Identifier: MIT
import HTTPTypes
import Hummingbird
import NIOCore

/// An answer that is none: its status, and the reason in words.
struct Refusal: Error, Sendable, Hashable {
    var status: HTTPResponse.Status
    var reason: String
    var headers: HTTPFields = [:]

    private struct Words: Encodable { var reason: String }

    /// The answer that says so.
    var response: Response {
        var response = Response.json(Words(reason: reason), status: status)
        response.headers.append(contentsOf: headers)
        return response
    }

    static func badRequest(_ reason: String) -> Refusal { Refusal(status: .badRequest, reason: reason) }
    static func notFound(_ reason: String) -> Refusal { Refusal(status: .notFound, reason: reason) }
}

extension Response {
    /// A readable answer.
    static func json(_ value: some Encodable, status: HTTPResponse.Status = .ok) -> Response {
        text(JSONText.pretty(value), type: "application/json", status: status)
    }

    /// An answer of so many bytes of text.
    static func text(_ bytes: [UInt8], type: String, status: HTTPResponse.Status = .ok) -> Response {
        Response(
            status: status, headers: [.contentType: "\(type); charset=utf-8"],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
    }
}
