// SPDX-License-Identifier: MIT
/// What the sky and the house do to the surplus at a moment, as one of 54 states.
///
/// The surplus is sorted by its share of what a clear sky would leave (``SunEnvelope``) into bands, and each
/// band into "just came down", "is as it was" and "just came up": at a cloud's edge the share says little of
/// what it will be in a few seconds.
struct WeatherState: Sendable, Hashable {
    /// Where the surplus was a few seconds ago.
    enum Trend: Int, Sendable, Hashable { case down, steady, up }

    /// What a band tells of: what follows one state of a group is likely to follow another.
    enum Group: Int, Sendable, Hashable, CaseIterable {
        /// The house takes far more than the sun gives: a kettle, a heat pump.
        case load
        /// A cloud is in front of the sun.
        case cloud
        /// The sun shines.
        case sun
    }

    /// Bands of the share, 0 … 1.
    static let shares = 16
    /// With those of a surplus far below zero and below zero.
    static let bands = shares + 2
    /// How many states there are.
    static let count = bands * 3
    /// A band from this share on is sunshine.
    static let sunShare = 0.72
    /// How many kinds of states are counted together: each group with each trend.
    static let kinds = Group.allCases.count * 3

    /// Its number, 0 ..< ``count``.
    let number: Int

    /// A state by its number.
    init(number: Int) { self.number = number }

    /// The state of a surplus.
    /// - Parameters:
    ///   - surplus: In watts.
    ///   - sky: The surplus under a clear sky, in watts.
    ///   - maximum: What the charger takes at its maximum, in watts.
    ///   - trend: Where it came from.
    init(surplus: Double, sky: Double, maximum: Double, trend: Trend) {
        let band: Int
        if surplus < -maximum {
            band = 0
        } else if surplus < 0 {
            band = 1
        } else {
            let share = surplus / max(sky, 1)
            let above = (1..<Self.shares).first { share < Self.edge($0) } ?? Self.shares
            band = 1 + above
        }
        number = band * 3 + trend.rawValue
    }

    /// Its band.
    var band: Int { number / 3 }

    /// The same band, as it was before.
    var steady: WeatherState { WeatherState(number: band * 3 + Trend.steady.rawValue) }

    /// Its group.
    var group: Group { band == 0 ? .load : middle > Self.sunShare ? .sun : .cloud }

    /// Its group and trend as one number, 0 ..< ``kinds``.
    var kind: Int { group.rawValue * 3 + number % 3 }

    /// The share in the middle of its band; 0 below zero.
    var middle: Double { band < 2 ? 0 : (Self.edge(band - 2) + Self.edge(band - 1)) / 2 }

    /// How much of the shares its band covers.
    var width: Double { band < 2 ? 0 : Self.edge(band - 1) - Self.edge(band - 2) }

    /// The share at which a band begins, its part of all to the power 1.75: narrow ones below, where a large
    /// roof's clouds cross the charger's range.
    private static func edge(_ index: Int) -> Double {
        let part = Double(index) / Double(shares)
        return part * part.squareRoot() * part.squareRoot().squareRoot()
    }
}
