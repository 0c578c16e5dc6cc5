// SPDX-License-Identifier: MIT
import HTTPTypes
import Hummingbird
import Synchronization

/// Decides who may do what.
final class Gate: Sendable {
    /// What a request wants.
    enum Right: Sendable, Hashable {
        /// The page itself, which shows nothing: anybody.
        case page
        /// Whether the process lives: anybody.
        case open
        case read
        case change
    }

    private struct State {
        var sessions = Sessions()
        var guesses = Guesses()
    }

    private let settings: WebSettings
    private let names: HostNames
    private let token: AccessToken?
    private let state = Mutex(State())
    private let start = ContinuousClock.now

    init(_ settings: WebSettings, token: AccessToken?) {
        self.settings = settings
        self.token = token
        names = HostNames(allowed: settings.allowedHosts)
    }

    private var now: Duration { .now - start }

    /// Lets a request pass, or says why not.
    func check(_ request: Request, from caller: Caller, for right: Right) throws(Refusal) {
        // The file's mode says who may.
        if caller == .localSocket { return }
        try checkNames(request, for: right)
        guard needsToken(caller, for: right) else { return }
        try checkToken(request, caller)
    }

    /// Whether a caller has to show the token for something.
    func needsToken(_ caller: Caller, for right: Right) -> Bool {
        switch caller {
        case .localSocket: return false
        case .loopback where !settings.loopbackNeedsToken: return false
        case .loopback, .beyond: break
        }
        return right == .change || (right == .read && settings.readNeedsToken)
    }

    /// Whether a request shows a session that goes on.
    func hasSession(_ request: Request) -> Bool {
        guard let name = Sessions.name(in: request.headers[.cookie]) else { return false }
        let now = now
        return state.withLock { $0.sessions.contain(name, at: now) }
    }

    /// Begins a session for whoever shows the token.
    /// - Returns: the cookie.
    func login(_ guess: String, _ request: Request, from caller: Caller) throws(Refusal) -> String {
        try check(guess: guess, from: caller)
        let now = now
        let name = state.withLock { $0.sessions.begin(at: now) }
        let isSecure = request.headers[.xForwardedProto] == "https"
        return Self.cookie(name, life: Sessions.life.components.seconds) + (isSecure ? "; Secure" : "")
    }

    /// Ends a browser's session.
    /// - Returns: the cookie that takes the place of the old one.
    func logout(_ request: Request) -> String {
        if let name = Sessions.name(in: request.headers[.cookie]) { state.withLock { $0.sessions.end(name) } }
        return Self.cookie("", life: 0)
    }

    private static func cookie(_ value: String, life: Int64) -> String {
        "\(Sessions.cookie)=\(value); Path=/; Max-Age=\(life); HttpOnly; SameSite=Strict"
    }

    // MARK: Where a request comes from

    private func checkNames(_ request: Request, for right: Right) throws(Refusal) {
        guard let authority = request.head.authority, names.contain(authority) else {
            throw Refusal(
                status: .misdirectedRequest,
                reason:
                    "this server is not known by the name it was called; web.allowed_hosts lists more names")
        }
        if let origin = request.headers[.origin], !HostNames.isOwn(origin: origin, authority: authority) {
            throw Refusal(status: .forbidden, reason: "a page from elsewhere may not ask this server")
        }
        let site = request.headers[.secFetchSite]
        if right != .page, let site, site != "same-origin", site != "none" {
            throw Refusal(status: .forbidden, reason: "a page from elsewhere may not ask this server")
        }
    }

    // MARK: The token

    private func checkToken(_ request: Request, _ caller: Caller) throws(Refusal) {
        if hasSession(request) { return }
        let scheme = "Bearer "
        guard let header = request.headers[.authorization], header.hasPrefix(scheme) else {
            throw Refusal(
                status: .unauthorized,
                reason: "this needs the token, which 'chargebridge token' shows on the machine itself",
                headers: [.wwwAuthenticate: "Bearer"])
        }
        try check(guess: String(header.dropFirst(scheme.count)), from: caller)
    }

    private func check(guess: String, from caller: Caller) throws(Refusal) {
        guard let token else {
            throw Refusal(status: .forbidden, reason: "there is no token; the log says why")
        }
        let name = if case .beyond(let address) = caller { address } else { "loopback" }
        let now = now
        let isRight = token.matches(Array(guess.utf8))
        let wait: Duration? = state.withLock { state in
            // While it waits, not even the right one is told from a wrong one.
            if let wait = state.guesses.wait(name, at: now) { return wait }
            if isRight { state.guesses.right(name) } else { state.guesses.wrong(name, at: now) }
            return nil
        }
        if let wait {
            throw Refusal(
                status: .tooManyRequests, reason: "too many wrong tokens from this address; try again later",
                headers: [.retryAfter: "\(wait.components.seconds + 1)"])
        }
        guard isRight else { throw Refusal(status: .unauthorized, reason: "the token is wrong") }
    }
}
