// SPDX-License-Identifier: MIT
import ChargerControl

/// What the board knows of one charger.
struct Place: Sendable {
    let charger: any DashboardCharger
    var report: ChargerReport?
    /// When the report came.
    var time: Timestamp?
    var heardAt: ContinuousClock.Instant?
    /// How the last requests stand, by number.
    private(set) var records: [Int: RequestRecord] = [:]

    private static let mostRecords = 200
    /// A report comes every second; without one for so long, nothing is known any more.
    static let staleness: Duration = .seconds(35)

    init(_ charger: any DashboardCharger) { self.charger = charger }

    mutating func take(_ record: RequestRecord) {
        records[record.id] = record
        guard records.count > Self.mostRecords, let oldest = records.keys.min() else { return }
        records[oldest] = nil
    }

    mutating func take(_ new: ChargerReport) {
        report = new
        time = .now
        heardAt = .now
    }

    /// The last requests, the newest first.
    var newestRecords: [RequestRecord] { records.values.sorted { $0.id > $1.id } }

    var state: ChargerState? {
        guard let report, let time else { return nil }
        var state = ChargerState(name: charger.name, label: charger.label, report, at: time)
        if isStale {
            state.online = false
            state.idleReason = "the bridge has no news of this charger since \(time.text)"
        }
        return state
    }

    var isStale: Bool { heardAt.map { .now - $0 > Self.staleness } ?? true }

    /// Why its readings can't be relied on; nil when they can.
    var problem: String? {
        guard let report else { return "\(charger.name): not heard yet" }
        if isStale { return "\(charger.name): no news for \(Self.staleness.components.seconds) s" }
        return report.snapshot.isOnline
            ? nil : "\(charger.name): \(report.snapshot.idleReason ?? "offline")"
    }
}
