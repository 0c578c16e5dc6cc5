// SPDX-License-Identifier: MIT
import ChargerControl
import Testing

@Suite("Another hand lowers the limit unseen while the sun's wish waits")
struct UnseenHandTests {
    @Test(
        "It is taken over and holds as long as any hand's, above what is wished or below",
        arguments: [13.0, 8.5])
    func inSilence(limit: Double) {
        var bench = Bench.following()
        bench.device.isOn = false
        bench.run(.seconds(120), step: .seconds(1))
        bench.app(sets: limit)
        bench.device.isOn = true
        // The meter is silent too, so that the minimum is wished before the limit is read.
        bench.run(.seconds(30), step: .seconds(1))
        #expect(bench.outcomes.contains { $0.source == .fallback && $0.outcome == .superseded })
        #expect(bench.writes.last?.limit == 300)
        bench.shine(2000, seconds: 1500)
        #expect(bench.held == limit)
        #expect(bench.status?.owner == .manual)
        bench.shine(2000, seconds: 900)
        #expect(bench.held == 30)
        #expect(bench.status?.owner == .surplus)
    }

    @Test("What the bridge wrote itself, and whose answer was lost, is not taken for a hand's")
    func ownWrite() {
        var bench = Bench.following()
        bench.latency = .seconds(2)
        while bench.writes.last?.limit == 300, bench.now.uptime < .seconds(10_000) {
            bench.shine(250, seconds: 1)
        }
        let written = bench.writes.last?.limit ?? 0
        #expect((76..<300).contains(written))
        bench.device.limit = written
        bench.unplug()
        bench.latency = .milliseconds(100)
        bench.run(.seconds(120), step: .seconds(1))
        bench.plugIn()
        bench.run(.seconds(30), step: .seconds(1))
        #expect(bench.last?.source == .fallback)
        #expect(bench.held == 7.5)
        #expect(bench.status?.owner == .surplus)
    }
}

extension Bench {
    /// A bridge that follows a sun which gives all the charger can take.
    fileprivate static func following() -> Bench {
        var bench = Bench.controlled(ControlSettings(manualHold: .seconds(1800)))
        bench.choose("surplus or minimum")
        bench.shine(2000, seconds: 900)
        #expect(bench.held == 30)
        return bench
    }

    /// Lets the meter say each second what the house feeds in besides what the charger takes.
    fileprivate mutating func shine(_ watts: Double, seconds: Int) {
        for _ in 0..<seconds {
            let drawn = device.isOn ? held * 13.2 / 0.94 : 0
            send(.grid(watts: drawn - watts, heardAt: now.uptime))
            run(.seconds(1), step: .seconds(1))
        }
    }
}
