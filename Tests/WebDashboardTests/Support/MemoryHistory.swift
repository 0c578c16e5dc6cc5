// SPDX-License-Identifier: MIT
import ChargerControl
import WebDashboard

/// A history in memory: a charging session each day, from six to noon in UTC.
struct MemoryHistory: DashboardHistory {
    let end: Timestamp
    /// The finest that the real one keeps.
    static let step: Int64 = 10_000
    static let minute: Int64 = 60_000
    static let day: Int64 = 86_400_000

    init(until end: Timestamp = .now) { self.end = end }

    func samples(of charger: String, in range: Range<Timestamp>, most: Int) async throws -> [HistorySample] {
        let length = range.upperBound.unixMilliseconds - range.lowerBound.unixMilliseconds
        let part = max(Self.step, length / Int64(most) + 1)
        return stride(
            from: range.lowerBound.unixMilliseconds, to: range.upperBound.unixMilliseconds, by: Int(part)
        )
        .filter { $0 < end.unixMilliseconds && $0 > end.unixMilliseconds - 40 * Self.day }
        .map { Self.sample(at: $0) }
    }

    private static func sample(at time: Int64) -> HistorySample {
        let minutes = Double(time % day) / Double(minute)
        let since = minutes - 360
        let limit: Double = minutes < 430 ? 15 : 10
        let stage: ChargeStage =
            since < 0 || since >= 360 ? .off : since < 200 ? .bulk : since < 300 ? .absorption : .float
        let current: Double =
            switch stage {
            case .bulk: limit - 0.4
            case .absorption: max(1, 9.6 - (since - 200) * 0.085)
            case .float: 0.6
            default: 0
            }
        let voltage: Double =
            switch stage {
            case .bulk: 12.9 + since / 200 * 1.4
            case .absorption: 14.4
            case .float: 13.8
            default: 12.8
            }
        let wobble = abs(Double(time / minute % 120) - 60) / 1200
        func spread(_ value: Double, _ by: Double) -> Spread? {
            Spread(min: value - by, mean: value + wobble, max: value + by + 0.05)
        }
        return HistorySample(
            time: Timestamp(unixMilliseconds: time), voltageVolts: spread(voltage, 0.05),
            currentAmperes: spread(current, current > 0 ? 0.3 : 0), powerWatts: spread(current * voltage, 2),
            batteryTemperatureCelsius: spread(21, 0), limitAmperes: limit, state: stage)
    }

    private func midnights(_ range: Range<Timestamp>) -> [Int64] {
        let last = min(range.upperBound.unixMilliseconds, end.unixMilliseconds)
        let first = max(range.lowerBound.unixMilliseconds, end.unixMilliseconds - 40 * Self.day)
        guard first < last else { return [] }
        let days = (first / Self.day * Self.day, last / Self.day * Self.day)
        return stride(from: days.1, through: days.0, by: Int(-Self.day)).map { $0 }
    }

    func sessions(of charger: String, in range: Range<Timestamp>, most: Int) async throws -> [HistorySession]
    {
        let starts = midnights(range).map { $0 + 360 * Self.minute }.filter {
            $0 < end.unixMilliseconds && $0 + 360 * Self.minute > range.lowerBound.unixMilliseconds
        }
        return starts.prefix(most).map { start in
            var session = HistorySession(
                start: Timestamp(unixMilliseconds: start),
                end: Timestamp(unixMilliseconds: start + 360 * Self.minute),
                bulk: HistoryPhase(minutes: 200, chargeAmpereHours: 32.5, energyWattHours: 441.2),
                absorption: HistoryPhase(minutes: 100, chargeAmpereHours: 12.1, energyWattHours: 163),
                float: HistoryPhase(minutes: 60, chargeAmpereHours: 0.6, energyWattHours: 8.2))
            session.startVoltageVolts = 12.91
            session.endVoltageVolts = 13.8
            session.highestVoltageVolts = 14.43
            session.highestCurrentAmperes = 14.9
            session.highestBatteryTemperatureCelsius = 23.5
            session.ending = "full"
            session.result = "the charger is in state storage"
            return session
        }
    }

    func requests(of charger: String, in range: Range<Timestamp>, most: Int) async throws -> [RequestRecord] {
        []
    }

    func events(of charger: String, in range: Range<Timestamp>, most: Int) async throws -> [HistoryEvent] {
        [
            HistoryEvent(time: end, kind: "link", text: "=the link, \"open\" again"),
            HistoryEvent(time: end, kind: "broker", text: "connected to 192.0.2.10:1883"),
        ].prefix(most).map(\.self)
    }

    func days(of charger: String, in range: Range<Timestamp>) async throws -> [HistoryDay] {
        midnights(range).map { midnight in
            HistoryDay(
                day: String(Timestamp(unixMilliseconds: midnight).text.prefix(10)), energyWattHours: 612.4,
                chargeAmpereHours: 45.2, sessions: 1, chargingSeconds: 18_000)
        }
    }
}
