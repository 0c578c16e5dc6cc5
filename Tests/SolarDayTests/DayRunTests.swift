// SPDX-License-Identifier: MIT
import ChargerControl
import ChargerSimulator
import Foundation
import SolarDay
import Testing

@Suite("A day in seconds")
struct DayRunTests {
    /// The noon hours of a broken day, so that a debug build is quick.
    static func noon(_ recipe: DayRecipe, seed: UInt64, hours: ClosedRange<Double>) -> DayProfile {
        let points = recipe.points(seed: seed).filter { hours.contains($0.seconds / 3600) }
        return DayProfile(points: points)
    }

    static func setup(_ budget: Int, plug: Bool = true) throws -> DaySetup {
        DaySetup(model: try #require(ChargerModel(named: "24|16")), hasPlug: plug, dailyBudget: budget)
    }

    @Test("The project's broken days cross the charger's range often enough", arguments: 1...4)
    func crossings(seed: UInt64) throws {
        let profile = DayProfile(points: DayRecipe(sky: .broken, peakWatts: 900).points(seed: seed))
        let day = Day(profile: profile, setup: try Self.setup(30))
        #expect(profile.crossings(of: day.range) >= 300)
    }

    @Test("A whole report: the budgets hold, the plan is better than ours, the old rule draws far more")
    func report() throws {
        let profile = Self.noon(DayRecipe(sky: .broken, peakWatts: 900), seed: 3, hours: 10...14)
        let report = DayReport(Day(profile: profile, setup: try Self.setup(30)))
        let ours = try #require(report["chargebridge"])
        let plan = try #require(report["plan_30_plug_60"])
        let old = try #require(report["old_rule"])
        #expect(ours.figures.writes <= 30)
        #expect(ours.figures.switchings <= 60)
        #expect(ours.capturedRatio > 0.6)
        #expect(ours.figures.importRatio < 0.09)
        #expect(old.figures.importRatio > ours.figures.importRatio)
        #expect(old.figures.attempts >= 470)
        #expect(plan.figures.writes <= 30)
        #expect(plan.figures.switchings <= 60)
        #expect(plan.figures.importRatio <= 0.0601)
        #expect(plan.capturedRatio >= ours.capturedRatio)
        #expect(report["perfect"]?.capturedRatio == 1)
    }

    @Test("A clear day is charged almost as the perfect controller does", arguments: [true, false])
    func clear(plug: Bool) throws {
        let profile = Self.noon(DayRecipe(sky: .clear, peakWatts: 900), seed: 1, hours: 9...15)
        let day = Day(profile: profile, setup: try Self.setup(30, plug: plug))
        let ours = day.chargeBridge()
        #expect(ours.captured / day.perfect().captured > 0.9)
        #expect(ours.importRatio < 0.06)
        #expect(ours.writes <= 30)
    }

    @Test("The JSON has the figures under the names that are promised")
    func json() throws {
        let profile = Self.noon(DayRecipe(sky: .overcast), seed: 1, hours: 12...12.5)
        let text = try DayReport(Day(profile: profile, setup: try Self.setup(30))).json()
        let document = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
        let controllers = try #require(document["controllers"] as? [String: [String: Any]])
        for name in ["chargebridge", "old_rule", "proportional", "perfect", "plan_30", "plan_100"] {
            let figures = try #require(controllers[name])
            for key in ["captured_ratio", "grid_import_ratio", "writes", "switchings"] {
                #expect((figures[key] as? Double)?.isFinite == true, "\(name).\(key)")
            }
        }
    }

    @Test("The picture is a small drawing with every curve in it")
    func picture() throws {
        let profile = Self.noon(DayRecipe(sky: .broken), seed: 1, hours: 11...12)
        let drawing = DayReport(Day(profile: profile, setup: try Self.setup(30))).picture()
        for word in ["<svg", "solar", "house", "charger", "grid", "change of the limit", "</svg>"] {
            #expect(drawing.contains(word))
        }
        #expect(drawing.utf8.count < 150_000)
        #expect(!drawing.contains("nan"))
    }

    @Test("A day without any sun, and one with nothing but sun, end without trouble", arguments: [0, 5000.0])
    func extremes(solar: Double) throws {
        let profile = DayProfile(points: [
            .init(seconds: 0, solar: solar, load: 10), .init(seconds: 1200, solar: solar, load: 10),
        ])
        let report = DayReport(Day(profile: profile, setup: try Self.setup(30)))
        for row in report.rows {
            #expect(row.capturedRatio.isFinite)
            #expect(row.figures.importRatio.isFinite)
        }
    }
}
