// SPDX-License-Identifier: MIT
import ChargerControl
import Foundation
import GRDB
import Logging

extension HistoryKeeper {
    // MARK: The small file

    func openRecent(chargers: Int) {
        do {
            let file = try RecentFile(path: files.recent, chargers: chargers)
            unreplayed = file.load()
            recent = consume file
        } catch {
            sayRecent("\(error); ")
        }
    }

    func keepRecent(_ bucket: Bucket) {
        guard recent != nil, recent?.write(bucket) != true else { return }
        sayRecent("\(files.recent) can't be written; ")
    }

    private func sayRecent(_ words: String) {
        guard !hasSaidRecent else { return }
        hasSaidRecent = true
        logger.warning("\(words)if the program is killed, up to ten minutes of the history are lost")
    }

    // MARK: Opening

    func openDatabase(at now: Moment) {
        do {
            try adopt(try open(at: now))
            isWell()
        } catch {
            fail(HistoryProblem(error, path: files.database), at: now)
        }
        show()
    }

    private func open(at now: Moment) throws(HistoryProblem) -> HistoryDatabase {
        do {
            return try HistoryDatabase.open(files.database, migrator: HistorySchema.migrator)
        } catch .damaged(let words) {
            try moveAside(words, at: now)
            return try HistoryDatabase.open(files.database, migrator: HistorySchema.migrator)
        } catch {
            throw error
        }
    }

    func moveAside(_ words: String, at now: Moment) throws(HistoryProblem) {
        let seconds = SampleTime.second(ofMilliseconds: now.unixMilliseconds)
        guard let name = DamagedFile.moveAside(files.database, unixSeconds: seconds) else {
            throw .unavailable("\(words); it can't be moved aside: remove it, or choose another path")
        }
        logger.error("\(words); it is now \(name), and a new history begins")
    }

    /// Makes an open database the one in use, and puts in what it lacks.
    private func adopt(_ new: HistoryDatabase) throws {
        let isFirst = !hasAdopted
        let (stages, applied, sessions) = try new.pool.write { db in
            try StageTable.complete(db)
            if isFirst { try NoteRows(db: db).endOpenRequests() }
            return (try StageTable(db), try ChargerRow.applied(db), try SessionRows(db: db).open())
        }
        database = new
        self.stages = stages
        hasAdopted = true
        if isFirst {
            renumber(beyond: applied.values.max() ?? 0)
            for session in sessions { resume(session) }
            replay(unreplayed.filter { $0.sequence > applied[$0.charger] ?? 0 })
            unreplayed = []
        }
    }

    /// A database that comes late may know higher numbers than those given meanwhile.
    private func renumber(beyond highest: Int64) {
        let lowest = waiting.buckets.first?.sequence ?? nextSequence
        guard highest >= lowest else { return }
        let shift = highest &- lowest &+ 1
        nextSequence &+= shift
        for index in waiting.buckets.indices { waiting.buckets[index].sequence &+= shift }
        for name in tracks.keys {
            tracks[name]?.sequence? &+= shift
            tracks[name]?.renumberSession(by: shift)
        }
        for index in waiting.sessions.indices { waiting.sessions[index].id &+= shift }
    }

    private func resume(_ session: ChargeSession) {
        if tracks[session.charger]?.hasBegun == true {
            var session = session
            session.ending = .notSeen
            session.endingWords = "the program could not read the history"
            waiting.sessions.append(session)
        } else {
            tracks[session.charger, default: ChargerTrack(session.charger)].resume(session)
        }
    }

    private func replay(_ buckets: [Bucket]) {
        let isLate = tracks.values.contains { $0.hasBegun }
        for bucket in buckets where !isLate {
            if let ended = tracks[bucket.charger, default: ChargerTrack(bucket.charger)].follow(bucket) {
                waiting.sessions.append(ended)
            }
        }
        waiting.buckets = buckets + waiting.buckets
    }
}
