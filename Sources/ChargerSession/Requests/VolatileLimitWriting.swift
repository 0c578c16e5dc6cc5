// SPDX-License-Identifier: MIT
import ChargerControl
import VEDirect

/// Writes or renews the limit that lapses: the network mode, the limit, and always a reading back, since an
/// answer alone does not say that the register kept it.
struct VolatileLimitWriting: RegisterWriting {
    let write: ApprovedWrite
    /// A second one, since what was read back may be the late answer to an earlier reading.
    private var roundsLeft = 2
    private var isModeSet = false

    init(_ write: ApprovedWrite) { self.write = write }

    /// The mode goes first: without it the charger need not take the limit.
    mutating func begin() -> WritingStep {
        roundsLeft -= 1
        isModeSet = false
        return .set(.networkMode(.limitsFromHost))
    }

    mutating func stopTrying() { roundsLeft = 0 }

    /// A set frame was answered, or was not.
    mutating func afterSet(_ result: HexExchange.Result) -> WritingStep {
        if let declined = WriteResult.declined(result) { return .end(declined) }
        guard case .register = result else { return .end(.unanswered(inForce: nil)) }
        guard isModeSet else {
            isModeSet = true
            return .set(.volatileLimit(write.limit))
        }
        return .readBack(.networkCurrentLimit)
    }

    /// The reading back was answered, or was not.
    mutating func afterReadBack(_ result: HexExchange.Result) -> WritingStep {
        if let declined = WriteResult.declined(result) { return .end(declined) }
        guard case .register(let answer) = result else { return .end(.unanswered(inForce: nil)) }
        let limit = CurrentLimit(answer)
        if limit == write.limit { return .end(.confirmed(inForce: write.limit)) }
        if roundsLeft > 0 { return begin() }
        return .end(limit.map { .confirmed(inForce: $0) } ?? .unanswered(inForce: nil))
    }
}
