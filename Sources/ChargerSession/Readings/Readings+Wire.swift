// SPDX-License-Identifier: MIT
import ChargerControl
import VEDirect

extension Readings {
    /// What a text block says.
    init(_ block: TextBlock) {
        self.init(carrier: .block)
        voltage = block.millivolts.map(Millivolts.init)
        coarseCurrent = block.milliamperes.map(Milliamperes.init)
        batteryTemperature = block.batteryTemperature.flatMap { degrees in
            // Beyond this no sensor of a charger measures; it also keeps the multiplication from overflowing.
            abs(degrees) <= 1000 ? CentiCelsius(degrees * 100) : nil
        }
        error = block.error.map { ErrorReading($0) }
        stage = block.state.flatMap { $0 == .unavailable ? nil : StageReading($0) }
    }

    /// What a register says, if it is one that is shown.
    init?(_ answer: RegisterAnswer) {
        guard let register = answer.register, case .integer(let raw) = register.decode(answer.value) else {
            return nil
        }
        self.init(carrier: .frame)
        switch register {
        case .outputCurrent: fineCurrent = Milliamperes(raw)
        case .outputVoltage, .chargerVoltage: voltage = register.thousandths(raw).map(Millivolts.init)
        case .outputCurrentCoarse, .chargerCurrent:
            coarseCurrent = register.thousandths(raw).map(Milliamperes.init)
        case .internalTemperature: internalTemperature = CentiCelsius(raw)
        case .deviceState: stage = UInt8(exactly: raw).map { StageReading(ChargeState(rawValue: $0)) }
        case .errorCode: error = UInt8(exactly: raw).map { ErrorReading(ChargerError(rawValue: $0)) }
        case .offReason: offReason = OffReason.text(bits: raw)
        default: return nil
        }
    }
}
