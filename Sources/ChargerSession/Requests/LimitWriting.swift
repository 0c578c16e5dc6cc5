import ChargerControl
import VEDirect

/// Carries one approved write out: set, matched answer; without an answer, reads back before it tries again.
struct LimitWriting: Sendable {
    let write: ApprovedWrite
    private var setsLeft = 3
    /// What the charger answered when it was not what was set.
    private var answered: CurrentLimit?

    init(_ write: ApprovedWrite) { self.write = write }

    enum Step: Sendable {
        case set(HexRequest)
        case readBack(HexRequest)
        case end(WriteResult)
    }

    /// The set frame; each one sent may wear the charger's memory, so none is sent blindly again.
    mutating func begin() -> Step {
        setsLeft -= 1
        guard let value = try? Register.chargeCurrentLimit.encode(write.limit.deciamperes) else {
            return .end(.declined(reason: "\(write.limit) does not fit the register", inForce: nil))
        }
        return .set(.set(Register.chargeCurrentLimit.address, value: value))
    }

    /// The set frame was answered, or was not.
    mutating func afterSet(_ result: HexExchange.Result) -> Step {
        switch result {
        case .register(let answer) where answer.flags.isEmpty:
            guard let limit = CurrentLimit(answer) else { return readBack }
            if limit == write.limit { return .end(.confirmed(inForce: limit)) }
            // Clamped, or the late answer to an earlier setting: the register tells.
            answered = limit
            return readBack
        case .register(let answer):
            return .end(.declined(reason: Self.words(answer), inForce: nil))
        case .unsupported:
            return .end(.declined(reason: "it does not know the set command", inForce: nil))
        case .unanswered, .done:
            return readBack
        }
    }

    /// The reading back was answered, or was not.
    mutating func afterReadBack(_ result: HexExchange.Result) -> Step {
        guard case .register(let answer) = result, answer.flags.isEmpty, let limit = CurrentLimit(answer)
        else {
            return .end(.unanswered(inForce: nil))
        }
        if limit == write.limit || limit == answered { return .end(.confirmed(inForce: limit)) }
        return setsLeft > 0 ? begin() : .end(.unanswered(inForce: limit))
    }

    private var readBack: Step { .readBack(.get(Register.chargeCurrentLimit.address)) }

    private static func words(_ answer: RegisterAnswer) -> String {
        if answer.flags.contains(.parameterError), let nearest = CurrentLimit(answer) {
            return "not a limit it takes; the nearest is \(nearest)"
        }
        return answer.flags.description
    }
}

extension CurrentLimit {
    /// The limit in an answer about a current register in steps of 0.1 A; nil when it has none.
    init?(_ answer: RegisterAnswer) {
        guard case .integer(let raw) = answer.register?.decode(answer.value) else { return nil }
        self.init(deciamperes: raw)
    }
}
