// SPDX-License-Identifier: MIT
import ChargerControl
import VEDirect

extension LowCurrentMode {
    /// Its number in register 0xE001.
    var number: Int {
        switch self {
        case .off: 0
        case .on: 1
        case .night: 2
        }
    }

    /// The mode of a number; nil when there is none.
    init?(number: Int) {
        guard let mode = Self.allCases.first(where: { $0.number == number }) else { return nil }
        self = mode
    }
}

extension LowCurrentReading {
    /// What an answer about register 0xE001 says.
    init(_ result: HexExchange.Result) {
        self =
            switch result {
            case .register(let answer) where !answer.flags.isEmpty:
                .absent(reason: "it says '\(answer.flags)' of it")
            case .register(let answer): Self(answer)
            case .unsupported: .absent(reason: "it does not know how to be asked for it")
            case .unanswered, .done:
                .notRead(reason: "the charger did not answer; is the adapter's TX wired to its RX?")
            }
    }

    private init(_ answer: RegisterAnswer) {
        self =
            switch Register.lowCurrentMode.decode(answer.value) {
            case .integer(let number): LowCurrentMode(number: number).map { .mode($0) } ?? .unknown(number)
            case .notAvailable: .absent(reason: "it says 'not available' of it")
            case .text, .record, nil: .notRead(reason: "the charger's answer can't be read")
            }
    }
}
