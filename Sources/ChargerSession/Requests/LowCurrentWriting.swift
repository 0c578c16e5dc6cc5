// SPDX-License-Identifier: MIT
import ChargerControl
import VEDirect

/// Writes the low-current mode: set, matched answer; without one, reads back before it tries again.
struct LowCurrentWriting: Sendable {
    /// What comes next in carrying the write out.
    enum Step: Sendable, Hashable {
        case set(LowCurrentMode)
        case readBack
        case end(LowCurrentResult)
    }

    let write: ApprovedLowCurrent
    private var setsLeft = 3
    /// What the charger answered when it was not what was set.
    private var answered: LowCurrentReading?

    init(_ write: ApprovedLowCurrent) { self.write = write }

    /// The set frame; each one sent may wear the charger's memory, so none is sent blindly again.
    mutating func begin() -> Step {
        setsLeft -= 1
        return .set(write.mode)
    }

    /// The set frame was answered, or was not.
    mutating func afterSet(_ result: HexExchange.Result) -> Step {
        switch result {
        case .register(let answer) where !answer.flags.isEmpty:
            return .end(.declined(reason: answer.flags.description))
        case .unsupported: return .end(.declined(reason: "it does not know the set command"))
        case .register:
            let reading = LowCurrentReading(result)
            if reading == .mode(write.mode) { return .end(.confirmed) }
            // Another mode, or the late answer to an earlier setting: the register tells.
            answered = reading
        case .unanswered, .done: break
        }
        return .readBack
    }

    /// The reading back was answered, or was not.
    mutating func afterReadBack(_ result: HexExchange.Result) -> Step {
        let reading = LowCurrentReading(result)
        switch reading {
        case .mode(write.mode): return .end(.confirmed)
        case .mode, .unknown:
            // It was heard and keeps to its own: setting it again would only wear its memory.
            guard reading != answered, setsLeft > 0 else { return .end(.unanswered(holds: reading)) }
            return begin()
        case .absent, .notRead: return .end(.unanswered(holds: nil))
        }
    }
}
