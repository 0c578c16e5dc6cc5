// SPDX-License-Identifier: MIT
import ChargerControl
import VEDirect

/// Writes the limit that is kept: set, matched answer; without an answer, reads back before it tries again.
struct LimitWriting: RegisterWriting {
    let write: ApprovedWrite
    private var setsLeft = 3
    /// What the charger answered when it was not what was set.
    private var answered: CurrentLimit?

    init(_ write: ApprovedWrite) { self.write = write }

    /// The set frame; each one sent may wear the charger's memory, so none is sent blindly again.
    mutating func begin() -> WritingStep {
        setsLeft -= 1
        return .set(.persistentLimit(write.limit))
    }

    mutating func stopTrying() { setsLeft = 0 }

    /// The set frame was answered, or was not.
    mutating func afterSet(_ result: HexExchange.Result) -> WritingStep {
        if let declined = WriteResult.declined(result) { return .end(declined) }
        guard case .register(let answer) = result, let limit = CurrentLimit(answer) else {
            return .readBack(.chargeCurrentLimit)
        }
        if limit == write.limit { return .end(.confirmed(inForce: limit)) }
        // Clamped, or the late answer to an earlier setting: the register tells.
        answered = limit
        return .readBack(.chargeCurrentLimit)
    }

    /// The reading back was answered, or was not.
    mutating func afterReadBack(_ result: HexExchange.Result) -> WritingStep {
        guard case .register(let answer) = result, answer.flags.isEmpty, let limit = CurrentLimit(answer)
        else {
            return .end(.unanswered(inForce: nil))
        }
        if limit == write.limit || limit == answered { return .end(.confirmed(inForce: limit)) }
        return setsLeft > 0 ? begin() : .end(.unanswered(inForce: limit))
    }
}
