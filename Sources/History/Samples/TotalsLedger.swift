// SPDX-License-Identifier: MIT
/// What was delivered on each day, from the differences of totals that only grow.
struct TotalsLedger: Sendable {
    /// The totals as last seen; nil: never.
    private(set) var last: WholeTotals?
    /// What each day has gained since the ledger was opened.
    private(set) var days: [Int: WholeTotals] = [:]

    init(last: WholeTotals?) { self.last = last }

    /// Takes a bucket's totals in.
    ///
    /// The first ones are where counting begins. Lower ones than before (the state file was lost) are where
    /// it goes on: nothing is counted twice, and no day loses what it has.
    mutating func take(_ totals: WholeTotals, day: Int) {
        defer { last = totals }
        guard let last else { return }
        let joules = max(0, totals.joules.subtractingReportingOverflow(last.joules).partialValue)
        let coulombs = max(0, totals.coulombs.subtractingReportingOverflow(last.coulombs).partialValue)
        guard joules > 0 || coulombs > 0 else { return }
        days[day, default: WholeTotals(joules: 0, coulombs: 0)].joules &+= joules
        days[day, default: WholeTotals(joules: 0, coulombs: 0)].coulombs &+= coulombs
    }
}
