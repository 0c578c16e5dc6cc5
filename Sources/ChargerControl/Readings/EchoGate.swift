// SPDX-License-Identifier: MIT
/// Lets a change through only when it is heard twice: for codes, where no change is too large to believe.
///
/// An 8-bit sum lets one damaged block in 256 pass. A wrong charge state or error would be more than a wrong
/// digit: the owner may have the limit lowered at an error.
struct EchoGate<Value: Hashable & Sendable>: Sendable {
    private var accepted: Value?
    private var suspect: Value?

    /// Judges a value.
    /// - Parameters:
    ///   - value: the new value.
    ///   - isHarmless: whether it is believed without a second while nothing is known.
    /// - Returns: whether the value may be used.
    mutating func admits(_ value: Value, isHarmless: Bool) -> Bool {
        if value == accepted || value == suspect || accepted == nil && isHarmless {
            accepted = value
            suspect = nil
            return true
        }
        suspect = value
        return false
    }

    /// Forgets what was believed, as after a silence.
    mutating func reset() { self = EchoGate() }
}
