// SPDX-License-Identifier: MIT
public import ChargerControl

/// What was measured of a charger in one bucket of time.
public struct Sample: Sendable, Hashable, Codable {
    /// When the bucket begins, seconds since 1970 (UTC).
    public var time: Int64
    /// How often the charger was looked at, about once a second; none: the program did not run.
    public var reports: Int
    /// How many of these times the charger was heard; none: the link was down or the charger off.
    public var readings: Int
    /// Output voltage, mV.
    public var voltage: Extent?
    /// Output current, mA.
    public var current: Extent?
    /// Output power, mW.
    public var power: Extent?
    /// Battery temperature, 0.01 °C.
    public var batteryTemperature: Extent?
    /// Temperature inside the charger, 0.01 °C.
    public var internalTemperature: Extent?
    /// The charge stage that held longest.
    public var stage: ChargeStage?
    /// The limit in force at the end.
    public var limit: CurrentLimit?

    /// Makes a sample in which nothing was measured.
    /// - Parameters:
    ///   - time: when the bucket begins, seconds since 1970.
    ///   - reports: how often the charger was looked at.
    ///   - readings: how many of these times it was heard.
    public init(time: Int64, reports: Int = 0, readings: Int = 0) {
        self.time = time
        self.reports = reports
        self.readings = readings
    }

    /// Whether the charger was heard.
    public var isLinked: Bool { readings > 0 }
}
