// SPDX-License-Identifier: MIT
import HTTPTypes
import Hummingbird

extension Desk {
    /// Who may do what, and showing the token.
    var accessRoutes: [Route] {
        [
            Route(.get, "/api/v1/access", .open) { call in
                let knows = gate.hasSession(call.request)
                return .json(
                    Access(
                        mayRead: knows || !gate.needsToken(call.caller, for: .read),
                        mayChange: knows || !gate.needsToken(call.caller, for: .change), signedIn: knows))
            },
            Route(.post, "/api/v1/login", .open) { call in
                let shown = try await decode(Login.self, call, expected: #"{"token": "…"}"#)
                let cookie = try gate.login(shown.token, call.request, from: call.caller)
                return Response(status: .noContent, headers: [.setCookie: cookie])
            },
            Route(.post, "/api/v1/logout", .open) { call in
                Response(status: .noContent, headers: [.setCookie: gate.logout(call.request)])
            },
        ]
    }

    private struct Access: Encodable {
        var mayRead: Bool
        var mayChange: Bool
        var signedIn: Bool
    }

    private struct Login: Decodable { var token: String }
}
