// SPDX-License-Identifier: MIT
import ChargerControl
import Foundation
import GRDB
import Glibc
import History
import TestBroker
import Testing
import chargebridge_history_trial

@Suite struct KillTests {
    private var program: String {
        get throws {
            // Beside the tests' own bundle, where the build puts it.
            let folder = URL(fileURLWithPath: CommandLine.arguments.first ?? "").deletingLastPathComponent()
                .path
            let path = folder + "/chargebridge-history-trial"
            guard FileManager.default.isExecutableFile(atPath: path) else {
                throw TestFailure("\(path) is not there: swift build --build-tests makes it")
            }
            return path
        }
    }

    @Test(
        "Killed a hundred times at random moments: the database opens, totals never go backwards, and at most ten seconds of samples are missing"
    )
    func killed() async throws {
        try await withFolder { folder in
            let path = folder + "/h.sqlite"
            let program = try program
            var next: Int64 = 0
            var coulombs: Int64 = 0
            var lost: Int64 = 0
            for kill in 1...100 {
                let child = try Program(program, ["write", path, "\(next)"])
                _ = try await patiently("the first reading") {
                    try await child.output.first { Int64($0) != nil }
                }
                // Sooner or later within several writes of the database: it writes thousands of seconds in one.
                try await Task.sleep(for: .microseconds(.random(in: 0..<250_000)))
                child.signal(SIGKILL)
                #expect(try await patiently("its end") { try await child.end() } == 128 + SIGKILL)
                let taken = try #require(child.output.lines.compactMap { Int64($0) }.last) + 1
                let found = try await find(path, at: taken)
                // One may have been taken in that the program did not live to tell.
                #expect((-1...10).contains(taken - found.reports - lost), "kill \(kill): of \(taken)")
                #expect(found.coulombs >= coulombs, "kill \(kill): the totals went backwards")
                #expect(found.coulombs <= taken * 8)
                lost = taken - found.reports
                coulombs = found.coulombs
                next = taken
            }
            let queue = try DatabaseQueue(path: path)
            let (reports, finding) = try await queue.read { db in
                (
                    try Int64.fetchOne(db, sql: "SELECT sum(reports) FROM sample_15min") ?? 0,
                    try String.fetchOne(db, sql: "PRAGMA integrity_check")
                )
            }
            try queue.close()
            #expect(finding == "ok")
            #expect(reports == next - lost && lost <= 1000)
            // Or else it was always killed before it had written anything to the database.
            #expect(next > 20_000)
        }
    }

    /// The keepers are left as a kill leaves them: nothing is ended.
    @Test(
        "Killed again and again before the database was written, it has all but the last seconds of each life",
        arguments: [100, 320, 333])
    func crashLoop(gap: Int) async throws {
        try await withFolder { folder in
            let lives = 4
            var killed: [Scene] = []
            for life in 0..<lives {
                var scene = Scene(folder + "/h.sqlite", at: midnight + Int64(life * gap))
                await scene.begin()
                // Under a minute, after which the first event takes everything to the database.
                await scene.charge(.bulk, for: 50)
                killed.append(scene)
            }
            let last = Scene(folder + "/h.sqlite", at: midnight + Int64(lives * gap))
            await last.begin()
            let reports = try await last.samples().samples.map(\.reports).reduce(0, +)
            #expect(reports >= lives * 40, "of \(lives * 50)")
            await last.keeper.end(at: last.now)
            withExtendedLifetime(killed) {}
        }
    }

    /// What the history holds after a kill: readings, and the sum of the days.
    private func find(_ path: String, at taken: Int64) async throws -> (reports: Int64, coulombs: Int64) {
        let log = Log()
        let keeper = HistoryKeeper(
            files: HistoryFiles(database: path), secondsEast: { _ in 0 }, logger: log.logger)
        let now = SimulatedDays.moment(taken)
        await keeper.begin(at: now)
        #expect(log.lines.isEmpty)
        let series = try await keeper.samples(
            of: "test", from: SimulatedDays.start, to: SimulatedDays.start + taken, atMost: 10)
        let days = try await keeper.days(of: "test", limit: 1000).items
        await keeper.end(at: now)
        return (
            series.samples.map { Int64($0.reports) }.reduce(0, +), days.map(\.coulombs).reduce(0, +)
        )
    }

    @Test("A full disk is said once; samples wait, and go in when there is room again")
    func full() async throws {
        try await withFolder { folder in
            let unshare = try Program.path(of: "unshare", package: "util-linux")
            // A small disk of its own; the ballast is taken away by the program half-way.
            let script = """
                set -e
                mount -t tmpfs -o size=3m none '\(folder)'
                dd if=/dev/zero of='\(folder)/ballast' bs=1k count=2840 status=none
                exec '\(try program)' room '\(folder)/h.sqlite' 6000
                """
            let lines = try await Program.run(
                unshare, ["--user", "--map-root-user", "--mount", "sh", "-c", script])
            let half = try #require(lines.first { $0.hasPrefix("half ") })
            #expect(half.contains("the disk is full"))
            #expect(lines.contains { $0.hasPrefix("end no problem") })
            #expect(lines.count { $0.contains("the disk is full; readings and control go on") } == 1)
            #expect(lines.count { $0.contains("again") } == 1)
        }
    }
}
