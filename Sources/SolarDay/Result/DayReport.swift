// SPDX-License-Identifier: MIT
import ChargerControl
import ChargerSimulator
import Foundation

/// The figures of a day, controller by controller.
public struct DayReport: Sendable {
    /// One controller's figures.
    public struct Row: Sendable, Hashable {
        /// The name in the report.
        public let name: String
        /// What came of its day.
        public let figures: DayFigures
        /// Surplus energy charged over the perfect controller's; 0 when there was none to charge.
        public let capturedRatio: Double
    }

    /// The day.
    public let day: Day
    /// The controllers, ours first.
    public let rows: [Row]
    private let trace: DayTrace

    /// Runs every controller through a day.
    /// - Parameter day: Profile and setup.
    public init(_ day: Day) {
        let ours = day.watchedChargeBridge(nil)
        let perfect = day.perfect()
        let bounds: [(writes: Int, switchings: Int?)] = [(30, nil), (100, nil), (30, 60), (100, 60)]
        let plans = day.plans(day.setup.hasPlug ? bounds : Array(bounds.prefix(2)))
        let names = ["plan_30", "plan_100", "plan_30_plug_60", "plan_100_plug_60"]
        let all =
            [
                ("chargebridge", ours.figures), ("old_rule", day.oldRule()),
                ("proportional", day.proportional()), ("perfect", perfect),
            ] + Array(zip(names, plans))
        self.day = day
        trace = ours.trace
        rows = all.map { name, figures in
            let ratio = perfect.captured > 0 ? figures.captured / perfect.captured : 0
            return Row(name: name, figures: figures, capturedRatio: ratio)
        }
    }

    /// The row of a controller.
    public subscript(_ name: String) -> Row? { rows.first { $0.name == name } }

    /// The figures for a program.
    public func json() throws -> String {
        var controllers: [String: Controller] = [:]
        for row in rows { controllers[row.name] = Controller(row) }
        let document = Document(
            seconds: day.profile.seconds, crossings: day.profile.crossings(of: day.range),
            minimum_w: day.range.lowerBound.rounded(), maximum_w: day.range.upperBound.rounded(),
            plug: day.setup.hasPlug, register: day.setup.register.rawValue,
            daily_budget: day.setup.dailyBudget, delay_s: day.setup.delay,
            controllers: controllers)
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
        return String(decoding: try encoder.encode(document), as: UTF8.self)
    }

    /// The figures for a person.
    public func text() -> String {
        let register = day.setup.register == .volatile ? " that wear, volatile register" : ""
        let range = "\(Int(day.range.lowerBound)) … \(Int(day.range.upperBound)) W"
        var lines = [
            "\(day.setup.model.name) (\(range)), \(day.setup.hasPlug ? "with" : "without") a plug, "
                + "\(day.setup.dailyBudget) changes a day\(register), meter \(day.setup.delay) s late; "
                + "the surplus crosses the range \(day.profile.crossings(of: day.range)) times",
            Self.line(["", "captured", "import", "charged", "changes", "attempts", "switchings"]),
        ]
        for row in rows {
            let figures = row.figures
            lines.append(
                Self.line([
                    row.name, Self.decimal(row.capturedRatio, 3),
                    Self.decimal(figures.importRatio * 100, 1) + " %",
                    Self.decimal(figures.charged / 3.6e6, 2) + " kWh", "\(figures.writes)",
                    "\(figures.attempts)",
                    "\(figures.switchings)",
                ]))
        }
        return lines.joined(separator: "\n")
    }

    /// The day as a picture.
    public func picture() -> String { DayPicture(day: day, trace: trace).svg }

    private static func line(_ cells: [String]) -> String {
        cells.enumerated().map { place, cell in
            let space = String(repeating: " ", count: max((place == 0 ? 17 : 11) - cell.count, 0))
            return place == 0 ? cell + space : space + cell
        }.joined()
    }

    static func decimal(_ value: Double, _ digits: Int) -> String { String(format: "%.\(digits)f", value) }
}

/// The shape of the JSON document.
private struct Document: Encodable {
    let seconds: Int
    let crossings: Int
    let minimum_w: Double
    let maximum_w: Double
    let plug: Bool
    let register: String
    let daily_budget: Int
    let delay_s: Int
    let controllers: [String: Controller]
}

private struct Controller: Encodable {
    let captured_ratio: Double
    let grid_import_ratio: Double
    let writes: Int
    let attempts: Int
    let switchings: Int
    let charged_kwh: Double

    init(_ row: DayReport.Row) {
        captured_ratio = (row.capturedRatio * 1e4).rounded() / 1e4
        grid_import_ratio = (row.figures.importRatio * 1e4).rounded() / 1e4
        writes = row.figures.writes
        attempts = row.figures.attempts
        switchings = row.figures.switchings
        charged_kwh = (row.figures.charged / 3600).rounded() / 1000
    }
}
