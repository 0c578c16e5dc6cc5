// SPDX-License-Identifier: MIT
import ChargerControl

extension FakeCharger {
    /// What reading the low-current mode brings.
    var answerToLowCurrentRead: LowCurrentReading {
        isOn && (manner == .answers || manner == .declines) ? lowCurrent : .notRead(reason: "no answer")
    }

    /// Takes a low-current mode, or does not.
    mutating func writeLowCurrent(_ mode: LowCurrentMode) -> LowCurrentResult {
        guard isOn, manner != .deaf else { return .unanswered(holds: nil) }
        guard manner != .declines else { return .declined(reason: "not now") }
        lowCurrent = .mode(mode)
        memoryWrites += 1
        return manner == .mumbles ? .unanswered(holds: nil) : .confirmed
    }
}
