// SPDX-License-Identifier: MIT
/// Energy and charge delivered, summed from the readings.
///
/// Only what has been saved is published (`safe`), so that a number shown never goes backwards, whatever
/// kills the program.
public struct Totals: Sendable, Hashable, Codable {
    /// Energy in joules.
    public var joules: Double
    /// Charge in coulombs.
    public var coulombs: Double

    /// Makes totals; both start at zero.
    public init(joules: Double = 0, coulombs: Double = 0) {
        self.joules = joules
        self.coulombs = coulombs
    }

    /// The longest gap between two readings that is counted through.
    static let longestGap: Duration = .seconds(5)

    /// Adds what flowed between two readings; nothing when the gap is too long or no current flowed.
    mutating func add(voltage: Millivolts, current: Milliamperes, for gap: Duration) {
        guard gap > .zero, gap <= Self.longestGap, current.rawValue > 0, voltage.rawValue > 0 else { return }
        let seconds = gap / .seconds(1)
        let amperes = Double(current.rawValue) / 1000
        coulombs += amperes * seconds
        joules += amperes * Double(voltage.rawValue) / 1000 * seconds
    }

    /// Energy in watt-hours, rounded down.
    public var wattHours: Int { Self.whole(joules / 3600) }

    /// Charge in hundredths of an ampere-hour, rounded down.
    public var centiampereHours: Int { Self.whole(coulombs / 36) }

    /// What a damaged state file may hold must not stop the program.
    private static func whole(_ value: Double) -> Int {
        value.isFinite && value > 0 && value < 1e15 ? Int(value) : 0
    }
}
