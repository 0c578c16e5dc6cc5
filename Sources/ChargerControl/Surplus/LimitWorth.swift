// SPDX-License-Identifier: MIT
/// What each limit is worth in each weather, looking ahead.
///
/// The worth of being in a weather with a limit, on or off, is what the next few seconds bring plus the worth
/// of where the weather goes; and it is at least the worth of any other limit, on or off, less the price of
/// getting there. Each round works it out once more from the last round's worth (value iteration); as the
/// weather changes slowly, a few rounds every few seconds keep up.
struct LimitWorth: Sendable {
    /// Limits that are looked at, minimum to maximum; one step is the dead band.
    static let levels = 16
    /// How far ahead it looks, in seconds; what is further off counts less.
    static let horizon = 1800.0
    /// What switching on loses: seconds until the charger, started anew, gives what it gave.
    static let startSeconds = 9.0

    /// Rounds each time something was learned.
    static let rounds = 2

    /// What is done with the charger.
    struct Choice: Sendable, Hashable {
        /// The limit, 0 ..< ``levels``.
        var level: Int
        /// Whether the plug is on.
        var isOn: Bool
    }

    private static let keep = 1 - WeatherMemory.step / horizon
    private var on = [Double](repeating: 0, count: WeatherState.count * levels)
    private var off = [Double](repeating: 0, count: WeatherState.count * levels)
    private var kinds = [Worths](repeating: Worths(), count: WeatherState.kinds)

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

    /// One round: every state of the weather is looked at once.
    mutating func improve(
        _ chain: WeatherChain, range: ClosedRange<Double>, prices: SurplusPrices, mayBeOff: Bool
    ) {
        expectKinds(chain)
        var ahead = Worths()
        var brought = [Double](repeating: 0, count: Self.levels)
        for state in 0..<WeatherState.count {
            expect(&ahead, after: WeatherState(number: state), chain)
            let base = state * Self.levels
            for level in 0..<Self.levels {
                brought[level] = prices.worth(
                    Self.watts(level, range: range), surplus: chain.surplus[state])
                on[base + level] = brought[level] * WeatherMemory.step + Self.keep * ahead.on[level]
                off[base + level] = Self.keep * ahead.off[level]
            }
            offerChanges(base, prices, mayBeOff, brought: brought)
        }
    }

    /// The best to do now.
    /// - Parameters:
    ///   - now: What is being done.
    ///   - state: The weather.
    ///   - surplus: The surplus now, in watts.
    /// - Returns: The choice, and what it gains over staying, in watt-seconds, its price paid.
    func best(
        from now: Choice, in state: WeatherState, surplus: Double, chain: WeatherChain,
        range: ClosedRange<Double>, prices: SurplusPrices, mayBeOff: Bool
    ) -> (choice: Choice, gain: Double) {
        var ahead = Worths()
        expect(&ahead, after: state, chain)
        func brings(_ level: Int) -> Double {
            prices.worth(Self.watts(level, range: range), surplus: surplus)
        }
        func value(_ choice: Choice) -> Double {
            guard choice.isOn else { return Self.keep * ahead.off[choice.level] }
            return brings(choice.level) * WeatherMemory.step + Self.keep * ahead.on[choice.level]
        }
        func price(_ choice: Choice) -> Double {
            var price = choice.level == now.level ? 0 : prices.change(to: choice.level)
            if choice.isOn != now.isOn { price += choice.isOn ? prices.start : prices.stop }
            if choice.isOn, !now.isOn { price += max(brings(choice.level), 0) * Self.startSeconds }
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
        _ base: Int, _ prices: SurplusPrices, _ mayBeOff: Bool, brought: [Double]
    ) {
        var best = -Double.infinity
        for level in 0..<Self.levels { best = max(best, on[base + level] - prices.change(to: level)) }
        for level in 0..<Self.levels {
            let index = base + level
            on[index] = max(on[index], best)
            guard mayBeOff else { continue }
            let (charging, resting) = (on[index], off[index])
            let startLoss = max(brought[level], 0) * Self.startSeconds
            off[index] = max(resting, charging - prices.start - startLoss)
            on[index] = max(charging, resting - prices.stop)
        }
    }
}

extension LimitWorth {
    /// What each limit is worth, on and off.
    private struct Worths: Sendable {
        var on = [Double](repeating: 0, count: LimitWorth.levels)
        var off = [Double](repeating: 0, count: LimitWorth.levels)
    }

    /// The mean worth of where each kind of weather leads.
    private mutating func expectKinds(_ chain: WeatherChain) {
        for kind in 0..<WeatherState.kinds {
            var sum = Worths()
            for follower in chain.kinds[kind] { add(follower, to: &sum) }
            kinds[kind] = sum
        }
    }

    /// The mean worth of what follows a state.
    private func expect(_ sum: inout Worths, after state: WeatherState, _ chain: WeatherChain) {
        let share = chain.likeKind[state.number]
        for level in 0..<Self.levels {
            sum.on[level] = share * kinds[state.kind].on[level]
            sum.off[level] = share * kinds[state.kind].off[level]
        }
        for follower in chain.own[state.number] { add(follower, to: &sum) }
    }

    private func add(_ follower: WeatherChain.Follower, to sum: inout Worths) {
        let base = follower.state * Self.levels
        for level in 0..<Self.levels {
            sum.on[level] += follower.share * on[base + level]
            sum.off[level] += follower.share * off[base + level]
        }
    }
}
