// SPDX-License-Identifier: MIT
/// Lets small changes through at once and a jump only when a second value confirms it.
///
/// An 8-bit sum lets one damaged block in 256 pass; what it then carries is rarely within what a battery
/// can do in a second, and never twice the same.
struct JumpGate: Sendable {
    private var accepted: Int?
    private var suspect: Int?

    /// Judges a value.
    /// - Parameters:
    ///   - value: the new value.
    ///   - tolerance: the largest believable change, in the value's unit.
    ///   - plausible: the range in which a first value is believed without a second.
    ///   - possible: the range outside which no value is believed, however often it comes.
    /// - Returns: whether the value may be used.
    mutating func admits(
        _ value: Int, tolerance: Int, plausible: ClosedRange<Int>, possible: ClosedRange<Int>
    ) -> Bool {
        guard possible.contains(value) else { return false }
        let believable =
            accepted.map { isClose(value, to: $0, within: tolerance) } ?? plausible.contains(value)
        if believable || suspect.map({ isClose(value, to: $0, within: tolerance) }) == true {
            accepted = value
            suspect = nil
            return true
        }
        suspect = value
        return false
    }

    /// Forgets what was believed, as after a silence.
    mutating func reset() { self = JumpGate() }

    private func isClose(_ value: Int, to other: Int, within tolerance: Int) -> Bool {
        let (difference, overflow) = value.subtractingReportingOverflow(other)
        return !overflow && difference.magnitude <= UInt(tolerance)
    }
}
