// SPDX-License-Identifier: MIT
/// Sees whether the voltage set-point changes though the charge stage does not: then the charger takes its
/// voltage from elsewhere too, which nobody asked for.
struct SetPointWatch: Sendable {
    /// A smaller change from one reading to the next is the compensation for temperature, mV.
    static let tolerance = 150
    /// How long a stage's set-point may come after the stage.
    static let settling: Duration = .seconds(5)
    /// How long a stage may be told after its set-point.
    static let patience: Duration = .seconds(3)

    private var known: Millivolts?
    private var stage: ChargeStage?
    private var stageSince: Duration = .zero
    private var strangeSince: Duration?

    /// The charger is in this stage now.
    mutating func take(_ new: ChargeStage?, at now: Duration) {
        guard new != stage else { return }
        self = SetPointWatch()
        stage = new
        stageSince = now
    }

    /// The set-point was heard.
    mutating func take(_ value: Millivolts, at now: Duration) {
        guard stage != nil else { return }
        if let known, now - stageSince >= Self.settling,
            (value.rawValue &- known.rawValue).magnitude > Self.tolerance
        {
            strangeSince = strangeSince ?? now
        } else {
            known = value
            strangeSince = nil
        }
    }

    /// Whether it has changed, and no stage explains it.
    func hasChanged(at now: Duration) -> Bool { strangeSince.map { now - $0 >= Self.patience } ?? false }
}
