// SPDX-License-Identifier: MIT
import ChargerControl
import Foundation
import GRDB
import History
import Testing

@Suite struct FileTests {
    /// A history of half an hour, closed.
    private func fill(_ path: String) async {
        var scene = Scene(path)
        await scene.begin()
        await scene.charge(.bulk, for: 1800)
        await scene.keeper.end(at: scene.now)
    }

    enum Damage: String, CaseIterable, Sendable {
        case garbage, cutShort, zeroedHeader, zeroedMiddle, noisyMiddle
    }

    private func damage(_ path: String, _ damage: Damage) throws {
        var bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
        switch damage {
        case .garbage: bytes = Array("this is not a database ".utf8) + bytes.map { $0 ^ 0x5A }
        case .cutShort: bytes.removeLast(bytes.count * 2 / 3)
        case .zeroedHeader: for index in 0..<100 { bytes[index] = 0 }
        case .zeroedMiddle: for index in 4096..<bytes.count { bytes[index] = 0 }
        case .noisyMiddle:
            for index in 2048..<bytes.count { bytes[index] = UInt8(truncatingIfNeeded: index &* 31) }
        }
        try Data(bytes).write(to: URL(fileURLWithPath: path))
    }

    @Test(
        "A damaged database is moved aside, a new one begins, and that is said once",
        arguments: Damage.allCases)
    func damaged(_ kind: Damage) async throws {
        try await withFolder { folder in
            let path = folder + "/h.sqlite"
            await fill(path)
            try damage(path, kind)
            var scene = Scene(path, at: midnight + 7200)
            await scene.begin()
            await scene.charge(.bulk, for: 1300)
            #expect(try await scene.samples().samples.isEmpty == false)
            await scene.keeper.end(at: scene.now)
            let names = try FileManager.default.contentsOfDirectory(atPath: folder)
            #expect(names.contains("h.sqlite.corrupt-20261122T020000Z"))
            #expect(scene.log.lines.count { $0.contains("a new history begins") } == 1)
            #expect(scene.log.lines.count == 1)
            // The small file still knows the last buckets of the old one.
            let reader = Scene(path, at: midnight + 9000)
            await reader.begin()
            #expect(try await reader.samples().samples.map(\.readings).reduce(0, +) >= 1300 + 1780)
            #expect(reader.log.lines.isEmpty)
            await reader.keeper.end(at: reader.now)
        }
    }

    @Test(
        "A database damaged while it is in use is moved aside too, and the newest samples go into the new one"
    )
    func damagedInUse() async throws {
        try await withFolder { folder in
            let path = folder + "/h.sqlite"
            await fill(path)
            var scene = Scene(path, at: midnight + 7200)
            await scene.begin()
            await scene.charge(.bulk, for: 300)
            try damage(path, .noisyMiddle)
            try? FileManager.default.removeItem(atPath: path + "-wal")
            await scene.charge(.bulk, for: 1500)
            await scene.keeper.end(at: scene.now)
            let reader = Scene(path, at: scene.unixSeconds)
            await reader.begin()
            #expect(
                try await reader.samples(from: midnight + 7200).samples.map(\.readings).reduce(0, +) >= 1790)
            await reader.keeper.end(at: reader.now)
        }
    }

    @Test("A database that is removed while it is in use begins anew")
    func removed() async throws {
        try await withFolder { folder in
            let path = folder + "/h.sqlite"
            var scene = Scene(path)
            await scene.begin()
            await scene.charge(.bulk, for: 700)
            try FileManager.default.removeItem(atPath: path)
            await scene.charge(.bulk, for: 1300)
            #expect(scene.log.lines.contains { $0.contains("was removed while it was in use") })
            await scene.keeper.end(at: scene.now)
            #expect(FileManager.default.fileExists(atPath: path))
        }
    }

    @Test("Of many damaged ones the newest three are kept")
    func manyDamaged() async throws {
        try await withFolder { folder in
            let path = folder + "/h.sqlite"
            for day in 0..<6 {
                try Data("nonsense, long enough".utf8).write(to: URL(fileURLWithPath: path))
                let scene = Scene(path, at: midnight + Int64(day) * 86_400)
                await scene.begin()
                await scene.keeper.end(at: scene.now)
            }
            let names = try FileManager.default.contentsOfDirectory(atPath: folder).filter {
                $0.contains("corrupt")
            }
            #expect(
                Set(names)
                    == ["25", "26", "27"].map { "h.sqlite.corrupt-202611\($0)T000000Z" }.reduce(into: []) {
                        $0.insert($1)
                    })
        }
    }

    enum Obstacle: String, CaseIterable, Sendable {
        case folderInPlace, fileForFolder, device
    }

    @Test(
        "What can't be opened is said once; samples wait, and go in when it can", arguments: Obstacle.allCases
    )
    func obstacle(_ kind: Obstacle) async throws {
        try await withFolder { folder in
            let path = kind == .fileForFolder ? folder + "/deep/h.sqlite" : folder + "/h.sqlite"
            let inTheWay = kind == .fileForFolder ? folder + "/deep" : path
            switch kind {
            case .folderInPlace:
                try FileManager.default.createDirectory(
                    atPath: path + "/x", withIntermediateDirectories: true)
            case .fileForFolder: try Data().write(to: URL(fileURLWithPath: inTheWay))
            case .device:
                try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: "/dev/full")
            }
            var scene = Scene(path, recent: folder + "/recent")
            await scene.begin()
            await scene.charge(.bulk, for: 300)
            #expect(scene.log.lines.count == 1 && scene.log.lines.first?.contains(path) == true)
            #expect(scene.keeper.status.problem != nil && scene.keeper.status.waitingSamples == 29)
            await #expect(throws: HistoryProblem.self) { try await scene.samples() }
            try FileManager.default.removeItem(atPath: inTheWay)
            await scene.charge(.bulk, for: 100)
            #expect(scene.keeper.status.problem == nil)
            #expect(try await scene.samples().samples.map(\.readings).reduce(0, +) == 390)
            #expect(scene.log.lines.count == 2 && scene.log.lines.last?.contains("again") == true)
            await scene.keeper.end(at: scene.now)
        }
    }

    @Test("A database of an older version goes on, and its sessions get the highest voltage of their samples")
    func older() async throws {
        try await withFolder { folder in
            let path = folder + "/h.sqlite"
            let queue = try DatabaseQueue(path: path)
            try HistorySchema.migrator.migrate(queue, upTo: "samples, sessions, requests, events, days")
            try await queue.write { db in
                try db.execute(
                    sql: """
                        INSERT INTO charger (id, name) VALUES (1, 'test'), (2, 'other');
                        INSERT INTO sample_15min (charger, time, reports, readings, mV_max) VALUES
                            (1, 9000, 900, 900, 15000), (1, 9900, 900, 900, 14300), (1, 10800, 900, 900, 14400),
                            (1, 11700, 900, 900, 15000), (2, 10800, 900, 900, 16000);
                        INSERT INTO session VALUES (7, 1, 10000, 11700, 'full', 'full',
                            1, 2, 3, 4, 5, 6, 7, 8, 9, 0, 0, 0, 12900, 13800, 10000, NULL, NULL);
                        """)
            }
            try queue.close()
            let scene = Scene(path)
            await scene.begin()
            let session = try #require(try await scene.sessions().first)
            #expect(session.peakVoltage == 14_400 && session.endVoltage == 13_800 && session.id == 7)
            #expect(session.float.milliseconds == 7 && session.float.microjoules == 9)
            #expect(scene.log.lines.isEmpty)
            await scene.keeper.end(at: scene.now)
        }
    }

    @Test("A database of a newer version is left as it is, to the byte, and that is said")
    func newer() async throws {
        try await withFolder { folder in
            let path = folder + "/h.sqlite"
            await fill(path)
            var migrator = HistorySchema.migrator
            migrator.registerMigration("something of the future") { db in
                try db.execute(sql: "ALTER TABLE session ADD COLUMN colour TEXT")
            }
            let queue = try DatabaseQueue(path: path)
            try migrator.migrate(queue)
            let kept = try await queue.read { db in
                try Int.fetchOne(db, sql: "SELECT count(*) FROM sample_10s")
            }
            #expect(kept == 180)
            try queue.close()
            let before = try Data(contentsOf: URL(fileURLWithPath: path))
            var scene = Scene(path, at: midnight + 7200)
            await scene.begin()
            await scene.charge(.bulk, for: 300)
            await scene.keeper.end(at: scene.now)
            #expect(scene.log.lines.count == 1 && scene.log.lines.first?.contains("newer version") == true)
            #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == before)
        }
    }

    @Test("Another program's files are left as they are")
    func foreign() async throws {
        try await withFolder { folder in
            let path = folder + "/h.sqlite"
            let queue = try DatabaseQueue(path: path)
            try await queue.write { db in try db.execute(sql: "CREATE TABLE theirs (a)") }
            try queue.close()
            try Data("theirs".utf8).write(to: URL(fileURLWithPath: path + "-recent"))
            let before = try Data(contentsOf: URL(fileURLWithPath: path))
            var scene = Scene(path)
            await scene.begin()
            await scene.charge(.bulk, for: 300)
            await scene.keeper.end(at: scene.now)
            #expect(
                scene.log.lines.count == 2 && scene.log.lines.allSatisfy { $0.contains("another program's") })
            #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == before)
            #expect(try String(contentsOfFile: path + "-recent", encoding: .utf8) == "theirs")
        }
    }

    @Test("A small file that is refused is closed once: what is opened meanwhile stays open")
    func closedOnce() async throws {
        try await withFolder { folder in
            let path = folder + "/h.sqlite"
            try Data("theirs".utf8).write(to: URL(fileURLWithPath: path + "-recent"))
            await withTaskGroup(of: Int.self) { group in
                group.addTask {
                    var lost = 0
                    while !Task.isCancelled {
                        let descriptor = open("/dev/null", O_RDONLY | O_CLOEXEC)
                        if close(descriptor) != 0 { lost += 1 }
                    }
                    return lost
                }
                for _ in 1...200 {
                    let scene = Scene(path)
                    await scene.begin()
                    await scene.keeper.end(at: scene.now)
                }
                group.cancelAll()
                #expect(await group.next() == 0)
            }
        }
    }

    @Test("A lock of another program is waited out")
    func locked() async throws {
        try await withFolder { folder in
            let path = folder + "/h.sqlite"
            await fill(path)
            var configuration = Configuration()
            configuration.allowsUnsafeTransactions = true
            let other = try DatabaseQueue(path: path, configuration: configuration)
            var scene = Scene(path, at: midnight + 7200)
            await scene.begin()
            try await other.writeWithoutTransaction { db in try db.execute(sql: "BEGIN IMMEDIATE") }
            await scene.charge(.bulk, for: 650)
            #expect(
                scene.log.lines.count == 1
                    && scene.log.lines.first?.contains("locked by another program") == true)
            try await other.writeWithoutTransaction { db in try db.execute(sql: "COMMIT") }
            await scene.charge(.bulk, for: 100)
            #expect(scene.log.lines.count == 2 && scene.keeper.status.problem == nil)
            await scene.keeper.end(at: scene.now)
        }
    }

    @Test("A damaged small file costs only what it held", arguments: [0, 1, 100, 511, 512, 5000])
    func damagedRecent(position: Int) async throws {
        try await withFolder { folder in
            let path = folder + "/h.sqlite"
            var scene = Scene(path)
            await scene.begin()
            await scene.charge(.bulk, for: 305)
            var bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path + "-recent")))
            // The bucket at a position that holds one, whichever slot it is in.
            let used = try #require(bytes.firstIndex { $0 != 0 }) / 512 * 512
            bytes[(used + position) % bytes.count] ^= 0x10
            try Data(bytes).write(to: URL(fileURLWithPath: path + "-recent"))
            let next = Scene(path, at: scene.unixSeconds)
            await next.begin()
            let readings = try await next.samples().samples.map(\.readings).reduce(0, +)
            #expect(readings >= 290 && readings <= 300)
            await next.keeper.end(at: next.now)
        }
    }

    @Test("The file says whose it is, is in WAL mode, and its views can be read with sqlite3")
    func file() async throws {
        try await withFolder { folder in
            let path = folder + "/h.sqlite"
            await fill(path)
            let queue = try DatabaseQueue(path: path)
            try await queue.read { (db: Database) throws in
                #expect(try String.fetchOne(db, sql: "PRAGMA journal_mode") == "wal")
                #expect(try Int.fetchOne(db, sql: "PRAGMA application_id") == 0x4348_4252)
                #expect(try Int.fetchOne(db, sql: "PRAGMA auto_vacuum") == 2)
                #expect(try Row.fetchAll(db, sql: "SELECT * FROM minutes").count == 30)
                #expect(try Row.fetchAll(db, sql: "SELECT * FROM sessions").count == 1)
                #expect(try Row.fetchAll(db, sql: "SELECT * FROM days").count == 1)
            }
            try queue.close()
        }
    }
}
