// SPDX-License-Identifier: MIT
import ChargerSimulator

/// A lowering that was asked for while all was well: it is to be at the charger within a second.
struct Expectation {
    /// 0.1 A.
    var limit: Int
    var deadline: Duration
}

extension Soak {
    /// How long all must have been well for a lowering to be timed.
    private static let calm: Duration = .seconds(90)

    /// Notes that somebody asked for a limit or a cap, which is to be in force soon if it is lower.
    func expectLowering(to wish: Int, _ index: Int) {
        expectations[index] = nil
        let stand = stands[index]
        let site = stand.site
        let isCalm = now - max(calmSince, weather[index].calmSince) > Self.calm
        guard isCalm, stand.charger.isPowered, now - stand.poweredSince > Self.calm,
            now - stand.changedAt > .seconds(60), now - stand.writtenAt > .seconds(2)
        else {
            return
        }
        let cap = stand.outsideCap.flatMap { now - $0.at < .seconds(30) ? $0.limit : nil } ?? .max
        let target = max(min(site.clamp(wish), cap), site.range.lowerBound)
        guard target < stand.charger.limitOfBoth else { return }
        expectations[index] = Expectation(limit: target, deadline: now + .seconds(1))
    }

    func checkExpectation(_ index: Int) {
        guard let expected = expectations[index] else { return }
        let (name, limit) = (stands[index].site.name, stands[index].charger.limitOfBoth)
        let isThere = limit <= expected.limit
        guard isThere || now > expected.deadline else { return }
        expectations[index] = nil
        ledger.check(.lowering, isThere) { "\(name): \(limit) is in force, \(expected.limit) was asked for" }
    }
}
