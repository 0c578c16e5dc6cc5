// SPDX-License-Identifier: MIT
import ChargerControl
import ChargerSession
import WebDashboard

/// A charger at work as the page and the API see it.
struct ChargerView: DashboardCharger {
    let live: LiveCharger
    let label: String

    var name: String { live.name }

    func reports() -> AsyncStream<ChargerReport> { live.reports.elements(bound: 1) }

    func records() -> AsyncStream<RequestRecord> { live.records.elements(bound: 1000) }

    func report() async -> ChargerReport { await live.report() }

    func ask(_ subject: RequestSubject, _ payload: [UInt8], source: RequestSource) async -> Int? {
        await live.ask(subject, payload, source: source)
    }
}
