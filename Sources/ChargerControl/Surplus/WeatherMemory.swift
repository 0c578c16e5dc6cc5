// SPDX-License-Identifier: MIT
/// What the surplus did of late: which state of the weather followed which.
///
/// Every few seconds the step from state to state is counted; old counts fade over hours, as the bands move with
/// the sun (``SunEnvelope``). A state that was seen rarely is thought to do what its kind does (``WeatherKinds``).
struct WeatherMemory: Sendable {
    /// Seconds from one count to the next: a cloud's edge takes about as long.
    static let step = 5.0
    /// Counts fade with this time.
    static let fadeSeconds = 10_800.0
    /// What a kind does counts as much as so many sightings of a state itself.
    static let kindWeight = 6.0
    /// The surplus is compared with its own mean over this time to tell a change from a state.
    static let trendSeconds = 15.0
    /// A difference from that mean which counts as coming down or up, as a share of the clear sky's surplus.
    static let trendShare = 0.07
    /// Every so many steps all fades, and twice in them all that follows is worked out anew.
    private static let round = 12
    /// Steps without surplus after which it is dark: a quarter of an hour.
    private static let darkAfter = 180

    /// Steps without surplus after which it may be evening: five minutes, longer than most clouds.
    private static let duskAfter = 60

    /// The surplus under a clear sky.
    private(set) var sky = SunEnvelope()
    /// What follows what.
    private(set) var chain = WeatherChain()
    /// The state now; nil before the first reading.
    private(set) var state: WeatherState?

    private var kinds = WeatherKinds()
    private var counts = [Double](repeating: 0, count: WeatherState.count * WeatherState.count)
    private var visits = [Double](repeating: 0, count: WeatherState.count)
    /// The mean share of the clear sky's surplus, or watts below zero; nil before the first.
    private var means = [Double?](repeating: nil, count: WeatherState.count)
    private var slow: Double?
    private var steps = 0
    private var darkSteps = 0

    /// Counts what the surplus is now; call it every ``step`` seconds.
    /// - Parameters:
    ///   - watts: The surplus.
    ///   - range: What the charger takes at its minimum and at its maximum, in watts.
    mutating func observe(_ watts: Double, range: ClosedRange<Double>) {
        sky.observe(watts, lowest: range.lowerBound, seconds: Self.step)
        darkSteps = watts < 0 ? min(darkSteps + 1, Self.darkAfter) : 0
        let maximum = range.upperBound
        let held = held(watts, maximum)
        let next = state(of: held, before: slow ?? held, maximum)
        slow = (slow ?? held) + (held - (slow ?? held)) * Self.step / Self.trendSeconds
        let last = state
        state = next
        // The night is no weather: what yesterday's clouds did is the best guess of today's.
        if !isDark {
            if let last { count(from: last, to: next) }
            noteMean(held, of: next)
            if isNewMinute { fade() }
        }
        if steps.isMultiple(of: Self.round / 2) {
            linkAll(maximum)
        } else {
            link([last, next].compactMap { $0 }, maximum)
        }
        steps = (steps + 1) % Self.round
    }

    /// The weather that a surplus is now; nil before the first was counted.
    func weather(_ watts: Double, range: ClosedRange<Double>) -> WeatherState? {
        guard state != nil, let slow else { return nil }
        return state(of: held(watts, range.upperBound), before: slow, range.upperBound)
    }

    /// Whether there was no surplus for long.
    var isDark: Bool { darkSteps == Self.darkAfter }
    /// Whether there was no surplus for some minutes.
    var isDusk: Bool { darkSteps >= Self.duskAfter }
    /// Whether the next count is the first of its minute.
    var isNewMinute: Bool { steps == 0 }

    /// Begins anew from here: after a gap nothing is known of what followed what.
    mutating func interrupt() {
        state = nil
        slow = nil
    }

    /// What lies beyond is all the same.
    private func held(_ watts: Double, _ maximum: Double) -> Double {
        min(max(watts, -2 * maximum), 1.3 * max(sky.watts, maximum))
    }

    private func state(of watts: Double, before: Double, _ maximum: Double) -> WeatherState {
        let margin = Self.trendShare * max(sky.watts, maximum)
        let trend: WeatherState.Trend =
            watts - before < -margin ? .down : watts - before > margin ? .up : .steady
        return WeatherState(surplus: watts, sky: sky.watts, maximum: maximum, trend: trend)
    }

    private mutating func count(from last: WeatherState, to next: WeatherState) {
        counts[last.number * WeatherState.count + next.number] += 1
        visits[last.number] += 1
        kinds.count(from: last, to: next)
    }

    private mutating func noteMean(_ watts: Double, of state: WeatherState) {
        let value = state.band < 2 ? watts : watts / max(sky.watts, 1)
        let before = means[state.number] ?? value
        // The mean of what is remembered, and never slower than two minutes' sightings.
        means[state.number] = before + (value - before) / min(visits[state.number] + 1, 24)
    }

    private mutating func fade() {
        let share = 1 - Self.step * Double(Self.round) / Self.fadeSeconds
        for index in counts.indices { counts[index] *= share }
        for index in visits.indices { visits[index] *= share }
        kinds.fade(to: share)
    }
}

extension WeatherMemory {
    private mutating func linkAll(_ maximum: Double) {
        for kind in 0..<WeatherState.kinds { chain.kinds[kind] = kinds.followers(of: kind) }
        link((0..<WeatherState.count).map(WeatherState.init), maximum)
    }

    /// Works out what follows some states.
    private mutating func link(_ states: [WeatherState], _ maximum: Double) {
        for state in states {
            let total = visits[state.number] + Self.kindWeight
            let base = state.number * WeatherState.count
            let ends = Self.kindWeight * kinds.ends(state.kind) / total
            let guessed = WeatherKinds.isEdge(state.kind) ? ends * kinds.guessed(state.kind) : 0
            var list: [WeatherChain.Follower] = [.init(state: state.steady.number, share: guessed)]
            var left = 1 - ends
            for next in 0..<WeatherState.count where next != state.number {
                let share = counts[base + next] / total
                // What has faded to nothing costs time and says nothing.
                guard share > 0.0005 else { continue }
                list.append(.init(state: next, share: share))
                left -= share
            }
            list.append(.init(state: state.number, share: max(left, 0)))
            chain.own[state.number] = list
            chain.likeKind[state.number] = ends - guessed
            chain.surplus[state.number] = surplus(in: state, maximum)
        }
    }

    /// The surplus in a state, in watts; one that was never seen is taken from its band.
    private func surplus(in state: WeatherState, _ maximum: Double) -> Double {
        switch state.band {
        case 0: means[state.number] ?? -3 * maximum
        case 1: means[state.number] ?? 0
        default: (means[state.number] ?? state.middle) * sky.watts
        }
    }
}
