// SPDX-License-Identifier: MIT
import Foundation
import GRDB

/// The database file, open: one connection that writes, a few that read beside it.
struct HistoryDatabase: Sendable {
    let path: String
    let pool: DatabasePool

    /// Pages of the file, bytes: small ones, since each change writes whole pages.
    static let pageBytes = 1024
    /// So much is written to the log beside the file before it goes into the file itself, which waits for
    /// the disk.
    private static let logBytes = 4 * 1024 * 1024
    /// How long another program's lock is waited for, s; on a thread that nothing else waits for.
    private static let patience: TimeInterval = 2

    /// Opens the file, or begins one.
    /// - Throws: ``HistoryProblem`` in words.
    static func open(_ path: String, migrator: DatabaseMigrator) throws(HistoryProblem) -> HistoryDatabase {
        do {
            let folder = (path as NSString).deletingLastPathComponent
            if !folder.isEmpty {
                try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            }
            // Looked at before anything is changed in it.
            if (try? FileManager.default.attributesOfItem(atPath: path)[.size] as? Int) ?? 0 > 0 {
                try examine(path, migrator)
            }
            let pool = try DatabasePool(path: path, configuration: configuration)
            try migrator.migrate(pool)
            return HistoryDatabase(path: path, pool: pool)
        } catch {
            throw HistoryProblem(error, path: path)
        }
    }

    private static var configuration: Configuration {
        var configuration = Configuration()
        configuration.label = "history"
        configuration.busyMode = .timeout(patience)
        configuration.maximumReaderCount = 2
        configuration.prepareDatabase { db in
            guard !db.configuration.readonly else { return }
            try db.execute(sql: "PRAGMA page_size = \(pageBytes)")
            try db.execute(sql: "PRAGMA auto_vacuum = INCREMENTAL")
            try db.execute(sql: "PRAGMA wal_autocheckpoint = \(logBytes / pageBytes)")
            try db.execute(sql: "PRAGMA journal_size_limit = \(logBytes)")
        }
        return configuration
    }

    private static func examine(_ path: String, _ migrator: DatabaseMigrator) throws {
        var configuration = Configuration()
        configuration.busyMode = .timeout(patience)
        let queue = try DatabaseQueue(path: path, configuration: configuration)
        defer { try? queue.close() }
        try queue.inDatabase { db in
            try check(db, path)
            if try migrator.hasBeenSuperseded(db) {
                throw HistoryProblem.refused(
                    "\(path) is of a newer version of this program: it is left as it is; update the program, "
                        + "or move the file away")
            }
            let tables = try Int.fetchOne(db, sql: "SELECT count(*) FROM sqlite_master") ?? 0
            let owner = try Int64.fetchOne(db, sql: "PRAGMA application_id") ?? 0
            guard tables == 0 || owner == HistorySchema.applicationID else {
                throw HistoryProblem.refused(
                    "\(path) is another program's database: it is left as it is; choose another path")
            }
        }
    }

    private static func check(_ db: Database, _ path: String) throws {
        let finding = try String.fetchOne(db, sql: "PRAGMA quick_check(1)") ?? ""
        guard finding == "ok" else { throw HistoryProblem.damaged("\(path) is damaged: \(finding)") }
    }

    /// Writes what is in the log into the file and closes it.
    func close() { try? pool.close() }
}
