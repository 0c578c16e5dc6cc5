// SPDX-License-Identifier: MIT
import ChargerControl
import WebDashboard

/// A history whose file is locked.
struct UnreadableHistory: DashboardHistory {
    static let reason = "history.db is locked by another program"
    private let problem = HistoryUnreadable(reason: Self.reason)

    func samples(of charger: String, in range: Range<Timestamp>, most: Int) async throws -> [HistorySample] {
        throw problem
    }
    func sessions(of charger: String, in range: Range<Timestamp>, most: Int) async throws -> [HistorySession]
    { throw problem }
    func requests(of charger: String, in range: Range<Timestamp>, most: Int) async throws -> [RequestRecord] {
        throw problem
    }
    func events(of charger: String, in range: Range<Timestamp>, most: Int) async throws -> [HistoryEvent] {
        throw problem
    }
    func days(of charger: String, in range: Range<Timestamp>) async throws -> [HistoryDay] { throw problem }
}
