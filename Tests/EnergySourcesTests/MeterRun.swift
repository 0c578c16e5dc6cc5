// SPDX-License-Identifier: MIT
import ChargerControl
import EnergySources
import TestBroker
import Testing

/// Reads a meter's reports in order, for tests that wait for one.
struct ReportReader: Sendable {
    let reports: AsyncStream<GridMeterReport>

    /// Reads up to the first report that fits.
    func first<T: Sendable>(
        _ what: String, _ pick: @escaping @Sendable (GridMeterReport) -> T?
    ) async throws -> T {
        try await patiently(what) { [reports] in
            var seen: [GridMeterReport] = []
            for await report in reports {
                if let picked = pick(report) { return picked }
                seen.append(report)
            }
            throw TestFailure("the reports ended without \(what): \(seen.suffix(5))")
        }
    }

    func next() async throws -> GridMeterReport { try await first("a report") { $0 } }

    func reading() async throws -> Double {
        try await first("a reading") { if case .reading(let reading) = $0 { reading.watts } else { nil } }
    }

    /// The first reading of so many watts.
    func reading(of watts: Double) async throws {
        _ = try await first("a reading of \(watts) W") { report -> Bool? in
            if case .reading(let reading) = report, reading.watts == watts { true } else { nil }
        }
    }

    /// Expects the next reading to be of so many watts.
    func expect(_ watts: Double, sourceLocation: SourceLocation = #_sourceLocation) async throws {
        let found = try await reading()
        #expect(found == watts, sourceLocation: sourceLocation)
    }

    /// Expects the next trouble to have these words.
    func expectTrouble(_ words: String, sourceLocation: SourceLocation = #_sourceLocation) async throws {
        let found = try await trouble()
        #expect(found.contains(words), sourceLocation: sourceLocation)
    }

    func trouble() async throws -> String {
        try await first("a trouble") { if case .trouble(let words) = $0 { words } else { nil } }
    }
}

/// Runs a meter during a test and ends it.
func withMeter(
    _ settings: ModbusMeterSettings, _ body: @Sendable (ReportReader) async throws -> Void
) async throws {
    let start = ContinuousClock.now
    let meter = ModbusMeter(settings: settings) {
        Moment(uptime: ContinuousClock.now - start, unixMilliseconds: 0)
    }
    try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask { await meter.run() }
        defer { group.cancelAll() }
        try await body(ReportReader(reports: meter.reports))
        group.cancelAll()
        try await patiently("the meter to end") { for await _ in meter.reports {} }
    }
}

extension ModbusMeterSettings {
    /// A device on loopback.
    static func local(_ port: Int) -> ModbusMeterSettings {
        var settings = ModbusMeterSettings(host: "127.0.0.1", port: port)
        settings.interval = .milliseconds(20)
        return settings
    }
}
