// SPDX-License-Identifier: MIT
import GRDB

/// Sessions in their table.
struct SessionRows {
    let db: Database

    private static let columns =
        "start, last_charging, ending, ending_words, bulk_ms, bulk_uC, bulk_uJ, "
        + "absorption_ms, absorption_uC, absorption_uJ, float_ms, float_uC, float_uJ, "
        + "other_ms, other_uC, other_uJ, start_mV, end_mV, peak_mA, peak_battery_cC, peak_internal_cC, "
        + "peak_mV"

    /// Writes a session, or what is new of it.
    func save(_ session: ChargeSession, charger: Int64) throws {
        let marks = Array(repeating: "?", count: 24).joined(separator: ", ")
        let insert = try db.cachedStatement(
            sql: "INSERT OR REPLACE INTO session (id, charger, \(Self.columns)) VALUES (\(marks))")
        var values: [(any DatabaseValueConvertible)?] = [
            session.id, charger, session.start, session.lastCharging, session.ending?.rawValue,
            session.endingWords,
        ]
        for phase in [session.bulk, session.absorption, session.float, session.other] {
            values += [phase.milliseconds, phase.microcoulombs, phase.microjoules]
        }
        values += [
            session.startVoltage, session.endVoltage, session.peakCurrent, session.peakBatteryTemperature,
            session.peakInternalTemperature, session.peakVoltage,
        ]
        try insert.execute(arguments: StatementArguments(values))
    }

    /// The sessions that have not ended.
    func open() throws -> [ChargeSession] { try sessions("WHERE ending IS NULL ORDER BY session.id") }

    /// Sessions, the newest first.
    func newest(of charger: String?, before id: Int64?, most: Int) throws -> [ChargeSession] {
        try sessions(
            "WHERE session.id < ? AND (?2 IS NULL OR charger.name = ?2) ORDER BY session.id DESC LIMIT ?3",
            [id ?? .max, charger, most])
    }

    private func sessions(_ rest: String, _ arguments: StatementArguments = []) throws -> [ChargeSession] {
        let sql =
            "SELECT session.id, charger.name, \(Self.columns) FROM session "
            + "JOIN charger ON charger.id = session.charger \(rest)"
        return try Row.fetchAll(db, sql: sql, arguments: arguments).map(Self.session)
    }

    private static func session(_ row: Row) -> ChargeSession {
        var session = ChargeSession(
            id: row.number(0) ?? 0, charger: row.text(1) ?? "", start: row.number(2) ?? 0)
        session.lastCharging = row.number(3) ?? session.start
        session.ending = row.text(4).map { SessionEnding(rawValue: $0) ?? .notSeen }
        session.endingWords = row.text(5)
        session.bulk = row.phase(6)
        session.absorption = row.phase(9)
        session.float = row.phase(12)
        session.other = row.phase(15)
        session.startVoltage = row.integer(18)
        session.endVoltage = row.integer(19)
        session.peakCurrent = row.integer(20)
        session.peakBatteryTemperature = row.integer(21)
        session.peakInternalTemperature = row.integer(22)
        session.peakVoltage = row.integer(23)
        return session
    }
}

extension Row {
    fileprivate func phase(_ index: Int) -> ChargePhase {
        var phase = ChargePhase()
        phase.milliseconds = number(index) ?? 0
        phase.microcoulombs = number(index + 1) ?? 0
        phase.microjoules = number(index + 2) ?? 0
        return phase
    }
}
