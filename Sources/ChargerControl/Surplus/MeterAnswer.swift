// SPDX-License-Identifier: MIT
/// How the grid meter answers the charger: how late, and which way round.
///
/// The surplus does not jump when the charger's power does. Worked out with the charger's power of too few or
/// too many seconds ago it would, down and up again; and with a meter that counts the wrong way round it would
/// jump by twice as much. So after every step of the charger's power the surplus is worked out for each delay
/// and both ways round, and the one that is smoothest is right. A cloud or a kettle at the same moment can
/// spoil one step, so several must agree.
public struct MeterAnswer: Sendable {
    /// Which way round the meter counts.
    public enum Sign: Sendable, Hashable {
        /// Too few steps, or they don't agree.
        case unknown
        /// As it should: more charge, more from the grid.
        case right
        /// A step or two say it is reversed, none that it is right: three would prove it.
        case suspect
        /// The wrong way round: a wrong sign in the settings, or wires swapped.
        case reversed
    }

    /// The longest delay looked for, in seconds.
    public static let longest = 40
    /// A step of the charger's power worth looking at, in watts.
    private static let leastStep = 40.0
    /// Steps that have to agree.
    private static let leastSteps = 3
    /// Steps whose votes are remembered.
    private static let remembered = 8

    /// How late the meter is, in seconds; nil while it is not known.
    public private(set) var lag: Int?
    private var votes: [Bool] = []

    /// The charger's power, one value a second, oldest first.
    private var powers: [Double] = []
    private var lastReading: SurplusInputs.GridReading?
    private var lastPowers: [Double] = []
    /// How rough the surplus is, delay by delay, over the last steps.
    private var roughness = [Double](repeating: 0, count: longest + 1)
    private var steps = 0
    private var window: Window?

    /// The seconds after one step.
    private struct Window: Sendable {
        var left = MeterAnswer.longest + 5
        /// How much the charger's power went up and down, in watts.
        var size = 0.0
        var right = [Double](repeating: 0, count: MeterAnswer.longest + 1)
        var reversed = [Double](repeating: 0, count: MeterAnswer.longest + 1)
    }

    /// Makes one.
    /// - Parameter lag: What was known of the delay, in seconds.
    public init(lag: Int? = nil) { self.lag = lag.map { min(max($0, 0), Self.longest) } }

    /// What the steps so far say.
    public var sign: Sign {
        let reversed = votes.count { !$0 }
        let right = votes.count - reversed
        if reversed >= Self.leastSteps, right * 4 <= reversed { return .reversed }
        if right >= Self.leastSteps, reversed * 4 <= right { return .right }
        return reversed > 0 && right == 0 ? .suspect : .unknown
    }

    /// The charger's power so many seconds ago, in watts.
    public func power(secondsAgo seconds: Int) -> Double {
        let index = powers.count - 1 - max(seconds, 0)
        return index >= 0 ? powers[index] : powers.first ?? 0
    }

    /// Takes in a second.
    /// - Parameters:
    ///   - power: What the charger takes now, in watts.
    ///   - reading: The meter's newest reading.
    public mutating func observe(power: Double, reading: SurplusInputs.GridReading) {
        guard power.isFinite, reading.watts.isFinite else { return }
        if let before = powers.last {
            let change = abs(power - before)
            // A start is slow: the step is what all its seconds sum up to.
            if window == nil, change > Self.leastStep / 8 { window = Window() }
            window?.size += change
        }
        powers.append(power)
        if powers.count > Self.longest + 2 { powers.removeFirst() }
        if lastReading?.heardAt != reading.heardAt { compare(reading) }
        guard var window else { return }
        window.left -= 1
        self.window = window.left > 0 ? window : nil
        if window.left == 0 { learn(window) }
    }

    private mutating func compare(_ reading: SurplusInputs.GridReading) {
        let delayed = (0...Self.longest).map { power(secondsAgo: $0) }
        if let last = lastReading, lastPowers.count == delayed.count, window != nil {
            let meter = reading.watts - last.watts
            for lag in delayed.indices {
                let charger = delayed[lag] - lastPowers[lag]
                window?.right[lag] += abs(charger - meter)
                window?.reversed[lag] += abs(charger + meter)
            }
        }
        lastReading = reading
        lastPowers = delayed
    }

    private mutating func learn(_ window: Window) {
        guard window.size > Self.leastStep else { return }
        let right = window.right.min() ?? 0
        let reversed = window.reversed.min() ?? 0
        // The wrong way makes it rougher by up to twice the step; what is less than half of it says nothing.
        if abs(right - reversed) > window.size / 2 {
            votes.append(right < reversed)
            if votes.count > Self.remembered { votes.removeFirst() }
        }
        // Later steps count more: the meter may have been replaced.
        for lag in roughness.indices { roughness[lag] = 0.8 * roughness[lag] + window.right[lag] }
        steps = min(steps + 1, 1000)
        guard steps >= Self.leastSteps,
            let best = roughness.indices.min(by: { roughness[$0] < roughness[$1] })
        else { return }
        // Where all are alike, as under a sky of clouds, nothing was learned.
        if roughness[best] < 0.95 * (roughness.max() ?? 0) { lag = best }
    }
}
