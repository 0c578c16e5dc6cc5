// SPDX-License-Identifier: MIT
import ChargerControl
import ChargerSimulator
import SolarDay
import Testing

/// What is promised for whole days; the figures of `docs/surplus.md`, with a small margin.
@Suite("The goals of a day")
struct GoalTests {
    /// A day, its budget, and what it has to come to.
    struct Goal: Sendable, CustomStringConvertible {
        var sky: DayRecipe.Sky
        var peak: Double
        var seed: UInt64
        var changes: Int
        var captured: Double
        var imported: Double

        var description: String { "\(sky), \(Int(peak)) W, seed \(seed), \(changes) changes" }
    }

    static let goals = [
        Goal(sky: .clear, peak: 800, seed: 1, changes: 30, captured: 0.95, imported: 0.03),
        Goal(sky: .shallow, peak: 1200, seed: 3, changes: 30, captured: 0.85, imported: 0.06),
        Goal(sky: .shallow, peak: 1200, seed: 2, changes: 100, captured: 0.90, imported: 0.05),
    ]

    @Test("Where the goal can be reached it is, within every budget", arguments: goals)
    func reached(goal: Goal) throws {
        let recipe = DayRecipe(sky: goal.sky, peakWatts: goal.peak)
        let model = try #require(ChargerModel(named: "24|16"))
        let day = Day(
            profile: DayProfile(points: recipe.points(seed: goal.seed)),
            setup: DaySetup(model: model, dailyBudget: goal.changes))
        let ours = day.chargeBridge()
        #expect(ours.captured / day.perfect().captured >= goal.captured)
        #expect(ours.importRatio <= goal.imported)
        #expect(ours.writes <= goal.changes)
        #expect(ours.switchings <= 60)
    }

    @Test(
        "With the register that lapses a broken day is charged almost whole, for a few changes that wear",
        arguments: 1...2)
    func brokenVolatile(seed: UInt64) throws {
        let recipe = DayRecipe(sky: .broken, peakWatts: 900)
        let model = try #require(ChargerModel(named: "24|16"))
        let day = Day(
            profile: DayProfile(points: recipe.points(seed: seed)),
            setup: DaySetup(model: model, register: .volatile))
        let ours = day.chargeBridge()
        #expect(ours.captured / day.perfect().captured >= 0.84)
        #expect(ours.importRatio <= 0.06)
        #expect(ours.writes <= 10)
        #expect(ours.switchings <= 60)
    }

    @Test("A clear day without a plug is charged almost as by the perfect controller")
    func withoutPlug() throws {
        let profile = DayProfile(points: DayRecipe(sky: .clear, peakWatts: 800).points(seed: 1))
        let model = try #require(ChargerModel(named: "24|16"))
        let day = Day(profile: profile, setup: DaySetup(model: model, hasPlug: false, dailyBudget: 30))
        let ours = day.chargeBridge()
        #expect(ours.captured / day.perfect().captured >= 0.96)
        #expect(ours.writes <= 30)
        #expect(ours.switchings == 0)
    }

    @Test("Without a plug most of a broken day's sun is charged, and clouds are ridden through")
    func brokenWithoutPlug() throws {
        let profile = DayProfile(points: DayRecipe(sky: .broken, peakWatts: 900).points(seed: 1))
        let model = try #require(ChargerModel(named: "24|16"))
        let day = Day(
            profile: profile, setup: DaySetup(model: model, hasPlug: false, dailyBudget: 30))
        let ours = day.chargeBridge()
        #expect(ours.captured / day.perfect().captured >= 0.85)
        // What the minimum draws at night is most of it.
        #expect(ours.importRatio <= 0.56)
        #expect(ours.writes <= 30)
    }

    @Test("A thinly clouded summer's day crosses the charger's range often", arguments: 1...4)
    func crossings(seed: UInt64) throws {
        let profile = DayProfile(points: DayRecipe(sky: .shallow, peakWatts: 1000).points(seed: seed))
        let model = try #require(ChargerModel(named: "24|16"))
        let range = Day(profile: profile, setup: DaySetup(model: model)).range
        #expect(profile.crossings(of: range) >= 300)
    }
}
