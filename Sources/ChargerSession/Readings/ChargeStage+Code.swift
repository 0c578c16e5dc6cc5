// SPDX-License-Identifier: MIT
import ChargerControl
import VEDirect

extension StageReading {
    /// A charge state code in the domain's words.
    init(_ state: ChargeState) {
        let stage: ChargeStage =
            switch state {
            case .off: .off
            case .lowPower: .lowPower
            case .fault: .fault
            case .bulk: .bulk
            case .absorption: .absorption
            case .float: .float
            case .storage: .storage
            case .equalise: .equalise
            case .inverting: .inverting
            case .powerSupply: .powerSupply
            case .startingUp: .startingUp
            case .repeatedAbsorption: .repeatedAbsorption
            case .recondition: .recondition
            case .batterySafe: .batterySafe
            case .blocked: .blocked
            case .externalControl: .externalControl
            default: .unknown
            }
        self.init(stage: stage, code: Int(state.rawValue))
    }
}

extension ErrorReading {
    /// An error code with its words.
    init(_ error: ChargerError) { self.init(code: Int(error.rawValue), text: error.text) }
}

/// Why a charger's output is off, in words (register 0x0207).
enum OffReason {
    private static let words = [
        "no input power", "switched off by its power switch", "switched off by its mode",
        "switched off by the remote input",
        "internal reason", "pay-as-you-go out of credit", "switched off by the battery's management system",
        "engine shut down", "analysing the input voltage",
    ]

    /// The reasons, joined; empty when there is none.
    static func text(bits: Int) -> String {
        words.indices.filter { bits >> $0 & 1 == 1 }.map { words[$0] }.joined(separator: ", ")
    }
}
