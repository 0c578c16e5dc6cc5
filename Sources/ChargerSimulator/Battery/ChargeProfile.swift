// SPDX-License-Identifier: MIT
/// The voltages, currents and times a charge follows; each comes from a register.
struct ChargeProfile: Sendable {
    /// Absorption voltage (0xEDF7), in volts.
    var absorptionVolts: Double
    /// Float voltage (0xEDF6), in volts.
    var floatVolts: Double
    /// Storage voltage (0xEDF5), in volts.
    var storageVolts: Double
    /// Below this current absorption is over (0xEDE7), in amperes.
    var tailAmperes: Double
    /// Longest absorption (0xEDFB), in seconds.
    var absorptionSeconds: Double
    /// Longest bulk (0xEDFC), in seconds; a longer one is error 20.
    var bulkSeconds: Double
    /// Voltage as a power supply (0xEDE9), in volts.
    var supplyVolts: Double

    /// Time in float before storage.
    static let floatSeconds = 8.0 * 3600
    /// Time in storage between repeated absorptions: a week.
    static let storageSeconds = 7.0 * 24 * 3600
    /// Length of a repeated absorption.
    static let repeatedAbsorptionSeconds = 3600.0
    /// The tail current has to hold this long before absorption is over.
    static let tailSeconds = 60.0
    /// The voltage has to stay below float or storage this long before bulk starts again.
    static let restartSeconds = 60.0
    /// How far below the set-point the voltage sags before bulk starts again, per 12 V.
    static let restartVoltsPer12Volts = 0.4
}
