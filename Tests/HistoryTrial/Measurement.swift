// SPDX-License-Identifier: MIT
import ChargerControl
import Foundation
import Glibc
import History
import Logging

/// What keeping the history costs, as JSON.
enum Measurement {
    /// So many days of readings, then how large the file is and how long charts take.
    static func days(_ path: String, count: Int64) async throws {
        let keeper = HistoryTrial.keeper(path)
        await keeper.begin(at: SimulatedDays.moment(0))
        let end = count * 86_400
        let writing = await ContinuousClock().measure { await feed(keeper, until: end) }
        let now = SimulatedDays.start + end
        let wal = size(path + "-wal")
        let day = try await chart(keeper, from: now - 86_400, to: now, points: 10_000)
        let page = try await chart(keeper, from: now - 86_400, to: now, points: 1500)
        let month = try await chart(keeper, from: now - count * 86_400, to: now, points: 100_000)
        let coarse = try await chart(keeper, from: now - count * 86_400, to: now, points: 3000)
        await keeper.end(at: SimulatedDays.moment(end))
        let figures: [String: Any] = [
            "megabytes": Double(size(path)) / 1e6, "log": Double(wal) / 1e6,
            "recent": Double(size(path + "-recent")) / 1e6,
            "microseconds_each": writing / .microseconds(1) / Double(end),
            "day_fine": day, "day": page, "month_fine": month, "month": coarse,
        ]
        let data = try JSONSerialization.data(withJSONObject: figures, options: [.sortedKeys])
        HistoryTrial.say(String(decoding: data, as: UTF8.self))
    }

    /// Feeds a keeper on its own thread.
    private static func feed(_ keeper: isolated HistoryKeeper, until end: Int64) {
        var days = SimulatedDays()
        for second in 0..<end {
            keeper.take(days.report(second), of: "test", at: SimulatedDays.moment(second))
        }
    }

    /// A day of readings, with all written back as often as the kernel would; who mounted the disk reads its
    /// counters.
    ///
    /// - Parameters:
    ///   - mode: with the small file beside the database, or in memory; or without it, the database written
    ///     every ten seconds.
    ///   - path: the database.
    ///   - interval: seconds from one writing back to the next.
    static func costs(_ mode: String, _ path: String, interval: Int64) async throws {
        let memory = "/dev/shm/chargebridge-history-trial-\(getpid())"
        defer { unlink(memory) }
        let keeper = HistoryKeeper(
            files: HistoryFiles(
                database: path,
                recent: mode == "costs" ? nil : mode == "costs-memory" ? memory : "/dev/null/none"),
            interval: mode == "costs-direct" ? .zero : HistoryKeeper.usualInterval,
            secondsEast: { _ in 0 }, logger: Logger(label: "history"))
        var days = SimulatedDays()
        await keeper.begin(at: SimulatedDays.moment(0))
        for second in 0..<Int64(86_400) {
            await keeper.take(days.report(second), of: "test", at: SimulatedDays.moment(second))
            if second % interval == interval - 1 { writeBack(path) }
        }
        await keeper.end(at: SimulatedDays.moment(86_400))
        writeBack(path)
        let io = try String(contentsOfFile: "/proc/self/io", encoding: .utf8)
        let bytes = io.split(separator: "\n").first { $0.hasPrefix("write_bytes") }?.split(separator: " ")
            .last
        HistoryTrial.say("{\"write_bytes\": \(bytes ?? "0")}")
    }

    private static func chart(
        _ keeper: HistoryKeeper, from: Int64, to: Int64, points: Int
    ) async throws -> [String: Double] {
        var times: [Double] = []
        var series: SampleSeries?
        for _ in 0..<11 {
            let time = try await ContinuousClock().measure {
                series = try await keeper.samples(of: "test", from: from, to: to, atMost: points)
            }
            times.append(time / .milliseconds(1))
        }
        return [
            "samples": Double(series?.samples.count ?? 0), "seconds": Double(series?.seconds ?? 0),
            "first": times[0], "median": times.sorted()[5], "most": times.max() ?? 0,
        ]
    }

    private static func writeBack(_ path: String) {
        for file in [path, path + "-wal", path + "-recent"] {
            let descriptor = open(file, O_RDONLY | O_CLOEXEC)
            guard descriptor >= 0 else { continue }
            fsync(descriptor)
            close(descriptor)
        }
    }

    private static func size(_ path: String) -> Int {
        ((try? FileManager.default.attributesOfItem(atPath: path))?[.size] as? Int) ?? 0
    }
}
