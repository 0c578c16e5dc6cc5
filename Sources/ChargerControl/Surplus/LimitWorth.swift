// SPDX-License-Identifier: MIT
/// What each limit is worth in each weather, looking ahead.
///
/// The worth of being in a weather with a limit, on or off, is what the next few seconds bring plus the worth
/// of where the weather goes; and it is at least the worth of any other limit, on or off, less the price of
/// getting there. Each round works it out once more from the last round's worth (value iteration); as the
/// weather changes slowly, one round every few seconds keeps up.
struct LimitWorth: Sendable {
    /// Limits that are looked at, minimum to maximum; one step is the dead band.
    static let levels = 16
    /// How far ahead it looks, in seconds; what is further off counts less.
    static let horizon = 1800.0
    /// What switching on loses: seconds until the charger, started anew, gives what it gave.
    static let startSeconds = 12.0

    /// What is done with the charger.
    struct Choice: Sendable, Hashable {
        /// The limit, 0 ..< ``levels``.
        var level: Int
        /// Whether the plug is on.
        var isOn: Bool
    }

    private static let keep = 1 - WeatherMemory.step / horizon
    private var on = [Double](repeating: 0, count: WeatherMemory.states * levels)
    private var off = [Double](repeating: 0, count: WeatherMemory.states * levels)

    /// What the charger takes at a level, in watts.
    static func watts(_ level: Int, range: ClosedRange<Double>) -> Double {
        range.lowerBound + (range.upperBound - range.lowerBound) * Double(level) / Double(levels - 1)
    }

    /// The level next to a power.
    static func level(_ watts: Double, range: ClosedRange<Double>) -> Int {
        let span = max(range.upperBound - range.lowerBound, 1)
        let place = ((watts - range.lowerBound) / span * Double(levels - 1)).rounded()
        return Int(place.held(in: 0...Double(levels - 1), else: 0))
    }

    /// One round: every remembered weather is looked at once.
    mutating func improve(
        _ memory: WeatherMemory, range: ClosedRange<Double>, prices: SurplusPrices, mayBeOff: Bool
    ) {
        for state in 0..<WeatherMemory.states where memory.knows(state) {
            let ahead = expected(memory.followers(of: state))
            let base = state * Self.levels
            for level in 0..<Self.levels {
                let brought = prices.worth(Self.watts(level, range: range), surplus: memory.mean(of: state))
                on[base + level] = brought * WeatherMemory.step + Self.keep * ahead.on[level]
                off[base + level] = Self.keep * ahead.off[level]
            }
            offerChanges(base, prices, mayBeOff) {
                let brought = prices.worth(Self.watts($0, range: range), surplus: memory.mean(of: state))
                return max(brought, 0) * Self.startSeconds
            }
        }
    }

    /// The best to do now.
    /// - Parameters:
    ///   - now: What is being done.
    ///   - surplus: The surplus now, in watts.
    /// - Returns: The choice, and what it gains over staying, in watt-seconds, its price paid.
    func best(
        from now: Choice, surplus: Double, memory: WeatherMemory, range: ClosedRange<Double>,
        prices: SurplusPrices, mayBeOff: Bool
    ) -> (choice: Choice, gain: Double) {
        guard let state = memory.state else { return (now, 0) }
        let ahead = expected(memory.followers(of: state))
        func value(_ choice: Choice) -> Double {
            guard choice.isOn else { return Self.keep * ahead.off[choice.level] }
            let brought = prices.worth(Self.watts(choice.level, range: range), surplus: surplus)
            return brought * WeatherMemory.step + Self.keep * ahead.on[choice.level]
        }
        func price(_ choice: Choice) -> Double {
            var price = choice.level == now.level ? 0 : prices.write
            if choice.isOn != now.isOn { price += prices.switching }
            if choice.isOn, !now.isOn {
                let brought = prices.worth(Self.watts(choice.level, range: range), surplus: surplus)
                price += max(brought, 0) * Self.startSeconds
            }
            return price
        }
        let staying = value(now)
        var best = (choice: now, gain: 0.0)
        for level in 0..<Self.levels {
            for isOn in [true, false] {
                // The limit can't be changed while the charger is off.
                if !isOn, !mayBeOff || level != now.level { continue }
                let choice = Choice(level: level, isOn: isOn)
                let gain = value(choice) - price(choice) - staying
                if gain > best.gain { best = (choice, gain) }
            }
        }
        return best
    }

    /// Being somewhere is worth at least what it is to go elsewhere and pay for it.
    private mutating func offerChanges(
        _ base: Int, _ prices: SurplusPrices, _ mayBeOff: Bool, startLoss: (Int) -> Double
    ) {
        var best = -Double.infinity
        for level in 0..<Self.levels { best = max(best, on[base + level]) }
        for level in 0..<Self.levels {
            let index = base + level
            on[index] = max(on[index], best - prices.write)
            guard mayBeOff else { continue }
            let (charging, resting) = (on[index], off[index])
            off[index] = max(resting, charging - prices.switching - startLoss(level))
            on[index] = max(charging, resting - prices.switching)
        }
    }

    /// The mean worth of what follows.
    private func expected(_ followers: [(state: Int, share: Double)]) -> (on: [Double], off: [Double]) {
        var sums = (
            on: [Double](repeating: 0, count: Self.levels), off: [Double](repeating: 0, count: Self.levels)
        )
        for (state, share) in followers {
            let base = state * Self.levels
            for level in 0..<Self.levels {
                sums.on[level] += share * on[base + level]
                sums.off[level] += share * off[base + level]
            }
        }
        return sums
    }
}
