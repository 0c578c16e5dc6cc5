// SPDX-License-Identifier: MIT
/// The charger's low-current mode: less output than the limit allows, and a fan that stays off.
public enum LowCurrentMode: String, Sendable, Hashable, CaseIterable {
    /// The limit alone holds.
    case off
    /// The output is lowered until it is switched off.
    case on
    /// The output is lowered for eight hours; then the charger itself goes back to off.
    case night
}

extension LowCurrentMode {
    private static let longest = 32
    private static let expected = "expected is \(allCases.map(\.rawValue).joined(separator: ", "))"

    /// Reads the payload of a request; spaces around the word are accepted.
    /// - Throws: ``LimitPayload/Unreadable`` with what is wrong, in words.
    init(_ payload: [UInt8]) throws(LimitPayload.Unreadable) {
        guard payload.count <= Self.longest, payload.allSatisfy({ (0x20..<0x7F).contains($0) }) else {
            throw LimitPayload.Unreadable(
                shown: "\(payload.count) bytes", reason: "this is no low-current mode; \(Self.expected)")
        }
        let words = String(decoding: payload, as: UTF8.self).split(separator: " ")
        let text = words.joined(separator: " ")
        guard let mode = Self(rawValue: text.lowercased()) else {
            throw LimitPayload.Unreadable(
                shown: text, reason: "'\(text)' is no low-current mode; \(Self.expected)")
        }
        self = mode
    }
}
