// SPDX-License-Identifier: MIT
import ChargerControl
import Testing

@Suite("A cap from outside that comes too seldom")
struct StaleCapTests {
    /// A charger with 20 A in force, under a cap that may be a minute old.
    private static func capped() -> Bench {
        var bench = Bench(
            holding: 20, settings: LimitSettings(protection: Protection(externalAge: .seconds(60))))
        bench.send(.linkUp)
        bench.send(.brokerStands)
        bench.cap(50)
        bench.run(.seconds(5))
        bench.request(20)
        return bench
    }

    @Test("A cap from outside that was too old is lifted a minute after it comes again")
    func staleAndBack() {
        var bench = Self.capped()
        bench.run(.seconds(70))
        #expect(bench.held == 7.5)
        bench.cap(50)
        bench.run(.seconds(20))
        #expect(bench.held == 7.5)
        for _ in 0..<4 {
            bench.cap(50)
            bench.run(.seconds(20))
        }
        #expect(bench.held == 20)
    }

    @Test("A cap from outside that comes a little too seldom does not wear the memory")
    func staleOftenUp() {
        var bench = Self.capped()
        for _ in 0..<(24 * 50) {
            bench.cap(50)
            bench.run(.seconds(72), step: .seconds(1))
        }
        #expect(bench.writes.count < 200)
    }
}
