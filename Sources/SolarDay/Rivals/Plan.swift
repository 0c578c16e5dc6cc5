// SPDX-License-Identifier: MIT
/// The best plan for a day that is known beforehand, by dynamic programming.
///
/// The charger is ideal: it takes its limit at once, without a start. What is asked for as "at most so many
/// changes" and "at most so much import" becomes a price on each; the prices are found by bisection.
struct Plan {
    /// What a watt-second from the grid, a change, and a switching cost, in watt-seconds of surplus.
    struct Prices {
        var imported: Double
        var write = 0.0
        var switching = 0.0
    }

    /// Levels of the limit that are looked at; a step is 3 % of the maximum.
    static let levels = 24
    /// Seconds of a step.
    static let stride = 20

    /// What the charger takes at each level, in watts.
    let watts: [Double]
    /// Surplus that each level would capture and its import, step by step: `[step * levels + level]`.
    private let captured: [Double]
    private let charged: [Double]
    private let mayBeOff: Bool
    private let steps: Int

    init(_ profile: DayProfile, range: ClosedRange<Double>, mayBeOff: Bool) {
        let watts = (0..<Self.levels).map {
            range.lowerBound
                + (range.upperBound - range.lowerBound) * Double($0) / Double(Self.levels - 1)
        }
        steps = (profile.seconds + Self.stride - 1) / Self.stride
        var captured = [Double](repeating: 0, count: steps * Self.levels)
        var charged = captured
        for second in 0..<profile.seconds {
            let surplus = max(profile.surplus(at: second), 0)
            let base = second / Self.stride * Self.levels
            for level in 0..<Self.levels {
                captured[base + level] += min(watts[level], surplus)
                charged[base + level] += watts[level]
            }
        }
        self.watts = watts
        self.captured = captured
        self.charged = charged
        self.mayBeOff = mayBeOff
    }

    private struct Path {
        var value = 0.0
        var captured = 0.0
        var charged = 0.0
        var writes = 0
        var switchings = 0

        var figures: DayFigures {
            DayFigures(
                captured: captured, charged: charged, imported: charged - captured, writes: writes,
                attempts: writes, switchings: switchings)
        }
    }

    /// The best plan at given prices.
    ///
    /// It starts off (or at the minimum), with any limit.
    func best(_ prices: Prices) -> DayFigures {
        let count = Self.levels
        var on = [Path](repeating: Path(), count: count)
        var off = on
        if mayBeOff {
            for level in 0..<count { on[level].value = -prices.switching; on[level].switchings = 1 }
        }
        for step in 0..<steps {
            let bestOn = Self.best(of: on)
            let bestOff = Self.best(of: off)
            for level in 0..<count {
                var path = on[level]
                Self.take(bestOn, into: &path, prices, write: true, switching: false)
                var rest = off[level]
                if mayBeOff {
                    Self.take(off[level], into: &path, prices, write: false, switching: true)
                    Self.take(bestOff, into: &path, prices, write: true, switching: true)
                    Self.take(on[level], into: &rest, prices, write: false, switching: true)
                }
                let index = step * count + level
                let (got, all) = (captured[index], charged[index])
                path.captured += got
                path.charged += all
                path.value += got - prices.imported * (all - got)
                on[level] = path
                off[level] = rest
            }
        }
        let path = Self.best(of: on)
        return (mayBeOff ? [path, Self.best(of: off)] : [path]).max { $0.value < $1.value }?.figures
            ?? DayFigures()
    }

    private static func best(of paths: [Path]) -> Path {
        var best = paths[0]
        for path in paths where path.value > best.value { best = path }
        return best
    }

    private static func take(
        _ other: Path, into path: inout Path, _ prices: Prices, write: Bool, switching: Bool
    ) {
        let value = other.value - (write ? prices.write : 0) - (switching ? prices.switching : 0)
        guard value > path.value else { return }
        path = other
        path.value = value
        if write { path.writes += 1 }
        if switching { path.switchings += 1 }
    }

    /// The best plan within bounds.
    /// - Parameters:
    ///   - writes: Most changes of the limit.
    ///   - switchings: Most switchings; nil when they are free.
    ///   - importRatio: Most import, as a share of what is charged.
    func best(writes: Int, switchings: Int?, importRatio: Double) -> DayFigures {
        var prices = Prices(imported: 1, write: 0, switching: 0)
        // Each price moves the others' optimum a little: a few rounds come near all three.
        for _ in 0..<3 {
            prices.write = bisect(upTo: 3_000_000) { price in
                var trial = prices
                trial.write = price
                return best(trial).writes <= writes
            }
            guard mayBeOff else { continue }
            if let switchings {
                prices.switching = bisect(upTo: 1_000_000) { price in
                    var trial = prices
                    trial.switching = price
                    return best(trial).switchings <= switchings
                }
            }
            prices.imported = bisect(upTo: 60) { price in
                var trial = prices
                trial.imported = price
                return best(trial).importRatio <= importRatio
            }
        }
        // What is still beyond a bound becomes dearer until it is within.
        for _ in 0..<60 {
            let figures = best(prices)
            let tooManySwitchings = switchings.map { mayBeOff && figures.switchings > $0 } ?? false
            let tooMuchImport = mayBeOff && figures.importRatio > importRatio
            if figures.writes <= writes, !tooManySwitchings, !tooMuchImport { return figures }
            if figures.writes > writes { prices.write *= 1.05 }
            if tooManySwitchings { prices.switching *= 1.05 }
            if tooMuchImport { prices.imported *= 1.03 }
        }
        return best(prices)
    }

    /// The lowest price at which a bound holds.
    private func bisect(upTo highest: Double, holds: (Double) -> Bool) -> Double {
        if holds(0) { return 0 }
        var (low, high) = (highest / 1e5, highest)
        for _ in 0..<10 {
            // By ratio: prices differ by orders of magnitude.
            let middle = (low * high).squareRoot()
            if holds(middle) { high = middle } else { low = middle }
        }
        return high
    }
}
