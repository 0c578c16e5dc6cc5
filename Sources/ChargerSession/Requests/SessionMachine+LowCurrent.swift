// SPDX-License-Identifier: MIT
import ChargerControl
import VEDirect

/// The low-current mode: never before anything about the limit, whose lowering must not wait.
extension SessionMachine {
    /// Reads the mode.
    mutating func readLowCurrent(at now: Duration) -> [Output] {
        ask(.lowCurrent, .get(Register.lowCurrentMode.address), at: now)
        return takeOutputs()
    }

    /// Writes the mode; it may be under way beside a limit, each frame in its turn.
    mutating func write(_ write: ApprovedLowCurrent, at now: Duration) -> [Output] {
        var new = LowCurrentWriting(write)
        let first = new.begin()
        lowCurrentWriting = new
        perform(first, at: now)
        return takeOutputs()
    }

    /// An exchange about the mode has come to an end.
    mutating func lowCurrentEnded(
        _ purpose: HexExchange.Purpose, _ result: HexExchange.Result, at now: Duration
    ) {
        switch purpose {
        case .lowCurrent: emit(.lowCurrentRead(LowCurrentReading(result)))
        case .lowCurrentWrite:
            guard let step = lowCurrentWriting?.afterSet(result) else { return }
            perform(step, at: now)
        case .lowCurrentReadBack:
            guard let step = lowCurrentWriting?.afterReadBack(result) else { return }
            perform(step, at: now)
        default: break
        }
    }

    /// Ends a write that is under way.
    mutating func endLowCurrent(_ result: LowCurrentResult) {
        guard let write = lowCurrentWriting?.write else { return }
        lowCurrentWriting = nil
        emit(.lowCurrentEnded(id: write.id, result))
    }

    private mutating func perform(_ step: LowCurrentWriting.Step, at now: Duration) {
        switch step {
        case .set(let mode):
            let setting = Setting.lowCurrentMode(mode)
            guard let request = setting.request else {
                return endLowCurrent(.declined(reason: "it does not fit the register"))
            }
            ask(.lowCurrentWrite, request, tries: setting.tries, at: now)
        case .readBack: ask(.lowCurrentReadBack, .get(Register.lowCurrentMode.address), at: now)
        case .end(let result): endLowCurrent(result)
        }
    }
}
