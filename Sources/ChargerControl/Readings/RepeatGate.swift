// SPDX-License-Identifier: MIT
/// Lets a value through only when the same was heard a moment ago: for a line that is noisy, where one damaged
/// block in 256 passes its sum and the next is never damaged in the same way.
struct RepeatGate: Sendable {
    /// Values of a battery wander by a step or two: within so long one of them comes again.
    private static let moment: Duration = .seconds(10)
    /// Far more than are said in that time.
    private static let most = 32

    private struct Heard: Sendable {
        var value: Int
        var at: Duration
    }

    private var recent: [Heard] = []

    /// Notes a value; the same in a block and in a frame are two, as no damage changes both alike.
    /// - Returns: whether it was heard a moment ago.
    mutating func isRepeated(_ value: Int, at now: Duration) -> Bool {
        recent.removeAll { now - $0.at >= Self.moment }
        if recent.count == Self.most { recent.removeFirst() }
        defer { recent.append(Heard(value: value, at: now)) }
        return recent.contains { $0.value == value }
    }

    /// Forgets what was heard, as after a silence.
    mutating func reset() { recent.removeAll(keepingCapacity: true) }
}
