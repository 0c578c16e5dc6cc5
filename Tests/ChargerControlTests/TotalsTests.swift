// SPDX-License-Identifier: MIT
import ChargerControl
import Foundation
import Testing

@Suite("Energy and charge never go backwards")
struct TotalsTests {
    private static func block(_ milliamperes: Int = 36_000) -> ChargerEvent {
        var block = Readings(carrier: .block)
        block.voltage = Millivolts(10_000)
        block.coarseCurrent = Milliamperes(milliamperes)
        return .received(block)
    }

    private static let start = Moment(uptime: .seconds(100), unixMilliseconds: 1_000_000)

    @Test("An hour of 36 A at 10 V is 36 Ah and 360 Wh, shown once saved")
    func sums() {
        var charger = Charger(settings: LimitSettings(), at: Self.start)
        for second in 0...3600 {
            _ = charger.handle(Self.block(), at: Self.start.advanced(by: .seconds(second)))
        }
        let now = Self.start.advanced(by: .seconds(3600))
        #expect(charger.snapshot(at: now).totals == Totals())
        let kept = charger.keptState(at: now).totals
        #expect(abs(kept.coulombs - 129_600) < 1)
        #expect(abs(kept.joules - 1_296_000) < 10)
        _ = charger.handle(.saved(kept), at: now)
        #expect(charger.snapshot(at: now).totals == kept)
        #expect((3599...3600).contains(kept.centiampereHours))
        #expect((359...360).contains(kept.wattHours))
    }

    @Test("Saving is asked for at most once a minute, and not without a change")
    func saving() {
        var charger = Charger(settings: LimitSettings(), at: Self.start)
        var asked = 0
        for second in 0..<600 {
            let now = Self.start.advanced(by: .seconds(second))
            guard charger.handle(Self.block(), at: now).contains(.keep) else { continue }
            asked += 1
            _ = charger.handle(.saved(charger.keptState(at: now).totals), at: now)
        }
        #expect((9...10).contains(asked))
        for second in 600..<1200 {
            let now = Self.start.advanced(by: .seconds(second))
            let isAsked = charger.handle(Self.block(0), at: now).contains(.keep)
            #expect(!isAsked || second < 670)
            if isAsked { _ = charger.handle(.saved(charger.keptState(at: now).totals), at: now) }
        }
    }

    @Test("What is shown never falls, over kills at any time", arguments: 0..<5)
    func kills(seed: Int) {
        var random = SeededGenerator(seed: UInt64(seed))
        var bench = Bench.ready(holding: 20)
        var shown = Totals()
        for _ in 0..<60 {
            bench.run(.seconds(Int.random(in: 1...90, using: &random)), step: .seconds(1))
            if Int.random(in: 0..<3, using: &random) == 0 { bench.restart() }
            let totals = bench.snapshot.totals
            #expect(totals.joules >= shown.joules && totals.coulombs >= shown.coulombs)
            shown = totals
        }
        #expect(shown.joules > 0)
    }

    @Test(
        "A gap is not counted: silence, a broken link, or more than 5 s between readings",
        arguments: [6, 60, 3600])
    func gaps(seconds: Int) {
        var charger = Charger(settings: LimitSettings(), at: Self.start)
        _ = charger.handle(Self.block(), at: Self.start)
        let later = Self.start.advanced(by: .seconds(seconds))
        _ = charger.handle(Self.block(), at: later)
        #expect(charger.keptState(at: later).totals == Totals())
        let after = later.advanced(by: .seconds(2))
        _ = charger.handle(.linkDown(reason: "unplugged"), at: later.advanced(by: .seconds(1)))
        _ = charger.handle(Self.block(), at: after)
        #expect(charger.keptState(at: after).totals == Totals())
    }

    @Test("A current that flows out of the battery is not counted")
    func reversed() {
        var charger = Charger(settings: LimitSettings(), at: Self.start)
        for second in 0...10 {
            _ = charger.handle(Self.block(-500), at: Self.start.advanced(by: .seconds(second)))
        }
        #expect(charger.keptState(at: Self.start).totals == Totals())
    }

    @Test("Impossible totals in a damaged file stop nothing", arguments: [1e300, -5, 1e19])
    func damaged(number: Double) {
        let totals = Totals(joules: number, coulombs: number)
        #expect(totals.wattHours == 0)
        #expect(totals.centiampereHours == 0)
    }
}
