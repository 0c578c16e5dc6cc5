// SPDX-License-Identifier: MIT
import ChargerControl
import History
import Logging
import Testing
import WebDashboard

@testable import BridgeService

@Suite("The table of days")
struct HistoryDayTests {
    /// A zone whose clocks change once: by so many seconds east of Greenwich before, and so many after.
    struct Zone: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let change: String
        let before: Int
        let after: Int

        static let all = [
            Zone(
                testDescription: "Berlin, spring", change: "2026-03-29T01:00:00Z", before: 3600, after: 7200),
            Zone(
                testDescription: "Berlin, autumn", change: "2026-10-25T01:00:00Z", before: 7200, after: 3600),
            Zone(
                testDescription: "Sydney, spring", change: "2026-10-03T16:00:00Z", before: 36_000,
                after: 39_600),
            Zone(
                testDescription: "Azores, spring at midnight", change: "2026-03-29T01:00:00Z", before: -3600,
                after: 0),
        ]
    }

    @Test("Each charge counts on the one day it began on, also where the clocks change", arguments: Zone.all)
    func clockChange(zone: Zone) async throws {
        let change = try seconds(zone.change)
        let secondsEast: @Sendable (Int64) -> Int = { $0 < change ? zone.before : zone.after }
        // One in every hour of the days around it.
        let starts = (-48...48).map { change + Int64($0) * 3600 + 600 }
        let days = try await Self.days(from: change - 400_000, to: change + 400_000, secondsEast) { charger in
            for start in starts { await charger.charge(at: start) }
        }
        var expected: [String: Int] = [:]
        for start in starts {
            let local = Timestamp(unixMilliseconds: (start + Int64(secondsEast(start))) * 1000)
            expected[String(local.text.prefix(10)), default: 0] += 1
        }
        #expect(Dictionary(uniqueKeysWithValues: days.map { ($0.day, $0.sessions) }) == expected)
        #expect(days.allSatisfy { $0.energyWattHours > 0 && $0.chargingSeconds > 0 })
    }

    @Test("A day at the edge of the range has all its charges as it has all its energy")
    func edge() async throws {
        let noon = try seconds("2026-11-20T12:00:00Z")
        let days = try await Self.days(from: noon, to: noon + 43_200) { charger in
            for hour in [-30, -4, 4, 20] { await charger.charge(at: noon + Int64(hour) * 3600) }
        }
        #expect(days.map(\.day) == ["2026-11-20"])
        #expect(days.map(\.sessions) == [2])
    }

    @Test("Days of long ago are found as well, however many there are since")
    func old() async throws {
        let first = try seconds("2022-01-01T12:00:00Z")
        let days = try await Self.days(from: first, to: first + 31 * 86_400 - 43_200) { charger in
            for day in 0..<Int64(1100) { await charger.deliver(at: first + day * 86_400) }
        }
        #expect(days.count == 31)
        #expect(days.first?.day == "2022-01-31" && days.last?.day == "2022-01-01")
    }

    private func seconds(_ time: String) throws -> Int64 {
        try #require(Timestamp(time)).unixMilliseconds / 1000
    }

    private static func days(
        from start: Int64, to end: Int64, _ secondsEast: @escaping @Sendable (Int64) -> Int = { _ in 0 },
        _ live: (inout RecordedCharger) async -> Void
    ) async throws -> [HistoryDay] {
        var days: [HistoryDay] = []
        try await withFolder { folder in
            let keeper = HistoryKeeper(
                files: HistoryFiles(database: folder + "/h.db"), secondsEast: secondsEast,
                logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
            var charger = RecordedCharger(keeper: keeper)
            await keeper.begin(at: charger.moment(start - 864_000))
            await charger.deliver(at: start - 864_000)
            await live(&charger)
            let range =
                Timestamp(unixMilliseconds: start * 1000)..<Timestamp(unixMilliseconds: end * 1000)
            days = try await HistoryView(keeper: keeper).days(of: "test", in: range)
            await keeper.end(at: charger.moment(end))
        }
        return days
    }
}

/// A charger whose life is only told at some moments.
private struct RecordedCharger {
    let keeper: HistoryKeeper
    private var report: ChargerReport

    init(keeper: HistoryKeeper) {
        self.keeper = keeper
        let start = Moment(uptime: .zero, unixMilliseconds: 0)
        var charger = Charger(settings: LimitSettings(), at: start)
        report = ChargerReport(snapshot: charger.snapshot(at: start), link: LinkCounters(connections: 1))
        report.snapshot.isOnline = true
        report.snapshot.values.voltage = Millivolts(13_000)
        report.snapshot.values.current = Milliamperes(10_000)
    }

    func moment(_ seconds: Int64) -> Moment {
        Moment(uptime: .seconds(seconds), unixMilliseconds: seconds * 1000)
    }

    /// A minute of charging, and an end of it.
    mutating func charge(at start: Int64) async {
        for second in stride(from: start, to: start + 60, by: 10) { await tell(.bulk, at: second) }
        for second in stride(from: start + 60, to: start + 120, by: 10) { await tell(.off, at: second) }
    }

    /// Energy without a charge that is seen.
    mutating func deliver(at start: Int64) async {
        for second in stride(from: start, to: start + 30, by: 10) { await tell(.off, at: second) }
    }

    private mutating func tell(_ stage: ChargeStage, at second: Int64) async {
        report.snapshot.values.stage = StageReading(stage: stage, code: 0)
        report.snapshot.totals.joules += 1300
        report.snapshot.totals.coulombs += 100
        await keeper.take(report, of: "test", at: moment(second))
    }
}
