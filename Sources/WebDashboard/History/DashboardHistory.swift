// SPDX-License-Identifier: MIT
public import ChargerControl

/// What was recorded can't be read now.
public struct HistoryUnreadable: Error, Sendable, Hashable {
    /// Why, in words.
    public let reason: String

    /// Makes the error.
    /// - Parameter reason: why, in words.
    public init(reason: String) { self.reason = reason }
}

/// What the page and the API read of what was recorded.
///
/// Each throws ``HistoryUnreadable`` while that can't be read.
/// A charger is named as in the configuration; a time range includes its start and not its end.
public protocol DashboardHistory: Sendable {
    /// Samples, each for an equal part of the range; parts without any are left out.
    /// - Parameters:
    ///   - charger: the charger's name.
    ///   - range: the time.
    ///   - most: the most samples wanted, 1 … 5000.
    func samples(of charger: String, in range: Range<Timestamp>, most: Int) async throws -> [HistorySample]
    /// Charging sessions that touch the range, the newest first.
    func sessions(of charger: String, in range: Range<Timestamp>, most: Int) async throws -> [HistorySession]
    /// Requests asked in the range, as they ended, the newest first.
    func requests(of charger: String, in range: Range<Timestamp>, most: Int) async throws -> [RequestRecord]
    /// What happened in the range, the newest first.
    func events(of charger: String, in range: Range<Timestamp>, most: Int) async throws -> [HistoryEvent]
    /// Totals of the days that touch the range, the newest first.
    func days(of charger: String, in range: Range<Timestamp>) async throws -> [HistoryDay]
}

/// The lowest, the mean and the highest of a value.
public struct Spread: Sendable, Hashable, Encodable {
    /// The lowest.
    public var min: Double
    /// The mean.
    public var mean: Double
    /// The highest.
    public var max: Double

    /// Makes a spread; nil when one of them is no finite number.
    public init?(min: Double, mean: Double, max: Double) {
        guard min.isFinite, mean.isFinite, max.isFinite else { return nil }
        self.min = min
        self.mean = mean
        self.max = max
    }
}

/// What was measured in one part of a time range.
public struct HistorySample: Sendable, Hashable, Encodable {
    /// When the part begins.
    public var time: Timestamp
    /// Output voltage, V.
    @OrNull public var voltageVolts: Spread?
    /// Output current, A.
    @OrNull public var currentAmperes: Spread?
    /// Output power, W.
    @OrNull public var powerWatts: Spread?
    /// Battery temperature, °C.
    @OrNull public var batteryTemperatureCelsius: Spread?
    /// The limit in force at its end, A.
    @OrNull public var limitAmperes: Double?
    /// The charge state at its end, in the words of ``ChargeStage``.
    @OrNull public var state: String?

    /// Makes a sample; what is not known is nil.
    public init(
        time: Timestamp, voltageVolts: Spread? = nil, currentAmperes: Spread? = nil,
        powerWatts: Spread? = nil, batteryTemperatureCelsius: Spread? = nil, limitAmperes: Double? = nil,
        state: ChargeStage? = nil
    ) {
        self.time = time
        self.voltageVolts = voltageVolts
        self.currentAmperes = currentAmperes
        self.powerWatts = powerWatts
        self.batteryTemperatureCelsius = batteryTemperatureCelsius
        self.limitAmperes = limitAmperes.flatMap { $0.isFinite ? $0 : nil }
        self.state = state?.rawValue
    }
}
