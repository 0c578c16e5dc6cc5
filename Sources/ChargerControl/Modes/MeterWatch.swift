// SPDX-License-Identifier: MIT
/// Knows what the grid meter said, and since when it has not.
struct MeterWatch: Sendable {
    private(set) var reading: SurplusInputs.GridReading?
    private var trouble: String?

    /// A value arrived.
    /// - Parameters:
    ///   - watts: drawn from the grid; negative flows into it.
    ///   - time: when the oldest part of it was heard.
    mutating func heard(_ watts: Double, at time: Duration) {
        guard watts.isFinite else { return }
        trouble = nil
        reading = SurplusInputs.GridReading(watts: watts, heardAt: time)
    }

    /// The meter can't be read, with the reason in words.
    mutating func failed(_ reason: String) { trouble = reason }

    /// The last value, unless it is too old.
    func reading(within age: Duration, at now: Duration) -> SurplusInputs.GridReading? {
        reading.flatMap { now - $0.heardAt <= age ? $0 : nil }
    }

    /// What is wrong; nil when nothing is.
    func problem(after age: Duration, at now: Duration) -> String? {
        guard reading(within: age, at: now) == nil else { return nil }
        if let trouble { return trouble }
        guard let reading else { return "the grid meter has not been heard yet" }
        return "the grid meter is silent since \((now - reading.heardAt).components.seconds) s"
    }
}
