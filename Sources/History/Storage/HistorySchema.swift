// SPDX-License-Identifier: MIT
import ChargerControl
package import GRDB

/// The tables of the database, and how an older one becomes a newer one.
///
/// A migration that has been released is never changed; another is added with its own name.
package enum HistorySchema {
    /// `CHBR`: says in the file itself whose it is (`PRAGMA application_id`).
    package static let applicationID: Int64 = 0x4348_4252

    /// All migrations, by name.
    package static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("samples, sessions, requests, events, days") { db in
            try db.execute(sql: "PRAGMA application_id = \(applicationID)")
            try db.execute(sql: base)
            for resolution in Resolution.allCases { try db.execute(sql: samples(resolution)) }
            try db.execute(sql: sessions)
            try db.execute(sql: notes)
            try db.execute(sql: views)
        }
        migrator.registerMigration("the highest voltage of sessions") { try $0.execute(sql: peakVoltage) }
        return migrator
    }

    private static let base = """
        CREATE TABLE charger (
            id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE,
            applied INTEGER NOT NULL DEFAULT 0, joules INTEGER, coulombs INTEGER) STRICT;
        CREATE TABLE stage (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;
        CREATE TABLE day (
            charger INTEGER NOT NULL REFERENCES charger, day INTEGER NOT NULL,
            joules INTEGER NOT NULL, coulombs INTEGER NOT NULL,
            PRIMARY KEY (charger, day)) STRICT, WITHOUT ROWID;
        """

    private static func samples(_ resolution: Resolution) -> String {
        """
        CREATE TABLE \(resolution.table) (
            charger INTEGER NOT NULL REFERENCES charger, time INTEGER NOT NULL,
            reports INTEGER NOT NULL, readings INTEGER NOT NULL,
            mV_min INTEGER, mV_mean INTEGER, mV_max INTEGER,
            mA_min INTEGER, mA_mean INTEGER, mA_max INTEGER,
            mW_min INTEGER, mW_mean INTEGER, mW_max INTEGER,
            battery_cC_min INTEGER, battery_cC_mean INTEGER, battery_cC_max INTEGER,
            internal_cC_min INTEGER, internal_cC_mean INTEGER, internal_cC_max INTEGER,
            stage INTEGER REFERENCES stage, limit_dA INTEGER,
            PRIMARY KEY (charger, time)) STRICT, WITHOUT ROWID;
        """
    }

    private static let sessions = """
        CREATE TABLE session (
            id INTEGER PRIMARY KEY, charger INTEGER NOT NULL REFERENCES charger,
            start INTEGER NOT NULL, last_charging INTEGER NOT NULL, ending TEXT, ending_words TEXT,
            bulk_ms INTEGER NOT NULL, bulk_uC INTEGER NOT NULL, bulk_uJ INTEGER NOT NULL,
            absorption_ms INTEGER NOT NULL, absorption_uC INTEGER NOT NULL, absorption_uJ INTEGER NOT NULL,
            float_ms INTEGER NOT NULL, float_uC INTEGER NOT NULL, float_uJ INTEGER NOT NULL,
            other_ms INTEGER NOT NULL, other_uC INTEGER NOT NULL, other_uJ INTEGER NOT NULL,
            start_mV INTEGER, end_mV INTEGER, peak_mA INTEGER,
            peak_battery_cC INTEGER, peak_internal_cC INTEGER) STRICT;
        CREATE INDEX open_session ON session (charger) WHERE ending IS NULL;
        """

    private static let notes = """
        CREATE TABLE request (
            id INTEGER PRIMARY KEY, charger INTEGER NOT NULL REFERENCES charger, number INTEGER NOT NULL,
            subject TEXT NOT NULL, source TEXT NOT NULL, asked TEXT NOT NULL, outcome TEXT, reason TEXT,
            in_force_dA INTEGER, asked_ms INTEGER NOT NULL, time_ms INTEGER NOT NULL,
            UNIQUE (charger, number, asked_ms)) STRICT;
        CREATE TABLE event (
            id INTEGER PRIMARY KEY, charger INTEGER REFERENCES charger, time_ms INTEGER NOT NULL,
            kind TEXT NOT NULL, text TEXT NOT NULL) STRICT;
        """

    /// For people with `sqlite3`; the program does not read them.
    private static let views = """
        CREATE VIEW sessions AS SELECT
            session.id, charger.name AS charger, datetime(start, 'unixepoch') AS start_utc,
            CASE WHEN ending IS NOT NULL THEN datetime(last_charging, 'unixepoch') END AS end_utc,
            ending, ending_words,
            bulk_ms / 60000 AS bulk_min, round(bulk_uC / 3.6e9, 2) AS bulk_Ah, round(bulk_uJ / 3.6e9, 1) AS bulk_Wh,
            absorption_ms / 60000 AS absorption_min, round(absorption_uC / 3.6e9, 2) AS absorption_Ah,
            round(absorption_uJ / 3.6e9, 1) AS absorption_Wh,
            float_ms / 60000 AS float_min, round(float_uC / 3.6e9, 2) AS float_Ah,
            round(float_uJ / 3.6e9, 1) AS float_Wh,
            start_mV / 1000.0 AS start_V, end_mV / 1000.0 AS end_V, peak_mA / 1000.0 AS peak_A,
            peak_battery_cC / 100.0 AS peak_battery_C
            FROM session JOIN charger ON charger.id = session.charger;
        CREATE VIEW days AS SELECT
            charger.name AS charger, date(day * 86400, 'unixepoch') AS day,
            round(day.joules / 3600.0, 1) AS Wh, round(day.coulombs / 3600.0, 2) AS Ah
            FROM day JOIN charger ON charger.id = day.charger;
        CREATE VIEW minutes AS SELECT
            charger.name AS charger, datetime(time, 'unixepoch') AS utc, mV_mean / 1000.0 AS V,
            mA_mean / 1000.0 AS A, mW_mean / 1000.0 AS W, battery_cC_mean / 100.0 AS battery_C,
            stage.name AS stage, limit_dA / 10.0 AS limit_A, readings > 0 AS linked
            FROM sample_1min JOIN charger ON charger.id = sample_1min.charger
            LEFT JOIN stage ON stage.id = sample_1min.stage;
        """

    /// Of sessions that are there already it is found in the samples of a quarter of an hour, which are kept.
    private static let peakVoltage = """
        ALTER TABLE session ADD COLUMN peak_mV INTEGER;
        UPDATE session SET peak_mV = (
            SELECT max(mV_max) FROM sample_15min WHERE sample_15min.charger = session.charger
            AND time > session.start - 900 AND time < session.last_charging);
        DROP VIEW sessions;
        CREATE VIEW sessions AS SELECT
            session.id, charger.name AS charger, datetime(start, 'unixepoch') AS start_utc,
            CASE WHEN ending IS NOT NULL THEN datetime(last_charging, 'unixepoch') END AS end_utc,
            ending, ending_words,
            bulk_ms / 60000 AS bulk_min, round(bulk_uC / 3.6e9, 2) AS bulk_Ah, round(bulk_uJ / 3.6e9, 1) AS bulk_Wh,
            absorption_ms / 60000 AS absorption_min, round(absorption_uC / 3.6e9, 2) AS absorption_Ah,
            round(absorption_uJ / 3.6e9, 1) AS absorption_Wh,
            float_ms / 60000 AS float_min, round(float_uC / 3.6e9, 2) AS float_Ah,
            round(float_uJ / 3.6e9, 1) AS float_Wh,
            start_mV / 1000.0 AS start_V, end_mV / 1000.0 AS end_V, peak_mV / 1000.0 AS peak_V,
            peak_mA / 1000.0 AS peak_A, peak_battery_cC / 100.0 AS peak_battery_C,
            peak_internal_cC / 100.0 AS peak_internal_C
            FROM session JOIN charger ON charger.id = session.charger;
        """
}

extension Resolution {
    /// The table with the samples of this resolution.
    var table: String {
        switch self {
        case .tenSeconds: "sample_10s"
        case .minute: "sample_1min"
        case .quarterHour: "sample_15min"
        }
    }
}
