// SPDX-License-Identifier: MIT
import ChargerControl
import Foundation
import History
import Logging
import Synchronization

/// A folder for a test, gone afterwards.
func withFolder(_ body: (String) async throws -> Void) async throws {
    let folder = FileManager.default.temporaryDirectory.path + "/history-test-\(UUID())"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try await body(folder)
}

/// What a keeper logged.
final class Log: Sendable {
    private let kept = Mutex<[String]>([])

    var lines: [String] { kept.withLock { $0 } }

    var logger: Logger { Logger(label: "history") { _ in Handler(log: self) } }

    private struct Handler: LogHandler {
        let log: Log
        var metadata: Logger.Metadata = [:]
        var logLevel = Logger.Level.debug

        init(log: Log) { self.log = log }

        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { metadata[key] }
            set { metadata[key] = newValue }
        }

        func log(event: LogEvent) {
            log.kept.withLock { $0.append("\(event.level) \(event.message)") }
        }
    }
}

/// Sunday, 2026-11-22, 00:00 UTC.
let midnight: Int64 = 1_795_305_600

/// A keeper fed by the second, with a clock that the test moves.
struct Scene {
    let path: String
    let log = Log()
    let keeper: HistoryKeeper
    /// Seconds since the scene's start by the clock that never jumps.
    var uptime = 0.0
    /// What the calendar is ahead of that, seconds since 1970.
    var calendar: Int64
    var report: ChargerReport

    init(_ path: String, at start: Int64 = midnight, recent: String? = nil, secondsEast: Int = 0) {
        self.path = path
        calendar = start
        let moment = Moment(uptime: .zero, unixMilliseconds: 0)
        var charger = Charger(settings: LimitSettings(), at: moment)
        report = ChargerReport(snapshot: charger.snapshot(at: moment), link: LinkCounters(connections: 1))
        keeper = HistoryKeeper(
            files: HistoryFiles(database: path, recent: recent), secondsEast: { _ in secondsEast },
            logger: log.logger)
    }

    var now: Moment {
        Moment(
            uptime: .milliseconds(Int64(uptime * 1000)),
            unixMilliseconds: Int64(uptime * 1000) &+ calendar &* 1000)
    }
    var unixSeconds: Int64 { now.unixMilliseconds / 1000 }

    func begin() async { await keeper.begin(at: now) }

    /// Lets seconds pass in which the charger is as it is.
    mutating func pass(_ seconds: Int, each change: (inout ChargerReport) -> Void = { _ in }) async {
        for _ in 0..<seconds {
            change(&report)
            await keeper.take(report, of: "test", at: now)
            uptime += 1
        }
    }

    mutating func charge(_ stage: ChargeStage, volts: Double = 13, amperes: Double = 10, for seconds: Int)
        async
    {
        set(stage, volts: volts, amperes: amperes)
        await pass(seconds) { report in
            report.snapshot.totals.joules += volts * amperes
            report.snapshot.totals.coulombs += amperes
        }
    }

    mutating func set(_ stage: ChargeStage, volts: Double, amperes: Double) {
        report.snapshot.isOnline = true
        report.snapshot.idleReason = stage.isCharging ? nil : "the charger is in state \(stage.rawValue)"
        report.snapshot.values.voltage = Millivolts(Int((volts * 1000).rounded()))
        report.snapshot.values.current = Milliamperes(Int((amperes * 1000).rounded()))
        report.snapshot.values.batteryTemperature = CentiCelsius(2100)
        report.snapshot.values.stage = StageReading(stage: stage, code: 0)
        report.snapshot.values.error = ErrorReading(code: 0, text: "OK")
        report.snapshot.limitInForce = CurrentLimit(deciamperes: 150)
    }

    mutating func silence(for seconds: Int) async {
        report.snapshot.isOnline = false
        report.snapshot.values = CurrentValues()
        report.snapshot.idleReason = "the charger is silent"
        await pass(seconds)
    }

    /// All samples of ten seconds, or of minutes, or coarser, as so many points allow.
    func samples(
        from: Int64 = midnight - 4 * 86_400, to: Int64 = midnight + 4 * 86_400, points: Int = 100_000
    )
        async throws -> SampleSeries
    {
        try await keeper.samples(of: "test", from: from, to: to, atMost: points)
    }

    func sessions() async throws -> [ChargeSession] { try await keeper.sessions().items }
}
