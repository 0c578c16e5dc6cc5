// SPDX-License-Identifier: MIT
/// Lets a change through only when it is heard twice, on a noisy line three times: for codes, where no change is too
/// large to believe.
///
/// An 8-bit sum lets one damaged block in 256 pass. A wrong charge state or error would be more than a wrong
/// digit: the owner may have the limit lowered at an error.
struct EchoGate<Value: Hashable & Sendable>: Sendable {
    private var accepted: Value?
    private var suspect: Value?
    /// How many times in a row the suspect was heard.
    private var times = 0

    /// Judges a value.
    /// - Parameters:
    ///   - value: the new value.
    ///   - isHarmless: whether it is believed without a second while nothing is known.
    ///   - isNoisy: whether the line is.
    /// - Returns: whether the value may be used.
    mutating func admits(_ value: Value, isHarmless: Bool, isNoisy: Bool) -> Bool {
        times = value == suspect ? times + 1 : 1
        suspect = value
        guard
            value == accepted || times >= (isNoisy ? 3 : 2) || accepted == nil && isHarmless && !isNoisy
        else { return false }
        accepted = value
        return true
    }

    /// Forgets what was believed, as after a silence.
    mutating func reset() { self = EchoGate() }
}
