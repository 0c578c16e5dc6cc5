// SPDX-License-Identifier: MIT
/// Lets a value through only when the same was heard a moment ago: for a line that is noisy, where one damaged
/// block in 256 passes its sum and the next is never damaged in the same way.
struct RepeatGate: Sendable {
    /// Values of a battery wander by a step or two: within so many one of them comes again.
    private static let most = 8
    private var recent: [Int] = []

    /// Notes a value.
    /// - Returns: whether it is among the last ones.
    mutating func isRepeated(_ value: Int) -> Bool {
        defer {
            recent.append(value)
            if recent.count > Self.most { recent.removeFirst() }
        }
        return recent.contains(value)
    }

    /// Forgets what was heard, as after a silence.
    mutating func reset() { recent.removeAll(keepingCapacity: true) }
}
