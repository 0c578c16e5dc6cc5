// SPDX-License-Identifier: MIT
import GRDB

/// What goes into the database together.
struct Batch: Sendable {
    /// Whether something is in it that should not wait long.
    var isUrgent: Bool { !sessions.isEmpty || !requests.isEmpty || !events.isEmpty }
    var isEmpty: Bool { buckets.isEmpty && !isUrgent }

    var buckets: [Bucket] = []
    /// Sessions that have ended or grown.
    var sessions: [ChargeSession] = []
    var requests: [RequestEntry] = []
    var events: [HistoryEvent] = []

    /// Writes all of it, or nothing.
    /// - Parameter day: the day of a time, days since 1970 in the machine's calendar.
    func write(to db: Database, stages: StageTable, day: (Int64) -> Int) throws {
        var chargers: [String: Int64] = [:]
        func id(_ name: String) throws -> Int64 {
            if let known = chargers[name] { return known }
            let id = try ChargerRow.id(db, name)
            chargers[name] = id
            return id
        }
        for (name, buckets) in Dictionary(grouping: buckets, by: \.charger) {
            try write(buckets, of: id(name), to: db, stages: stages, day: day)
        }
        let rows = SessionRows(db: db)
        for session in sessions { try rows.save(session, charger: id(session.charger)) }
        let notes = NoteRows(db: db)
        for request in requests { try notes.save(request, charger: id(request.charger)) }
        for event in events { try notes.save(event, charger: event.charger.map(id)) }
        if !requests.isEmpty || !events.isEmpty { try notes.deleteOld() }
        try Self.shrink(db)
    }

    private func write(
        _ buckets: [Bucket], of charger: Int64, to db: Database, stages: StageTable, day: (Int64) -> Int
    ) throws {
        let row = try ChargerRow(db, charger)
        // What is in already stays as it is, however often it is put in.
        let new = buckets.filter { $0.sequence > row.applied }
        guard let last = new.last else { return }
        let rows = SampleRows(db: db, charger: charger, stages: stages)
        for resolution in Resolution.allCases {
            let count = try rows.add(new.map(\.sample), to: resolution)
            try rows.deleteOld(resolution, now: last.sample.time, most: max(2 * count, 8))
        }
        var ledger = TotalsLedger(last: row.totals)
        for bucket in new { ledger.take(bucket.totals, day: day(bucket.sample.time)) }
        try ChargerRow.save(db, charger, applied: last.sequence, ledger)
    }

    /// Gives pages that deleting has freed back to the disk, a few at a time.
    private static func shrink(_ db: Database) throws {
        let free = try Int.fetchOne(db, sql: "PRAGMA freelist_count") ?? 0
        guard free > 500 else { return }
        _ = try Row.fetchAll(db, sql: "PRAGMA incremental_vacuum(20)")
    }
}

/// A charger's row: what is in the database of it.
struct ChargerRow {
    /// The sequence number of the last bucket that is in.
    let applied: Int64
    /// Its totals.
    let totals: WholeTotals?

    init(_ db: Database, _ id: Int64) throws {
        let row = try Row.fetchOne(
            db, sql: "SELECT applied, joules, coulombs FROM charger WHERE id = ?", arguments: [id])
        applied = row?.number(0) ?? 0
        if let joules = row?.number(1), let coulombs = row?.number(2) {
            totals = WholeTotals(joules: joules, coulombs: coulombs)
        } else {
            totals = nil
        }
    }

    /// The number of a charger; it gets one when it is new.
    static func id(_ db: Database, _ name: String) throws -> Int64 {
        if let id = try find(db, name) { return id }
        try db.execute(sql: "INSERT INTO charger (name) VALUES (?)", arguments: [name])
        return db.lastInsertedRowID
    }

    static func find(_ db: Database, _ name: String) throws -> Int64? {
        try Int64.fetchOne(db, sql: "SELECT id FROM charger WHERE name = ?", arguments: [name])
    }

    /// The last bucket that is in, of each charger.
    static func applied(_ db: Database) throws -> [String: Int64] {
        let rows = try Row.fetchAll(db, sql: "SELECT name, applied FROM charger")
        return Dictionary(rows.map { ($0.text(0) ?? "", $0.number(1) ?? 0) }, uniquingKeysWith: max)
    }

    static func save(_ db: Database, _ id: Int64, applied: Int64, _ ledger: TotalsLedger) throws {
        for (day, gain) in ledger.days {
            try db.execute(
                sql: """
                    INSERT INTO day (charger, day, joules, coulombs) VALUES (?, ?, ?, ?)
                    ON CONFLICT DO UPDATE SET joules = joules + excluded.joules,
                    coulombs = coulombs + excluded.coulombs
                    """,
                arguments: [id, day, gain.joules, gain.coulombs])
        }
        try db.execute(
            sql: "UPDATE charger SET applied = ?, joules = ?, coulombs = ? WHERE id = ?",
            arguments: [applied, ledger.last?.joules, ledger.last?.coulombs, id])
    }
}
