// SPDX-License-Identifier: MIT
/// A voltage in millivolts, as the charger's text protocol gives it.
public struct Millivolts: Sendable, Hashable, Comparable, Codable {
    /// Millivolts; may be negative.
    public var rawValue: Int

    /// Makes a voltage of so many millivolts.
    public init(_ rawValue: Int) { self.rawValue = rawValue }

    /// Orders by voltage.
    public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}

/// A current in milliamperes; positive flows into the battery.
public struct Milliamperes: Sendable, Hashable, Comparable, Codable {
    /// Milliamperes; may be negative.
    public var rawValue: Int

    /// Makes a current of so many milliamperes.
    public init(_ rawValue: Int) { self.rawValue = rawValue }

    /// Orders by current.
    public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}

/// A temperature in hundredths of a degree Celsius, the finest step a register has.
public struct CentiCelsius: Sendable, Hashable, Comparable, Codable {
    /// Hundredths of a degree Celsius.
    public var rawValue: Int

    /// Makes a temperature of so many hundredths of a degree.
    public init(_ rawValue: Int) { self.rawValue = rawValue }

    /// Orders by temperature.
    public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}

/// A charge current limit in the charger's own step, a tenth of an ampere (register 0xEDF0).
public struct CurrentLimit: Sendable, Hashable, Comparable, Codable {
    /// Tenths of an ampere, 0 … 65535.
    public let deciamperes: Int

    /// Makes a limit, held within what the register can carry.
    /// - Parameter deciamperes: tenths of an ampere; clamped to 0 … 65534 (65535 is "not available").
    public init(deciamperes: Int) { self.deciamperes = min(max(deciamperes, 0), 65534) }

    /// Makes a limit from amperes, rounded to the nearest tenth.
    /// - Parameter amperes: any number; nil is returned when it is not finite.
    public init?(amperes: Double) {
        guard amperes.isFinite else { return nil }
        let tenths = (amperes * 10).rounded()
        self.init(deciamperes: tenths >= 65534 ? 65534 : tenths <= 0 ? 0 : Int(tenths))
    }

    /// The limit in amperes.
    public var amperes: Double { Double(deciamperes) / 10 }

    /// Orders by current.
    public static func < (left: Self, right: Self) -> Bool { left.deciamperes < right.deciamperes }
}

extension CurrentLimit {
    private enum CodingKeys: String, CodingKey { case deciamperes }

    /// Reads a limit, held within what the register can carry: the file may be damaged.
    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        self.init(deciamperes: try values.decode(Int.self, forKey: .deciamperes))
    }
}

extension CurrentLimit: CustomStringConvertible {
    /// The limit with its unit, as a user reads it: `7.5 A`.
    public var description: String { "\(decimalText) A" }
}

/// A time as the deciding code sees it: a clock that only goes forward, and the calendar's.
public struct Moment: Sendable, Hashable {
    /// Time since an arbitrary start; never jumps.
    ///
    /// All waiting is measured with it.
    public var uptime: Duration
    /// Milliseconds since 1970 (UTC); may jump.
    ///
    /// Only shown and kept, never waited for.
    public var unixMilliseconds: Int64

    /// Makes a moment.
    /// - Parameters:
    ///   - uptime: time since an arbitrary start.
    ///   - unixMilliseconds: milliseconds since 1970, UTC.
    public init(uptime: Duration, unixMilliseconds: Int64) {
        self.uptime = uptime
        self.unixMilliseconds = unixMilliseconds
    }

    /// The moment a while later (or earlier), on both clocks.
    public func advanced(by duration: Duration) -> Moment {
        let parts = duration.components
        let milliseconds = parts.seconds * 1000 + parts.attoseconds / 1_000_000_000_000_000
        return Moment(uptime: uptime + duration, unixMilliseconds: unixMilliseconds + milliseconds)
    }
}
