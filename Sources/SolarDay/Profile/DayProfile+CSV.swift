// SPDX-License-Identifier: MIT
/// What is wrong with a day's file, and where.
public struct DayFileError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The file, as the user named it.
    public var file: String
    /// The line, from 1; nil when it is the whole file.
    public var line: Int?
    /// What is wrong and what is expected.
    public var problem: String

    /// The file, the line, and what is wrong.
    public var description: String { "\(file)\(line.map { ":\($0)" } ?? ""): \(problem)" }
}

extension DayProfile {
    /// The columns a file has to have, in any order.
    public static let columns = ["seconds", "solar_w", "load_w"]
    /// The longest day that is read, in seconds: a week.
    public static let longest = 7.0 * 86_400

    /// Reads a day: comma-separated, a header line that names the columns, more columns are passed over.
    /// - Parameters:
    ///   - text: What is in the file; lines end with LF or CR LF.
    ///   - file: Its name, for what is said when something is wrong.
    /// - Throws: ``DayFileError`` with the line.
    public init(csv text: String, file: String) throws(DayFileError) {
        // A spreadsheet may put a byte-order mark first.
        let lines = text.replacing("\u{FEFF}", with: "").split(
            omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        guard let header = lines.first, lines.contains(where: { !Self.isBlank($0) }) else {
            throw DayFileError(
                file: file, problem: "the file is empty; expected a line '\(Self.header)' and values")
        }
        let order = try Self.order(header, file: file)
        var points: [Point] = []
        for (index, line) in lines.enumerated().dropFirst() where !Self.isBlank(line) {
            let point = try Self.point(line, order, file: file, number: index + 1)
            if let last = points.last, point.seconds <= last.seconds {
                let words =
                    "seconds have to increase from line to line, and \(point.seconds) follows \(last.seconds)"
                throw DayFileError(file: file, line: index + 1, problem: words)
            }
            points.append(point)
            if point.seconds - (points.first?.seconds ?? 0) > Self.longest {
                throw DayFileError(
                    file: file, line: index + 1, problem: "that is more than a week after the first line")
            }
        }
        guard points.count > 1, let first = points.first, let last = points.last,
            last.seconds - first.seconds >= 1
        else {
            throw DayFileError(
                file: file, problem: "at least two lines of values, a second apart, are needed")
        }
        self.init(points: points)
    }

    /// The file's header.
    private static var header: String { columns.joined(separator: ",") }

    private static func order(_ header: Substring, file: String) throws(DayFileError) -> [Int] {
        let names = cells(header).map { $0.lowercased() }
        var order: [Int] = []
        for column in columns {
            guard let place = names.firstIndex(of: column) else {
                let words = "there is no column '\(column)'; the first line has to be '\(Self.header)'"
                throw DayFileError(file: file, line: 1, problem: words)
            }
            order.append(place)
        }
        return order
    }

    private static func point(
        _ line: Substring, _ order: [Int], file: String, number: Int
    ) throws(DayFileError) -> Point {
        let cells = cells(line)
        var values: [Double] = []
        for (column, place) in zip(columns, order) {
            guard place < cells.count else {
                throw DayFileError(file: file, line: number, problem: "'\(column)' is missing")
            }
            // Beyond a megawatt it is no house; and what is not finite is no number.
            guard let value = Double(cells[place]), value.isFinite, abs(value) <= 1e9 else {
                let words = "'\(column)' has to be a number, and is '\(cells[place].prefix(20))'"
                throw DayFileError(file: file, line: number, problem: words)
            }
            values.append(value)
        }
        return Point(seconds: values[0], solar: values[1], load: values[2])
    }

    private static func cells(_ line: Substring) -> [String] {
        line.split(separator: ",", omittingEmptySubsequences: false).map { cell in
            String(cell.drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
        }
    }

    private static func isBlank(_ line: Substring) -> Bool { line.allSatisfy(\.isWhitespace) }
}

extension DayProfile {
    /// Points as a file that can be read again.
    public static func csv(_ points: [Point]) -> String {
        var text = header + "\n"
        for point in points {
            text += "\(Int(point.seconds)),\(tenths(point.solar)),\(tenths(point.load))\n"
        }
        return text
    }

    private static func tenths(_ value: Double) -> Double { (value * 10).rounded() / 10 }
}
