// SPDX-License-Identifier: MIT
/// What the charger is doing, in the field's words.
public enum ChargeStage: String, Sendable, Hashable, CaseIterable, Codable {
    case off
    case lowPower = "low power"
    case fault
    case bulk
    case absorption
    case float
    case storage
    case equalise
    case inverting
    case powerSupply = "power supply"
    case startingUp = "starting up"
    case repeatedAbsorption = "repeated absorption"
    case recondition
    case batterySafe = "battery safe"
    case blocked
    case externalControl = "external control"
    /// A code that no document names; the number itself is in the diagnostics.
    case unknown

    /// Whether current is meant to flow into the battery to fill it.
    public var isCharging: Bool {
        switch self {
        case .bulk, .absorption, .equalise, .repeatedAbsorption, .recondition, .batterySafe, .externalControl,
            .powerSupply:
            true
        default: false
        }
    }
}

/// A charge stage with the code it was read as.
public struct StageReading: Sendable, Hashable, Codable {
    /// The stage.
    public var stage: ChargeStage
    /// The code on the wire (text field `CS`, register 0x0201).
    public var code: Int

    /// Makes a reading of a stage.
    public init(stage: ChargeStage, code: Int) {
        self.stage = stage
        self.code = code
    }
}

/// An error the charger reports, or the absence of one.
public struct ErrorReading: Sendable, Hashable, Codable {
    /// The code on the wire (text field `ERR`, register 0xEDDA); 0 is no error.
    public var code: Int
    /// The error in words; `OK` when there is none.
    public var text: String

    /// Makes a reading of an error.
    public init(code: Int, text: String) {
        self.code = code
        self.text = text
    }
}
