// SPDX-License-Identifier: MIT
/// Browsers that showed the token once: each has a random name in its cookie, and never the token.
struct Sessions: Sendable {
    private var ends: [String: Duration] = [:]

    static let cookie = "chargebridge_session"
    static let life: Duration = .seconds(30 * 86400)
    private static let most = 100

    /// Begins a session.
    /// - Returns: its name, 256 random bits.
    mutating func begin(at now: Duration) -> String {
        ends = ends.filter { $0.value > now }
        if ends.count >= Self.most, let oldest = ends.min(by: { $0.value < $1.value })?.key {
            ends[oldest] = nil
        }
        var random = SystemRandomNumberGenerator()
        let name = (0..<4).map { _ in
            let digits = String(random.next() as UInt64, radix: 16)
            return String(repeating: "0", count: 16 - digits.count) + digits
        }.joined()
        ends[name] = now + Self.life
        return name
    }

    /// Whether a session goes on.
    func contain(_ name: String, at now: Duration) -> Bool { ends[name].map { $0 > now } ?? false }

    /// Ends a session.
    mutating func end(_ name: String) { ends[name] = nil }

    /// The session's name in a `Cookie` header.
    static func name(in header: String?) -> String? {
        header?.split(separator: ";").lazy
            .map { $0.drop { $0 == " " } }
            .first { $0.hasPrefix(cookie + "=") }
            .map { String($0.dropFirst(cookie.count + 1)) }
    }
}
