// SPDX-License-Identifier: MIT
/// What the surplus did of late: which surplus followed which.
///
/// The surplus is sorted into bands, and each band into "has just come down", "is as it was" and "has just
/// come up", since what an old cloud does next is not what a new one does. Every few seconds the step from
/// state to state is counted; old counts fade. Nothing is assumed of clouds or kettles but that the next
/// hour resembles the last.
struct WeatherMemory: Sendable {
    /// Bands between what the charger takes at its minimum and at its maximum.
    static let inner = 8
    /// Below the minimum four (far below zero, below zero, below half of it, below it), above the maximum two.
    static let bands = 4 + inner + 2
    /// Each band coming down, steady, coming up.
    static let states = bands * 3
    /// Seconds from one count to the next: a cloud's edge takes about as long.
    static let step = 5.0
    /// Counts fade with this time: a dozen clouds are remembered, and the sun's arc is followed.
    static let fadeSeconds = 2700.0
    /// The surplus is compared with its own mean over this time to tell a new cloud from an old one.
    static let trendSeconds = 120.0
    /// A difference from that mean which counts as coming down or up, as a share of the charger's maximum.
    static let trendShare = 0.15

    private var counts = [Double](repeating: 0, count: states * states)
    private var visits = [Double](repeating: 0, count: states)
    private var means = [Double](repeating: 0, count: states)
    private var slow: Double?
    /// The state now; nil before the first reading.
    private(set) var state: Int?

    /// The mean surplus in a state, in watts.
    func mean(of state: Int) -> Double { means[state] }

    /// Whether a state was there often enough of late to be reckoned with.
    func knows(_ state: Int) -> Bool { visits[state] > 0.3 || state == self.state }

    /// What follows a state, and how often.
    ///
    /// A state seen rarely is thought to last: that counts as much as two sightings.
    func followers(of state: Int) -> [(state: Int, share: Double)] {
        let total = visits[state] + 2
        let base = state * Self.states
        var list: [(state: Int, share: Double)] = []
        for next in 0..<Self.states {
            let weight = counts[base + next] + (next == state ? 2 : 0)
            // What has faded to nothing costs time and says nothing.
            if weight > 0.01 { list.append((next, weight / total)) }
        }
        return list
    }

    /// Counts what the surplus is now; call it every ``step`` seconds.
    /// - Parameters:
    ///   - watts: The surplus.
    ///   - range: What the charger takes at its minimum and at its maximum, in watts.
    mutating func observe(_ watts: Double, range: ClosedRange<Double>) {
        // What lies beyond what the charger can take is all the same to it.
        let held = min(max(watts, -2 * range.upperBound), 1.3 * range.upperBound)
        let before = slow ?? held
        slow = before + (held - before) * Self.step / Self.trendSeconds
        let next = Self.band(held, range: range) * 3 + Self.trend(held - before, range: range)
        let fade = 1 - Self.step / Self.fadeSeconds
        for index in counts.indices { counts[index] *= fade }
        for index in visits.indices { visits[index] *= fade }
        if let state { counts[state * Self.states + next] += 1 }
        visits[next] += 1
        // The mean of what is remembered, and never slower than a minute's sightings.
        means[next] += (held - means[next]) / min(max(visits[next], 1), 12)
        state = next
    }

    /// Begins anew from here: after a gap nothing is known of what followed what.
    mutating func interrupt() {
        state = nil
        slow = nil
    }

    private static func trend(_ difference: Double, range: ClosedRange<Double>) -> Int {
        let margin = trendShare * range.upperBound
        return difference < -margin ? 0 : difference > margin ? 2 : 1
    }

    private static func band(_ watts: Double, range: ClosedRange<Double>) -> Int {
        let (low, high) = (range.lowerBound, range.upperBound)
        if watts < -high { return 0 }
        if watts < 0 { return 1 }
        if watts < low / 2 { return 2 }
        if watts < low { return 3 }
        if watts >= high { return watts < 1.25 * high ? bands - 2 : bands - 1 }
        return 4 + min(Int((watts - low) / max(high - low, 1) * Double(inner)), inner - 1)
    }
}
