// SPDX-License-Identifier: MIT
/// What the charger does now; the raw value is register 0x0201 and the text field `CS`.
public enum ChargePhase: UInt8, Sendable {
    /// Switched off.
    case off = 0
    /// Stopped by an error.
    case fault = 2
    /// Constant current.
    case bulk = 3
    /// Constant voltage while the current decays.
    case absorption = 4
    /// Held full.
    case float = 5
    /// Held at a lower voltage.
    case storage = 6
    /// Not charging: a power supply.
    case powerSupply = 11
    /// The weekly absorption out of storage.
    case repeatedAbsorption = 246
}
