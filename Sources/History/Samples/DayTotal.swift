// SPDX-License-Identifier: MIT
/// What a charger delivered on a day.
public struct DayTotal: Sendable, Hashable, Codable {
    /// The charger's name.
    public var charger: String
    /// The day as the machine's calendar has it, days since 1970-01-01.
    public var day: Int
    /// Energy, J.
    public var joules: Int64
    /// Charge, C.
    public var coulombs: Int64

    /// Makes a day's total.
    public init(charger: String, day: Int, joules: Int64, coulombs: Int64) {
        self.charger = charger
        self.day = day
        self.joules = joules
        self.coulombs = coulombs
    }

    /// The day as `2026-11-22`.
    public var date: String { CivilDate(day: day).text }
    /// Energy in watt-hours.
    public var wattHours: Double { Double(joules) / 3600 }
    /// Charge in ampere-hours.
    public var ampereHours: Double { Double(coulombs) / 3600 }
}

/// A date of the Gregorian calendar, without Foundation's calendars: they cost memory for years.
///
/// Source: Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms", civil_from_days.
struct CivilDate: Sendable, Hashable {
    let text: String

    init(day: Int) {
        let shifted = min(max(day, -700_000), 100_000_000) + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let date = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        text = "\(Self.padded(year, 4))-\(Self.padded(month, 2))-\(Self.padded(date, 2))"
    }

    static func padded(_ number: Int, _ width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
}
