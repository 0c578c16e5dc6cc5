// SPDX-License-Identifier: MIT
import ChargerControl
import GRDB

/// Requests and events in their tables.
struct NoteRows {
    let db: Database

    /// The newest of each are kept: years of them, but not a file that a loose cable fills.
    private static let mostKept = 100_000

    private static let requestColumns =
        "number, subject, source, asked, outcome, reason, in_force_dA, asked_ms, time_ms"

    /// Writes a request, or what has become of it.
    func save(_ request: RequestEntry, charger: Int64) throws {
        try db.execute(
            sql: """
                INSERT INTO request (charger, \(Self.requestColumns)) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (charger, number, asked_ms) DO UPDATE SET outcome = excluded.outcome,
                reason = excluded.reason, in_force_dA = excluded.in_force_dA, time_ms = excluded.time_ms
                """,
            arguments: [
                charger, request.number, request.subject.rawValue, request.source.rawValue, request.asked,
                request.outcome?.rawValue, request.reason, request.inForce?.deciamperes, request.askedAt,
                request.time,
            ])
    }

    /// Requests of a process that has died have no other end.
    func endOpenRequests() throws {
        try db.execute(
            sql: "UPDATE request SET outcome = ?, reason = 'the program ended' WHERE outcome IS NULL",
            arguments: [Outcome.interrupted.rawValue])
    }

    /// Writes an event.
    func save(_ event: HistoryEvent, charger: Int64?) throws {
        try db.execute(
            sql: "INSERT INTO event (charger, time_ms, kind, text) VALUES (?, ?, ?, ?)",
            arguments: [charger, event.time, event.kind.rawValue, event.text])
    }

    /// Deletes what is beyond the newest.
    func deleteOld() throws {
        for table in ["request", "event"] {
            try db.execute(
                sql: "DELETE FROM \(table) WHERE id <= (SELECT max(id) FROM \(table)) - \(Self.mostKept)")
        }
    }

    /// Requests, the newest first.
    func requests(of charger: String?, before id: Int64?, most: Int) throws -> [RequestEntry] {
        let sql = """
            SELECT request.id, charger.name, \(Self.requestColumns) FROM request
            JOIN charger ON charger.id = request.charger
            WHERE request.id < ? AND (?2 IS NULL OR charger.name = ?2) ORDER BY request.id DESC LIMIT ?3
            """
        return try Row.fetchAll(db, sql: sql, arguments: [id ?? .max, charger, most]).compactMap(Self.request)
    }

    /// Events, the newest first; those of the whole bridge too.
    func events(of charger: String?, before id: Int64?, most: Int) throws -> [HistoryEvent] {
        let sql = """
            SELECT event.id, charger.name, time_ms, kind, text FROM event
            LEFT JOIN charger ON charger.id = event.charger
            WHERE event.id < ? AND (?2 IS NULL OR charger.name IS NULL OR charger.name = ?2)
            ORDER BY event.id DESC LIMIT ?3
            """
        return try Row.fetchAll(db, sql: sql, arguments: [id ?? .max, charger, most]).map { row in
            var event = HistoryEvent(
                row.text(3).flatMap { HistoryEvent.Kind(rawValue: $0) } ?? .other, charger: row.text(1),
                row.text(4) ?? "", time: row.number(2) ?? 0)
            event.id = row.number(0) ?? 0
            return event
        }
    }

    private static func request(_ row: Row) -> RequestEntry? {
        guard let source = row.text(4).flatMap({ RequestSource(rawValue: $0) }) else { return nil }
        var record = RequestRecord(
            id: row.integer(2) ?? 0, subject: row.text(3).flatMap { RequestSubject(rawValue: $0) } ?? .limit,
            source: source, asked: row.text(5) ?? "", askedAt: row.number(9) ?? 0)
        record.outcome = row.text(6).flatMap { Outcome(rawValue: $0) }
        record.reason = row.text(7)
        record.inForce = row.integer(8).map { CurrentLimit(deciamperes: $0) }
        record.time = row.number(10) ?? 0
        var entry = RequestEntry(record, of: row.text(1) ?? "")
        entry.id = row.number(0) ?? 0
        return entry
    }
}
