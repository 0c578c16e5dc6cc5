// SPDX-License-Identifier: MIT
public import VEDirect

/// What came of reading a register on request.
public enum RegisterReading: Sendable, Hashable {
    /// The charger answered; flags in the answer say that it declined.
    case answered(RegisterAnswer)
    /// The charger does not know how to be asked.
    case unsupported
    /// The charger did not answer in all tries.
    case unanswered
    /// There is no link to the charger, or it was lost meanwhile; the reason in words.
    case notConnected(reason: String)
    /// Too many registers are being asked for already.
    case busy

    init(_ result: HexExchange.Result) {
        self =
            switch result {
            case .register(let answer): .answered(answer)
            case .unsupported: .unsupported
            case .unanswered, .done: .unanswered
            }
    }
}
