// SPDX-License-Identifier: MIT
/// What a change, a switching and a watt-second from the grid are held to cost, in watt-seconds of surplus.
///
/// Each has a pace: so much of the day's budget may be used by now. Used more than that, it becomes dearer,
/// used less, cheaper; so scarce changes go where they gain most.
struct SurplusPrices: Sendable {
    /// A change of the limit; infinite when none is left.
    private(set) var write = 0.0
    /// Levels of the limit below this number are reached without wearing anything.
    private(set) var unwornLevels = 0
    /// A change to one of them: it wears nothing, but not every flicker is worth one.
    private var unwornChange = 0.0
    /// A switching on of the plug; infinite when only the last switching is left, which is for off.
    private(set) var start = 0.0
    /// A switching off of the plug.
    private(set) var stop = 0.0
    /// A watt-second from the grid.
    private(set) var imported = firstImport

    /// When today's surplus began; nil before the first.
    private(set) var dayBegan: Duration?
    private var lastSurplus: Duration?
    private var charged = 0.0
    private var drawn = 0.0

    /// A first price of a change: a minute at the charger's maximum, with 30 a day.
    static let writeSeconds = 60.0
    /// A change that wears nothing costs so many seconds at the charger's maximum.
    static let unwornSeconds = 4.0
    /// A first price of a switching: a little more than half of that, with 60 a day.
    static let switchingSeconds = 36.0
    /// The same where changes of the limit wear nothing, so that fewer clouds need the plug.
    static let switchingSecondsUnworn = 18.0
    /// A watt from the grid at first costs so many watts of surplus.
    static let firstImport = 2.2
    /// Without a plug it costs as much as it brings: the minimum draws anyway, and charging more of the surplus
    /// lowers the grid's part more than riding through a cloud raises it.
    static let firstImportUnswitched = 1.0
    /// Without a plug so many times the share may be drawn above the minimum before the price rises.
    static let sharesUnswitched = 4.0
    /// A budget used up before its time makes the price e³, 20 times, higher.
    static let steepness = 3.0
    /// A budget of which nothing was used in time makes it e⁵, 150 times, lower: what is left over is lost.
    static let generosity = 5.0
    /// Drawing twice the share that is allowed makes the price e⁴, 55 times, higher.
    static let importSteepness = 4.0
    /// A day of surplus: ten and a half hours; a longer or shorter one only shifts the pace.
    static let daySeconds = 37_800.0
    /// So long without surplus, and the next is a new day.
    static let night: Duration = .seconds(5 * 3600)

    /// A change to a level of the limit; infinite when none is left.
    func change(to level: Int) -> Double { level < unwornLevels ? min(unwornChange, write) : write }

    /// What a second at so many watts brings.
    func worth(_ watts: Double, surplus: Double) -> Double {
        let covered = min(watts, max(surplus, 0))
        return covered - imported * (watts - covered)
    }

    /// The same, with changes and switchings for nothing.
    var withoutChanges: SurplusPrices {
        var prices = self
        (prices.write, prices.start, prices.stop) = (0, 0, 0)
        return prices
    }

    /// Notes when a day of surplus begins.
    mutating func noteSurplus(at now: Duration) {
        if lastSurplus.map({ now - $0 > Self.night }) ?? true {
            dayBegan = now
            (charged, drawn) = (0, 0)
        }
        lastSurplus = now
    }

    /// Counts a second of charging.
    mutating func count(charger watts: Double, drawn fromGrid: Double) {
        charged += watts
        drawn += fromGrid
    }

    /// What is used of the day's budgets.
    struct Use {
        /// Levels of the limit below this number are reached without wearing anything.
        var unwornLevels: Int
        var writes: Int
        var mostWrites: Int
        var switchings: Int
        var mostSwitchings: Int
        /// Whether the bounds over 24 hours leave a change.
        var mayWrite: Bool
        /// Whether they leave a switching on.
        var mayStart: Bool
    }

    /// Sets the prices by what is used.
    /// - Parameters:
    ///   - share: How much of what is charged may come from the grid.
    ///   - ridesThrough: Whether no plug can switch the charger off, and it is day.
    mutating func update(
        _ use: Use, share: Double, maximum watts: Double, ridesThrough: Bool, at now: Duration
    ) {
        let pace = pace(at: now)
        (unwornLevels, unwornChange) = (use.unwornLevels, watts * Self.unwornSeconds)
        write = Self.price(watts * Self.writeSeconds * 30, used: use.writes, of: use.mostWrites, pace)
        let switching = unwornLevels > 0 ? Self.switchingSecondsUnworn : Self.switchingSeconds
        stop = Self.price(
            watts * switching * 60, used: use.switchings, of: use.mostSwitchings, pace)
        start = use.mayStart ? stop : .infinity
        if !use.mayWrite { write = .infinity }
        setImport(
            share: ridesThrough ? Self.sharesUnswitched * share : share, maximum: watts,
            ridesThrough: ridesThrough)
    }

    private mutating func setImport(share: Double, maximum watts: Double, ridesThrough: Bool) {
        // An hour at the maximum stands for what was not charged yet, or the first minute would decide.
        let allowed = max(share, 0.001) * (charged + watts * 3600)
        let over = (drawn - share * charged) / allowed
        let first = ridesThrough ? Self.firstImportUnswitched : Self.firstImport
        let steepness = over > 0 ? Self.importSteepness : ridesThrough ? 0 : 2
        imported = first * Self.exponential(over * steepness)
    }

    /// The share of a budget that may be used by now: slowly at first and at last, since noon gains most.
    private func pace(at now: Duration) -> Double {
        guard let dayBegan else { return 0 }
        let share = ((now - dayBegan) / .seconds(1) / Self.daySeconds).held(in: 0...1, else: 0)
        return share * share * (3 - 2 * share)
    }

    private static func price(_ first: Double, used: Int, of most: Int, _ pace: Double) -> Double {
        let most = Double(max(most, 1))
        let ahead = Double(used) / most - pace
        return first / most * exponential((ahead > 0 ? steepness : generosity) * ahead)
    }

    /// e to a power between -8 and 8, without a library: (1 + x/1024)^1024.
    private static func exponential(_ power: Double) -> Double {
        var result = 1 + power.held(in: -8...8, else: 0) / 1024
        for _ in 0..<10 { result *= result }
        return result
    }
}

extension SurplusPrices {
    /// What to remember of today.
    func kept(at now: Moment) -> KeptSurplus.Day? {
        guard let dayBegan, let lastSurplus else { return nil }
        let began = now.advanced(by: dayBegan - now.uptime).unixMilliseconds
        let last = now.advanced(by: lastSurplus - now.uptime).unixMilliseconds
        return KeptSurplus.Day(began: began, lastSurplus: last, charged: charged, drawn: drawn)
    }

    /// Goes on with a day that was kept.
    init(kept: KeptSurplus.Day?, at now: Moment) {
        guard let kept, kept.charged.isFinite, kept.drawn.isFinite else { return }
        let day: Int64 = 86_400_000
        let (since, one) = now.unixMilliseconds.subtractingReportingOverflow(kept.began)
        let (last, two) = now.unixMilliseconds.subtractingReportingOverflow(kept.lastSurplus)
        // From another day, or from a calendar that jumped: a new day begins with the next surplus.
        guard !one, !two, (0...day).contains(since), (0...day).contains(last) else { return }
        dayBegan = now.uptime - .milliseconds(since)
        lastSurplus = now.uptime - .milliseconds(last)
        charged = max(kept.charged, 0)
        drawn = max(kept.drawn, 0)
    }
}
