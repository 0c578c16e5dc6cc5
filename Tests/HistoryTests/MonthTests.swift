// SPDX-License-Identifier: MIT
import ChargerControl
import Foundation
import GRDB
import History
import Logging
import Testing
import chargebridge_history_trial

@Suite struct MonthTests {
    @Test("A month of one charger, a reading a second, takes less than 20 MB and is all there")
    func month() async throws {
        try await withFolder { folder in
            let path = folder + "/h.sqlite"
            // Without the small file: it is of fixed size, and takes the longest in a debug build.
            let keeper = HistoryKeeper(
                files: HistoryFiles(database: path, recent: folder + "/none/"), secondsEast: { _ in 0 },
                logger: Log().logger)
            let days: Int64 = 30
            await keeper.begin(at: SimulatedDays.moment(0))
            await feed(keeper, seconds: days * 86_400)
            let log = try size(path + "-wal")
            await keeper.end(at: SimulatedDays.moment(days * 86_400))
            let total = try size(path) + log + 131_072
            #expect(total < 20_000_000, "\(total) bytes")

            let queue = try DatabaseQueue(path: path)
            try await queue.read { db in
                func count(_ sql: String) throws -> Int { try Int.fetchOne(db, sql: sql) ?? 0 }
                let fine = try count("SELECT count(*) FROM sample_10s")
                #expect((8640...9000).contains(fine))
                #expect(try count("SELECT count(*) FROM sample_1min") == 43_200)
                #expect(try count("SELECT count(*) FROM sample_15min") == 2880)
                #expect(try count("SELECT sum(reports) FROM sample_15min") == 2_592_000)
                #expect(try count("SELECT sum(reports) FROM sample_1min") == 2_592_000)
                #expect(try count("SELECT count(*) FROM session WHERE ending = 'full'") == 30)
                #expect(try count("SELECT count(*) FROM day") == 30)
                #expect(try count("SELECT sum(coulombs) FROM day") == 2_591_990 * 8)
                #expect(try count("PRAGMA freelist_count") < 600)
                #expect(try String.fetchOne(db, sql: "PRAGMA integrity_check") == "ok")
            }
            try queue.close()
        }
    }

    /// On the keeper's own thread: two and a half million readings.
    private func feed(_ keeper: isolated HistoryKeeper, seconds: Int64) {
        var days = SimulatedDays()
        for second in 0..<seconds {
            keeper.take(days.report(second), of: "test", at: SimulatedDays.moment(second))
        }
    }

    private func size(_ path: String) throws -> Int {
        try FileManager.default.attributesOfItem(atPath: path)[.size] as? Int ?? 0
    }
}
