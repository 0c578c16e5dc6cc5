// SPDX-License-Identifier: MIT
/// How the surplus is followed: what the owner can set.
public struct SurplusParameters: Sendable, Hashable {
    /// What happens while the surplus is below what the charger takes at its minimum, and there is no plug.
    ///
    /// The charger can't be switched off over its port, so that only these are left.
    public enum BelowMinimum: String, Sendable, Hashable, CaseIterable, Codable {
        /// The limit goes to the minimum; the rest comes from the grid.
        case minimum
        /// The limit stays where it is, and no change is spent on it.
        case nothing
    }

    /// What happens when the grid meter is silent.
    public enum WhenStale: String, Sendable, Hashable, CaseIterable, Codable {
        /// The limit goes to the minimum.
        case minimum
        /// The plug goes off; without one the limit goes to the minimum.
        case off
        /// Everything stays as it is.
        case hold
    }

    /// Watts that shall go on flowing into the grid, -5000 … 5000.
    ///
    /// Below zero it allows so much to come from it.
    public var reserve: Double
    /// Output power over input power of the charger, 0.5 … 1.
    ///
    /// The maker's data sheet of the Blue Smart IP22 gives 94 %.
    public var efficiency: Double
    /// Most changes of the limit in any 24 hours, 0 … 10 000.
    public var dailyBudget: Int
    /// The share of the energy charged that may come from the grid, 0 … 1.
    public var importShare: Double
    /// A reading of the meter older than this counts no more, 5 s … 1 h.
    public var staleAfter: Duration
    /// What happens when the meter is silent.
    public var whenStale: WhenStale
    /// What happens below the minimum without a plug, or with one in the mode "surplus or minimum".
    public var belowMinimum: BelowMinimum
    /// The plug; nil when there is none, or when it shall not be used.
    public var plug: PlugRules?

    /// Makes parameters; what is out of range or not a number is held within it.
    public init(
        reserve: Double = 0, efficiency: Double = 0.94, dailyBudget: Int = 30, importShare: Double = 0.045,
        staleAfter: Duration = .seconds(60), whenStale: WhenStale = .minimum,
        belowMinimum: BelowMinimum = .minimum, plug: PlugRules? = nil
    ) {
        self.reserve = reserve.held(in: -5000...5000, else: 0)
        self.efficiency = efficiency.held(in: 0.5...1, else: 0.94)
        self.dailyBudget = min(max(dailyBudget, 0), 10_000)
        self.importShare = importShare.held(in: 0...1, else: 0.045)
        self.staleAfter = min(max(staleAfter, .seconds(5)), .seconds(3600))
        self.whenStale = whenStale
        self.belowMinimum = belowMinimum
        self.plug = plug
    }
}

/// When the plug may be switched.
public struct PlugRules: Sendable, Hashable {
    /// The surplus from which the plug may go on, in watts; nil: whenever that gains more than it costs.
    public var enableWatts: Double?
    /// How long going on has to be better first, 0 … 1 h.
    public var enableDelay: Duration
    /// The surplus below which the plug may go off, in watts; nil: whenever that gains more than it costs.
    public var disableWatts: Double?
    /// How long going off has to be better first, 0 … 1 h.
    public var disableDelay: Duration
    /// Least time on, 0 … 1 h.
    public var minimumOn: Duration
    /// Least time off, 0 … 1 h.
    public var minimumOff: Duration
    /// Most switchings in any 24 hours, on and off each counted, 0 … 10 000.
    public var mostSwitchings: Int

    /// Makes rules; what is out of range or not a number is held within it.
    public init(
        enableWatts: Double? = nil, enableDelay: Duration = .seconds(2), disableWatts: Double? = nil,
        disableDelay: Duration = .seconds(2), minimumOn: Duration = .seconds(30),
        minimumOff: Duration = .seconds(30), mostSwitchings: Int = 60
    ) {
        self.enableWatts = enableWatts.flatMap { $0.isFinite ? $0 : nil }
        self.disableWatts = disableWatts.flatMap { $0.isFinite ? $0 : nil }
        self.enableDelay = Self.held(enableDelay)
        self.disableDelay = Self.held(disableDelay)
        self.minimumOn = Self.held(minimumOn)
        self.minimumOff = Self.held(minimumOff)
        self.mostSwitchings = min(max(mostSwitchings, 0), 10_000)
    }

    private static func held(_ time: Duration) -> Duration { min(max(time, .zero), .seconds(3600)) }
}

extension Double {
    /// The number, held within a range.
    /// - Parameter fallback: What stands for something that is not a number.
    func held(in range: ClosedRange<Double>, else fallback: Double) -> Double {
        isNaN ? fallback : Swift.min(Swift.max(self, range.lowerBound), range.upperBound)
    }
}
