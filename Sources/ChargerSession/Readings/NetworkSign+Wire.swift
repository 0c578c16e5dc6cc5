// SPDX-License-Identifier: MIT
import ChargerControl
import VEDirect

extension NetworkSign {
    /// Sent by members of a VE.Smart network only, as far as recordings of chargers show.
    private static let memberRegisters: ClosedRange<UInt16> = 0xEC30...0xEC3F

    /// What a register says about who governs the charger, if it is one that does.
    init?(_ answer: RegisterAnswer) {
        guard answer.flags.isEmpty else { return nil }
        if Self.memberRegisters.contains(answer.address) {
            self = .member
            return
        }
        switch answer.register {
        case .networkMode?:
            guard answer.value.count == 1, let mode = answer.value.first.map(NetworkMode.init) else {
                return nil
            }
            self = .mode(
                isGovernedByOthers: mode.isGovernedByOthers,
                isExternallyControlled: mode.contains(.externalControl))
        // A charger that stands alone sends them too, without a value.
        case .networkVoltage?, .networkCurrent?, .networkBatteryCurrent?:
            guard case .integer = answer.register?.decode(answer.value) else { return nil }
            self = .member
        case .voltageSetPoint?:
            guard let millivolts = Register.voltageSetPoint.thousandths(in: answer.value) else { return nil }
            self = .voltageSetPoint(Millivolts(millivolts))
        default: return nil
        }
    }
}
