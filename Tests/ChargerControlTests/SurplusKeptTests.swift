// SPDX-License-Identifier: MIT
import ChargerControl
import Foundation
import Testing

@Suite("What the surplus control keeps on disk")
struct SurplusKeptTests {
    /// As the first version with a surplus control wrote it.
    static let first = """
        {"day":{"began":1800000000000,"charged":3600000,"drawn":90000.5,"lastSurplus":1800020000000},
        "handAtPlugUntil":1800030000000,"meterLag":2,"savedAt":1800020000000,
        "switchings":[1800001000000,1800002000000,1800003000000],"writes":[1800000500000,1800004000000]}
        """

    @Test("A state file of the first version is taken up whole")
    func older() throws {
        let kept = try JSONDecoder().decode(KeptSurplus.self, from: Data(Self.first.utf8))
        let now = Moment(uptime: .seconds(50), unixMilliseconds: 1_800_020_060_000)
        let controller = SurplusController(
            parameters: SurplusParameters(plug: PlugRules()), kept: kept, at: now)
        #expect(controller.writesToday(at: now.uptime) == 2)
        #expect(controller.switchingsToday(at: now.uptime) == 3)
        #expect(controller.meter.lag == 2)
        var again = controller.kept(at: now)
        again.savedAt = kept.savedAt
        #expect(again == kept)
    }

    @Test("The first version can read what is written now: the same names, and no more")
    func newer() throws {
        let old = try #require(
            try JSONSerialization.jsonObject(with: Data(Self.first.utf8)) as? [String: Any])
        var house = SurplusHouse()
        house.surplus = 400
        house.run(900)
        house.hand(false)
        house.run(60)
        let written = try JSONEncoder().encode(house.controller.kept(at: house.now))
        let new = try #require(try JSONSerialization.jsonObject(with: written) as? [String: Any])
        #expect(Set(new.keys).union(["meterLag"]) == Set(old.keys))
        let (day, before) = (new["day"] as? [String: Any], old["day"] as? [String: Any])
        #expect(day.map { Set($0.keys) } == before.map { Set($0.keys) })
    }

    @Test("After a day of clouds it is still small: the weather is not kept")
    func size() throws {
        var house = SurplusHouse()
        house.run(4 * 3600) { house, second in
            house.surplus = (second / 90).isMultiple(of: 2) ? 500 : 60
        }
        let written = try JSONEncoder().encode(house.controller.kept(at: house.now))
        #expect(house.controller.switchingsToday(at: house.now.uptime) > 5)
        #expect(written.count < 2500)
    }

    @Test(
        "When the plug is taken out of the configuration only a mode that needs it goes, not all that was kept",
        arguments: ["off", "off for 2 h", "full for 2 h"])
    func withoutPlug(chosen: String) {
        var bench = Bench.controlled()
        bench.choose("off")
        bench.setControl(.reserve, "80")
        bench.choose(chosen)
        bench.run(.seconds(90))
        let written = bench.now.unixMilliseconds - 3_600_000
        bench.saved?.control?.surplus = KeptSurplus(savedAt: written, writes: [written])
        bench.control(ControlSettings(surplus: SurplusParameters()))
        bench.restart()
        bench.run(.seconds(5))
        #expect(bench.status?.choice.mode == (chosen.hasPrefix("off") ? .manual : .full))
        #expect(bench.status?.reserve == 80)
        bench.save()
        #expect(bench.saved?.control?.after == .manual)
        #expect(bench.saved?.control?.surplus?.writes.count == 1)
    }
}
