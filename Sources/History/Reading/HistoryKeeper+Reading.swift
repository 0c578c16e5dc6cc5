// SPDX-License-Identifier: MIT
import GRDB

/// What the page and the API read. Each throws ``HistoryProblem`` with the reason when the history can't be
/// read, and `CancellationError` when nobody waits for it any more.
extension HistoryKeeper {
    /// The most items of a page.
    private static let mostItems = 1000

    /// The samples of a while, as finely as so many points allow and as samples are still kept.
    /// - Parameters:
    ///   - charger: its name.
    ///   - from: the start, seconds since 1970.
    ///   - to: the end, seconds since 1970; not included.
    ///   - points: how many samples at most, 1 … 100,000.
    public nonisolated func samples(
        of charger: String, from: Int64, to: Int64, atMost points: Int
    ) async throws -> SampleSeries {
        let query = SampleQuery(charger: charger, from: from, to: to, atMost: points)
        let waiting = shelf.contents.buckets.filter { $0.charger == charger }
        return try await read { db in
            try query.series(db, stages: try StageTable(db), waiting: waiting)
        }
    }

    /// Sessions, the newest first; the first may still last.
    /// - Parameters:
    ///   - charger: its name; nil: all.
    ///   - id: only sessions before this one.
    ///   - limit: how many at most, 1 … 1000.
    public nonisolated func sessions(
        of charger: String? = nil, before id: Int64? = nil, limit: Int = 50
    ) async throws -> HistoryPage<ChargeSession> {
        let limit = Self.held(limit)
        let newer = shelf.contents.sessions.filter { session in
            (charger == nil || session.charger == charger) && id.map { session.id < $0 } ?? true
        }
        let stored = try await read { db in
            try SessionRows(db: db).newest(of: charger, before: id, most: limit + 1)
        }
        let ids = Set(newer.map(\.id))
        let all = (newer + stored.filter { !ids.contains($0.id) }).sorted { $0.id > $1.id }
        return HistoryPage(all, most: limit, id: \.id)
    }

    /// Requests, the newest first.
    /// - Parameters:
    ///   - charger: its name; nil: all.
    ///   - id: only requests before this one.
    ///   - limit: how many at most, 1 … 1000.
    public nonisolated func requests(
        of charger: String? = nil, before id: Int64? = nil, limit: Int = 50
    ) async throws -> HistoryPage<RequestEntry> {
        let limit = Self.held(limit)
        await settle()
        let items = try await read { db in
            try NoteRows(db: db).requests(of: charger, before: id, most: limit + 1)
        }
        return HistoryPage(items, most: limit, id: \.id)
    }

    /// Events, the newest first; those of the whole bridge are among those of each charger.
    /// - Parameters:
    ///   - charger: its name; nil: all.
    ///   - id: only events before this one.
    ///   - limit: how many at most, 1 … 1000.
    public nonisolated func events(
        of charger: String? = nil, before id: Int64? = nil, limit: Int = 50
    ) async throws -> HistoryPage<HistoryEvent> {
        let limit = Self.held(limit)
        await settle()
        let items = try await read { db in
            try NoteRows(db: db).events(of: charger, before: id, most: limit + 1)
        }
        return HistoryPage(items, most: limit, id: \.id)
    }

    /// What each day delivered, the newest first; days on which nothing was delivered are left out.
    /// - Parameters:
    ///   - charger: its name.
    ///   - day: only days before this one, days since 1970-01-01.
    ///   - limit: how many at most, 1 … 1000.
    public nonisolated func days(
        of charger: String, before day: Int64? = nil, limit: Int = 31
    ) async throws -> HistoryPage<DayTotal> {
        let limit = Self.held(limit)
        let waiting = shelf.contents.buckets.filter { $0.charger == charger }
        let secondsEast = secondsEast
        let items = try await read { db in
            try DayQuery(charger: charger, before: day ?? .max, most: limit + 1).days(db, waiting: waiting) {
                LocalTime.day(of: $0, secondsEast: secondsEast($0))
            }
        }
        return HistoryPage(items, most: limit) { Int64($0.day) }
    }

    /// The day that a time is in, as days are counted here: days since 1970-01-01, by local time.
    /// - Parameter unixSeconds: seconds since 1970.
    public nonisolated func day(of unixSeconds: Int64) -> Int {
        LocalTime.day(of: unixSeconds, secondsEast: secondsEast(unixSeconds))
    }

    private nonisolated func read<Value: Sendable>(
        _ query: @escaping @Sendable (Database) throws -> Value
    ) async throws -> Value {
        let contents = shelf.contents
        guard let database = contents.database else {
            throw contents.problem ?? .unavailable("the history is not open")
        }
        do {
            return try await database.pool.read(query)
        } catch let error as DatabaseError {
            throw HistoryProblem(error, path: files.database)
        }
    }

    private static func held(_ limit: Int) -> Int { min(max(limit, 1), mostItems) }
}
