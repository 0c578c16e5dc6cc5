// SPDX-License-Identifier: MIT
import GRDB

/// Which samples a chart gets.
struct SampleQuery: Sendable {
    let charger: String
    let from: Int64
    let to: Int64
    let most: Int64

    /// The most points anyone is given.
    static let mostPoints = 100_000

    init(charger: String, from: Int64, to: Int64, atMost points: Int) {
        self.charger = charger
        self.from = SampleTime.held(from)
        self.to = max(SampleTime.held(to), self.from)
        most = Int64(min(max(points, 1), Self.mostPoints))
    }

    /// Reads what is in the database, and adds what is not yet.
    func series(_ db: Database, stages: StageTable, waiting: [Bucket]) throws -> SampleSeries {
        guard let id = try ChargerRow.find(db, charger) else { return series(waiting) }
        let rows = SampleRows(db: db, charger: id, stages: stages)
        let applied = try ChargerRow(db, id).applied
        let resolution = try resolution { try rows.oldest($0) }
        let width = width(resolution)
        let start = SampleTime.start(of: from, width: width)
        var samples = try rows.samples(resolution, from: start, to: to)
        let newer = waiting.filter { $0.sequence > applied }.map(\.sample)
        samples += SampleSum.samples(
            newer.filter { $0.time >= start && $0.time < to }, width: resolution.seconds)
        return SampleSeries(seconds: width, samples: SampleSum.samples(samples, width: width))
    }

    private func series(_ waiting: [Bucket]) -> SampleSeries {
        let width = width(.tenSeconds)
        let samples = waiting.map(\.sample).filter { $0.time >= from && $0.time < to }
        return SampleSeries(seconds: width, samples: SampleSum.samples(samples, width: width))
    }

    /// So many stored samples may be put together to one point: else two days, as a chart of a day asks for, would
    /// come by the quarter of an hour because they have too many minutes.
    private static let mostJoined: Int64 = 4

    /// The finest that gives not many more samples than points are wanted, and goes back as far as is asked, or as
    /// there is any.
    private func resolution(_ oldest: (Resolution) throws -> Int64?) throws -> Resolution {
        guard let first = try oldest(.quarterHour) else { return .quarterHour }
        // The start of a coarse sample may lie before that of the fine ones in it.
        let needed = max(from, first) + Resolution.quarterHour.seconds
        for resolution in Resolution.allCases where points(resolution.seconds) <= most * Self.mostJoined {
            if try oldest(resolution).map({ $0 <= needed }) ?? false { return resolution }
        }
        return .quarterHour
    }

    /// Seconds of each point: whole samples, as many as make it no more points than wanted.
    private func width(_ resolution: Resolution) -> Int64 {
        var count: Int64 = 1
        let least = points(resolution.seconds)
        if least > most { count = (least + most - 1) / most }
        while points(resolution.seconds * count) > most { count += 1 }
        return resolution.seconds * count
    }

    private func points(_ width: Int64) -> Int64 {
        let start = SampleTime.start(of: from, width: width)
        return (to - start + width - 1) / width
    }
}
