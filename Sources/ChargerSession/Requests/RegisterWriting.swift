// SPDX-License-Identifier: MIT
import ChargerControl
import VEDirect

/// Carries one approved write out, step by step.
protocol RegisterWriting: Sendable {
    /// The write.
    var write: ApprovedWrite { get }
    /// What to do first.
    mutating func begin() -> WritingStep
    /// It is not set once more.
    mutating func stopTrying()
    /// A set frame was answered, or was not.
    mutating func afterSet(_ result: HexExchange.Result) -> WritingStep
    /// The reading back was answered, or was not.
    mutating func afterReadBack(_ result: HexExchange.Result) -> WritingStep
}

/// What comes next in carrying a write out.
enum WritingStep: Sendable {
    case set(Setting)
    case readBack(Register)
    case end(WriteResult)
}

extension WriteResult {
    /// What became of a set frame that was answered with flags, or not understood; nil for any other.
    static func declined(_ result: HexExchange.Result) -> WriteResult? {
        switch result {
        case .register(let answer) where !answer.flags.isEmpty:
            if answer.flags.contains(.parameterError), answer.register?.unit == .ampere,
                let nearest = CurrentLimit(answer)
            {
                return .declined(reason: "not a limit it takes; the nearest is \(nearest)", inForce: nil)
            }
            return .declined(reason: answer.flags.description, inForce: nil)
        case .unsupported: return .declined(reason: "it does not know the set command", inForce: nil)
        default: return nil
        }
    }
}

extension CurrentLimit {
    /// The limit in an answer about a current register in steps of 0.1 A; nil when it has none.
    init?(_ answer: RegisterAnswer) {
        guard case .integer(let raw) = answer.register?.decode(answer.value) else { return nil }
        self.init(deciamperes: raw)
    }
}
