// SPDX-License-Identifier: MIT
/// What the charger last measured, in the steps it measures in.
struct Measurements: Sendable, Equatable {
    /// Output voltage in 0.01 V (0xED8D, 0xEDD5, and the text field `V` in steps of 10 mV).
    var centivolts = 0
    /// Output current in mA, in steps of 10 mA as a real charger's 0xED8C.
    var milliamperes = 0
    /// Internal temperature in 0.01 °C (0xEDDB).
    var internalCentidegrees = 2400

    /// Output current in 0.1 A (0xED8F, 0xEDD7, and the text field `I` in steps of 100 mA).
    var deciamperes: Int { (milliamperes + 50) / 100 }
}
