// SPDX-License-Identifier: MIT
import HTTPTypes
import Hummingbird
import Logging
import NIOCore

/// Finds the route of each request, has it checked and answered.
struct Responder: Sendable {
    let routes: [Route]
    let gate: Gate
    let logger: Logger

    /// Answers a request; whatever goes wrong becomes an answer too.
    func respond(to request: Request, from caller: Caller) async -> Response {
        var response: Response
        do {
            response = try await answer(Call(request: request, caller: caller))
        } catch let refusal as Refusal {
            response = refusal.response
        } catch let problem as HistoryUnreadable {
            response = Refusal(status: .serviceUnavailable, reason: problem.reason).response
        } catch {
            // Nothing of it is shown: an error of a library may quote what was sent.
            logger.error("answering \(request.method) failed: \(type(of: error))")
            response =
                Refusal(status: .internalServerError, reason: "something went wrong here; see the log")
                .response
        }
        Self.secure(&response.headers)
        if request.method == .head { response.body = ResponseBody() }
        return response
    }

    private func answer(_ call: Call) async throws -> Response {
        let raw = call.request.head.path ?? ""
        let path = SafePath(String(raw.prefix { $0 != "?" && $0 != "#" }))
        guard let path else { throw Refusal.badRequest("the path can't be read") }
        let wanted: HTTPRequest.Method = call.request.method == .head ? .get : call.request.method
        var allowed: [String] = []
        for route in routes {
            guard let parameters = route.parameters(of: path) else { continue }
            guard route.method == wanted else {
                allowed.append(route.method.rawValue)
                continue
            }
            try gate.check(call.request, from: call.caller, for: route.right)
            var call = call
            call.parameters = parameters
            return try await route.answer(call)
        }
        // A stranger learns nothing of what there is.
        try gate.check(call.request, from: call.caller, for: .page)
        guard allowed.isEmpty else {
            throw Refusal(
                status: .methodNotAllowed,
                reason: "not possible here; possible is \(allowed.joined(separator: ", "))",
                headers: [.allow: allowed.joined(separator: ", ")])
        }
        throw Refusal.notFound("there is nothing here")
    }

    /// Nothing from elsewhere, nothing inline, in no frame, kept by nobody.
    private static func secure(_ headers: inout HTTPFields) {
        headers[.contentSecurityPolicy] =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
            + "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
        headers[.xContentTypeOptions] = "nosniff"
        headers[.xFrameOptions] = "DENY"
        headers[.referrerPolicy] = "no-referrer"
        headers[.crossOriginOpenerPolicy] = "same-origin"
        headers[.crossOriginResourcePolicy] = "same-origin"
        headers[.permissionsPolicy] = "camera=(), geolocation=(), microphone=()"
        if headers[.cacheControl] == nil { headers[.cacheControl] = "no-store" }
    }
}
