// SPDX-License-Identifier: MIT
/// What one text block or one frame said: only what was in it.
public struct Readings: Sendable, Hashable {
    /// What carried the values.
    public enum Carrier: Sendable, Hashable {
        /// A text block whose checksum held: one a second, all values of one instant.
        case block
        /// A HEX frame whose check held.
        case frame
    }

    /// What carried these values.
    public var carrier: Carrier
    /// Output voltage.
    public var voltage: Millivolts?
    /// Output current, in the text's steps of 100 mA.
    public var coarseCurrent: Milliamperes?
    /// Output current in steps of 1 mA (register 0xED8C).
    public var fineCurrent: Milliamperes?
    /// Charge stage.
    public var stage: StageReading?
    /// Error, `OK` included.
    public var error: ErrorReading?
    /// Battery temperature; a charger without a sensor sends none.
    public var batteryTemperature: CentiCelsius?
    /// Temperature inside the charger.
    public var internalTemperature: CentiCelsius?
    /// Why the charger's output is off, in words (register 0x0207); empty when it is not.
    public var offReason: String?

    /// Makes an empty set of readings.
    public init(carrier: Carrier) { self.carrier = carrier }
}
