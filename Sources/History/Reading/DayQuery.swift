// SPDX-License-Identifier: MIT
import GRDB

/// Which days a list gets.
struct DayQuery: Sendable {
    let charger: String
    let before: Int64
    let most: Int

    /// Reads what is in the database, and adds what is not yet.
    func days(_ db: Database, waiting: [Bucket], day: (Int64) -> Int) throws -> [DayTotal] {
        guard let id = try ChargerRow.find(db, charger) else { return [] }
        let row = try ChargerRow(db, id)
        var ledger = TotalsLedger(last: row.totals)
        for bucket in waiting where bucket.sequence > row.applied {
            ledger.take(bucket.totals, day: day(bucket.sample.time))
        }
        let rows = try Row.fetchAll(
            db,
            sql:
                "SELECT day, joules, coulombs FROM day WHERE charger = ? AND day < ? ORDER BY day DESC LIMIT ?",
            arguments: [id, before, most])
        var totals = Dictionary(
            rows.map {
                ($0.integer(0) ?? 0, WholeTotals(joules: $0.number(1) ?? 0, coulombs: $0.number(2) ?? 0))
            },
            uniquingKeysWith: { first, _ in first })
        for (day, gain) in ledger.days where Int64(day) < before {
            totals[day, default: WholeTotals(joules: 0, coulombs: 0)].joules &+= gain.joules
            totals[day, default: WholeTotals(joules: 0, coulombs: 0)].coulombs &+= gain.coulombs
        }
        return totals.sorted { $0.key > $1.key }.prefix(most).map { day, total in
            DayTotal(charger: charger, day: day, joules: total.joules, coulombs: total.coulombs)
        }
    }
}
