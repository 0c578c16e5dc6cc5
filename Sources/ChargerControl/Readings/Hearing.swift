// SPDX-License-Identifier: MIT
/// Puts into words, for the log, that the charger begins or ceases to be heard; each change once.
struct Hearing: Sendable {
    private var listensSince: Duration?
    private var isSilent = false
    private var named: String?

    static let silent =
        "the charger is silent: no data for \(Charger.silence.components.seconds) s; is its mains on?"

    /// The link stands, and nothing was heard over it yet.
    mutating func listens(at now: Duration) { listensSince = now }

    /// The link is gone, which is said where it is known why.
    mutating func linkIsGone() { (listensSince, isSilent) = (nil, false) }

    /// - Returns: what is to be said.
    mutating func hears() -> String? {
        defer { (listensSince, isSilent) = (nil, false) }
        return isSilent ? "the charger is heard again" : nil
    }

    /// - Returns: what is to be said of a charger that is not heard any more.
    mutating func fallsSilent() -> String {
        isSilent = true
        return Self.silent
    }

    /// - Returns: what is to be said of a charger that was not heard since the link stands.
    mutating func waits(at now: Duration) -> String? {
        guard let listensSince, now - listensSince >= Charger.silence else { return nil }
        self.listensSince = nil
        return fallsSilent()
    }

    /// - Returns: what is to be said of a charger that has said which one it is.
    mutating func meets(_ charger: ChargerIdentity) -> String? {
        let words = "it is a \(charger.model)" + (charger.firmware.map { ", firmware \($0)" } ?? "")
        defer { named = words }
        return words == named ? nil : words
    }
}
