// SPDX-License-Identifier: MIT
/// Writes tables as comma-separated values (RFC 4180).
struct CSV {
    private(set) var text: String

    init(_ columns: [String]) { text = columns.joined(separator: ",") + "\r\n" }

    /// Adds a row.
    mutating func add(_ cells: [String]) { text += cells.joined(separator: ",") + "\r\n" }

    /// A cell with a number; empty when there is none.
    static func cell(_ number: Double?) -> String { number.map { "\($0)" } ?? "" }

    /// A cell with text, never taken for a formula by a spreadsheet.
    static func cell(_ text: String?) -> String {
        guard let text else { return "" }
        let isFormula = text.first.map { "=+-@\t\r".contains($0) } ?? false
        let safe = isFormula ? "'" + text : text
        guard safe.contains(where: { ",\"\r\n".contains($0) || $0.isNewline }) else { return safe }
        return "\"" + safe.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"")
            + "\""
    }
}
