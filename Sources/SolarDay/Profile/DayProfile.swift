// SPDX-License-Identifier: MIT
/// A day's sun and load, second by second.
public struct DayProfile: Sendable, Hashable {
    /// What the panels give, in watts; one value a second.
    public let solar: [Double]
    /// What the house takes without the charger, in watts; one value a second.
    public let load: [Double]

    /// One line of a profile.
    public struct Point: Sendable, Hashable {
        /// Seconds since the profile began.
        public var seconds: Double
        /// What the panels give, in watts.
        public var solar: Double
        /// What the house takes without the charger, in watts.
        public var load: Double

        /// Makes a point.
        public init(seconds: Double, solar: Double, load: Double) {
            self.seconds = seconds
            self.solar = solar
            self.load = load
        }
    }

    /// Makes a profile of points in the order of time, straight lines between them.
    ///
    /// Its length is what the points cover, first to last.
    public init(points: [Point]) {
        var solar: [Double] = []
        var load: [Double] = []
        let start = points.first?.seconds ?? 0
        let count = Int(max((points.last?.seconds ?? 0) - start, 0))
        solar.reserveCapacity(count)
        load.reserveCapacity(count)
        var next = min(1, points.count - 1)
        for second in 0..<count {
            let time = start + Double(second)
            while points[next].seconds <= time, next < points.count - 1 { next += 1 }
            let (from, to) = (points[next - 1], points[next])
            let share = (time - from.seconds) / (to.seconds - from.seconds)
            solar.append(from.solar + (to.solar - from.solar) * share)
            load.append(from.load + (to.load - from.load) * share)
        }
        self.solar = solar
        self.load = load
    }

    /// How many seconds it covers.
    public var seconds: Int { solar.count }

    /// What the panels give beyond what the house takes, in watts; may be below zero.
    public func surplus(at second: Int) -> Double { solar[second] - load[second] }

    /// How often the surplus crosses an end of a range.
    ///
    /// - Parameter range: What the charger can take, in watts.
    public func crossings(of range: ClosedRange<Double>) -> Int {
        var count = 0
        for bound in [range.lowerBound, range.upperBound] {
            for second in 1..<max(seconds, 1)
            where (surplus(at: second) > bound) != (surplus(at: second - 1) > bound) {
                count += 1
            }
        }
        return count
    }
}
