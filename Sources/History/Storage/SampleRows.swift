// SPDX-License-Identifier: MIT
import ChargerControl
import GRDB

/// Samples in their tables.
struct SampleRows {
    let db: Database
    let charger: Int64
    let stages: StageTable

    private static let columns =
        "time, reports, readings, mV_min, mV_mean, mV_max, mA_min, mA_mean, mA_max, mW_min, mW_mean, mW_max, "
        + "battery_cC_min, battery_cC_mean, battery_cC_max, "
        + "internal_cC_min, internal_cC_mean, internal_cC_max, stage, limit_dA"

    /// Adds samples; one whose bucket is there already is put together with it.
    ///
    /// - Parameters:
    ///   - samples: of ten seconds.
    ///   - resolution: the table.
    /// - Returns: how many rows were written.
    func add(_ samples: [Sample], to resolution: Resolution) throws -> Int {
        let new = SampleSum.samples(samples, width: resolution.seconds)
        let marks = Array(repeating: "?", count: 21).joined(separator: ", ")
        let select = try db.cachedStatement(
            sql: "SELECT \(Self.columns) FROM \(resolution.table) WHERE charger = ? AND time = ?")
        let insert = try db.cachedStatement(
            sql: "INSERT OR REPLACE INTO \(resolution.table) (charger, \(Self.columns)) VALUES (\(marks))")
        for sample in new {
            let cursor = try Row.fetchCursor(select, arguments: [charger, sample.time])
            // The row is only good as long as its cursor is.
            let merged = try withExtendedLifetime(cursor) { try cursor.next().map { sum($0, sample) } }
            try insert.execute(arguments: arguments(merged ?? sample))
        }
        return new.count
    }

    /// The samples from a time to another, oldest first.
    func samples(_ resolution: Resolution, from: Int64, to: Int64) throws -> [Sample] {
        let select = try db.cachedStatement(
            sql: "SELECT \(Self.columns) FROM \(resolution.table) "
                + "WHERE charger = ? AND time >= ? AND time < ? ORDER BY time")
        let rows = try Row.fetchCursor(select, arguments: [charger, from, to])
        var samples: [Sample] = []
        while let row = try rows.next() { samples.append(sample(row)) }
        return samples
    }

    /// When the oldest sample begins; nil when there is none.
    func oldest(_ resolution: Resolution) throws -> Int64? {
        let select = try db.cachedStatement(
            sql: "SELECT time FROM \(resolution.table) WHERE charger = ? ORDER BY time LIMIT 1")
        return try Int64.fetchOne(select, arguments: [charger])
    }

    /// Deletes samples older than they are kept, a few at a time.
    /// - Parameters:
    ///   - most: how many at most; a calendar that is wrong for a while costs little.
    func deleteOld(_ resolution: Resolution, now: Int64, most: Int) throws {
        guard let age = resolution.keptFor else { return }
        let delete = try db.cachedStatement(
            sql: "DELETE FROM \(resolution.table) WHERE charger = ?1 AND time IN ("
                + "SELECT time FROM \(resolution.table) WHERE charger = ?1 AND time < ?2 ORDER BY time LIMIT ?3)"
        )
        try delete.execute(arguments: [charger, now - age, most])
    }

    private func sum(_ row: Row, _ sample: Sample) -> Sample {
        var sum = SampleSum()
        sum.add(self.sample(row))
        sum.add(sample)
        return sum.sample(at: sample.time)
    }

    private func arguments(_ sample: Sample) -> StatementArguments {
        var values: [Int64?] = [charger, sample.time, Int64(sample.reports), Int64(sample.readings)]
        for extent in [
            sample.voltage, sample.current, sample.power, sample.batteryTemperature,
            sample.internalTemperature,
        ] {
            values += [extent?.minimum, extent?.mean, extent?.maximum].map { $0.map { Int64($0) } }
        }
        values += [stages.id(sample.stage), sample.limit.map { Int64($0.deciamperes) }]
        return StatementArguments(values)
    }

    /// The sample of a row that a cursor stands on.
    private func sample(_ row: Row) -> Sample {
        var sample = Sample(
            time: SampleTime.held(row.quick(0) ?? 0), reports: row.quickInteger(1) ?? 0,
            readings: row.quickInteger(2) ?? 0)
        sample.voltage = row.extent(3)
        sample.current = row.extent(6)
        sample.power = row.extent(9)
        sample.batteryTemperature = row.extent(12)
        sample.internalTemperature = row.extent(15)
        sample.stage = row.quick(18).flatMap { stages.stage($0) }
        sample.limit = row.quickInteger(19).map { CurrentLimit(deciamperes: $0) }
        return sample
    }
}

extension Row {
    /// A number; nil also when a damaged or foreign file holds something else.
    func number(_ index: Int) -> Int64? { Int64.fromDatabaseValue(self[index]) }

    /// A number of the machine's size.
    func integer(_ index: Int) -> Int? { number(index).flatMap { Int(exactly: $0) } }

    /// A text; nil also when it is something else.
    func text(_ index: Int) -> String? { String.fromDatabaseValue(self[index]) }

    /// A number straight from SQLite, which makes one of anything; only for a row that a cursor stands on.
    fileprivate func quick(_ index: Int) -> Int64? { self[index] }

    fileprivate func quickInteger(_ index: Int) -> Int? { quick(index).flatMap { Int(exactly: $0) } }

    fileprivate func extent(_ index: Int) -> Extent? {
        guard let minimum = quickInteger(index), let mean = quickInteger(index + 1),
            let maximum = quickInteger(index + 2)
        else { return nil }
        return Extent(minimum: minimum, mean: mean, maximum: maximum)
    }
}
