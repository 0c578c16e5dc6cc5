// SPDX-License-Identifier: MIT
import ChargerControl
import GRDB

/// The numbers by which the tables name the stages; a number once given keeps its meaning.
struct StageTable: Sendable {
    private var ids: [ChargeStage: Int64] = [:]
    private var stages: [Int64: ChargeStage] = [:]

    /// Reads the table.
    init(_ db: Database) throws {
        for row in try Row.fetchAll(db, sql: "SELECT id, name FROM stage") {
            guard let id = row.number(0), let stage = row.text(1).flatMap({ ChargeStage(rawValue: $0) })
            else {
                continue
            }
            ids[stage] = id
            stages[id] = stage
        }
    }

    /// Adds the stages that are missing.
    static func complete(_ db: Database) throws {
        for stage in ChargeStage.allCases {
            try db.execute(sql: "INSERT OR IGNORE INTO stage (name) VALUES (?)", arguments: [stage.rawValue])
        }
    }

    func id(_ stage: ChargeStage?) -> Int64? { stage.flatMap { ids[$0] } }

    func stage(_ id: Int64) -> ChargeStage? { stages[id] }
}
