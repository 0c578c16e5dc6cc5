// SPDX-License-Identifier: MIT
import ChargerControl
import Foundation
import GRDB
import Logging

extension HistoryKeeper {
    /// Writes what waits, when it has waited long enough; tries again what has failed.
    func commitIfDue(at now: Moment) {
        if let retryAt, now.uptime < retryAt { return }
        guard database != nil else { return openDatabase(at: now) }
        let patience = waiting.isUrgent || retryAt != nil ? min(interval, Self.shortInterval) : interval
        if now.uptime - lastCommit >= patience { commit(at: now) }
    }

    /// Writes requests, events and sessions that wait, for someone who is looking.
    func settle() {
        guard waiting.isUrgent, retryAt == nil, let moment = lastMoment else { return }
        commit(at: moment)
        show()
    }

    /// Writes all that waits in one transaction; what can't be written goes on waiting.
    func commit(at now: Moment) {
        guard let database, !waiting.isEmpty else { return }
        do {
            try write(to: database)
        } catch {
            let problem = HistoryProblem(error, path: files.database)
            fail(problem, at: now)
            if case .damaged(let words) = problem { beginAnew(words, at: now) }
            return
        }
        lastCommit = now.uptime
        waiting = Batch()
        shelf.update { $0.status.commits &+= 1 }
        isWell()
    }

    private func write(to database: HistoryDatabase) throws {
        // A file that was removed can still be written to, and nobody would ever see it.
        guard access(files.database, F_OK) == 0 else {
            throw HistoryProblem.damaged("\(files.database) was removed while it was in use")
        }
        guard let stages else { return }
        var batch = waiting
        batch.sessions += tracks.values.compactMap(\.detector.open)
        let day = { [secondsEast] time in LocalTime.day(of: time, secondsEast: secondsEast(time)) }
        try database.pool.write { [batch] db in try batch.write(to: db, stages: stages, day: day) }
    }

    /// Goes on without the database, and says so once.
    func fail(_ problem: HistoryProblem, at now: Moment) {
        retryAt = now.uptime + Self.shortInterval
        if case .damaged = problem { close() }
        if saidProblem != problem {
            logger.warning("\(problem); readings and control go on, the newest samples wait in memory")
        }
        saidProblem = problem
        show()
    }

    private func beginAnew(_ words: String, at now: Moment) {
        do {
            if access(files.database, F_OK) == 0 { try moveAside(words, at: now) }
            openDatabase(at: now)
        } catch {
            fail(error, at: now)
        }
    }

    private func close() {
        database?.close()
        database = nil
    }

    func isWell() {
        retryAt = nil
        if saidProblem != nil { logger.info("the history is kept in \(files.database) again") }
        saidProblem = nil
    }

    /// Shows readers how it stands.
    func show() {
        let sessions = waiting.sessions + tracks.values.compactMap(\.detector.open)
        let contents = (database, saidProblem, waiting.buckets, droppedWaiting)
        shelf.update { shelf in
            shelf.database = contents.0
            shelf.problem = contents.1
            shelf.buckets = contents.2
            shelf.sessions = sessions
            shelf.status.problem = contents.1?.description
            shelf.status.waitingSamples = contents.2.count
            shelf.status.dropped = contents.3
        }
    }
}
