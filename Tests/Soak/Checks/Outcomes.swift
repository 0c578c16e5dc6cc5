// SPDX-License-Identifier: MIT
import ChargerControl

/// Follows the requests of one charger: each ends exactly once.
struct Outcomes {
    /// Requests that have not ended, by number.
    private(set) var open: [Int: RequestRecord] = [:]
    private var ended: Set<Int> = []
    /// All up to this number have ended.
    private var endedUpTo = 0
    private(set) var highest = 0
    /// Requests that came over MQTT, counted by their first record.
    private(set) var fromBroker = 0
    /// Whether numbers were used up by a kill.
    private var isAfterKill = false

    /// The process was killed: up to twenty numbers that nobody was given are left out.
    mutating func killed() { isAfterKill = true }

    private mutating func leaveOut(before id: Int) {
        guard id > highest else { return }
        if isAfterKill, id - highest <= 21 { ended.formUnion(highest + 1..<id) }
        isAfterKill = false
    }

    mutating func take(_ record: RequestRecord, site: String, _ ledger: inout Ledger) {
        let hasEnded = record.id <= endedUpTo || ended.contains(record.id)
        if !hasEnded, open[record.id] == nil, record.source == .mqtt { fromBroker += 1 }
        leaveOut(before: record.id)
        highest = max(highest, record.id)
        guard let outcome = record.outcome else {
            ledger.check(.outcome, !hasEnded) { "\(site): request \(record.id) goes on after its end" }
            open[record.id] = record
            return
        }
        ledger.check(.outcome, !hasEnded) { "\(site): request \(record.id) ended twice: \(record)" }
        ledger.count("requests \(outcome.rawValue)")
        open[record.id] = nil
        ended.insert(record.id)
        while ended.remove(endedUpTo + 1) != nil { endedUpTo += 1 }
    }

    /// At the end of all.
    func finish(site: String, asked: Int, _ ledger: inout Ledger) {
        for record in open.values {
            ledger.check(.outcome, false) { "\(site): request \(record.id) never ended: \(record)" }
        }
        ledger.check(.outcome, endedUpTo == highest) {
            "\(site): of \(highest) requests up to \(endedUpTo) ended"
        }
        ledger.check(.outcome, fromBroker == asked) { "\(site): \(asked) were asked, \(fromBroker) told" }
    }
}
