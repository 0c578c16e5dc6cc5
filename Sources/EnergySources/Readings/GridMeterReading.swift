// SPDX-License-Identifier: MIT
public import ChargerControl

/// The power at the connection to the grid, as a meter told it.
public struct GridMeterReading: Sendable, Hashable {
    /// Watts, finite; positive is drawn from the grid, negative is fed into it.
    ///
    /// The sum when a meter tells several parts, such as three phases.
    public var watts: Double
    /// When it was measured at the latest: the arrival of the oldest part, or the question that it answers.
    public var measured: Moment

    /// Makes a reading.
    /// - Parameters:
    ///   - watts: finite; positive is drawn from the grid.
    ///   - measured: when its oldest part was measured.
    public init(watts: Double, measured: Moment) {
        self.watts = watts
        self.measured = measured
    }

    /// How old it is.
    /// - Parameter now: on the same clock as ``measured``.
    public func age(at now: Moment) -> Duration { max(now.uptime - measured.uptime, .zero) }

    /// Whether it may still be acted upon.
    /// - Parameters:
    ///   - now: on the same clock as ``measured``.
    ///   - staleAfter: the greatest age that counts.
    public func isFresh(at now: Moment, staleAfter: Duration) -> Bool { age(at: now) <= staleAfter }
}

/// What a meter has to tell.
public enum GridMeterReport: Sendable, Hashable {
    /// A value, whether changed or not.
    case reading(GridMeterReading)
    /// There is no value, or none any more, and why; told once until that changes.
    ///
    /// Earlier readings keep their age and may still be fresh.
    case trouble(String)
    /// Something arrived that does not count, and why; nothing has changed.
    case ignored(String)
}

/// Which flow of energy a meter shows as a positive number.
public enum PositiveDirection: String, Sendable, Hashable, CaseIterable {
    /// Drawn from the grid, as most meters show it.
    case fromGrid = "import"
    /// Fed into the grid.
    case intoGrid = "export"

    var sign: Double { self == .fromGrid ? 1 : -1 }
}

/// The largest power taken for true, in watts: more than any connection that a charger of this kind is behind.
let largestPower = 1_000_000.0
