// SPDX-License-Identifier: MIT
import ChargerControl
import ChargerSession
import ChargerSimulator
import Testing

@Suite("What the charger's memory took is counted")
struct WearCountTests {
    @Test(
        "Also when answers come so late that a reading of before is taken for the one after a setting",
        arguments: [1330, 1930, 2050, 2170, 2290, 2410])
    func late(milliseconds: Int) async throws {
        for offset in stride(from: 0, through: 1200, by: 200) {
            try await Bench.with { bench in
                await bench.run(.seconds(20))
                await bench.live.brokerStands()
                bench.charger { $0.faults.answerDelay = .milliseconds(milliseconds) }
                let reads = bench.limitReads.count
                #expect(await bench.run(atMost: .seconds(60)) { bench.limitReads.count > reads })
                await bench.run(.milliseconds(offset))
                let before = bench.charger { $0.nonVolatileWrites }
                let counted = bench.snapshot?.wear.lifetime ?? 0
                await bench.ask("10")
                await bench.run(.seconds(30))
                bench.charger { $0.faults.answerDelay = .zero }
                await bench.run(.seconds(60))
                let taken = bench.charger { $0.nonVolatileWrites } - before
                #expect((bench.snapshot?.wear.lifetime ?? 0) - counted >= taken)
                #expect(bench.outcomes.count == 1)
            }
        }
    }
}
