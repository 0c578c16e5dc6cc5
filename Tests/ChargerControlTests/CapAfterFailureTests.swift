// SPDX-License-Identifier: MIT
import ChargerControl
import Testing

@Suite("What protects the battery waits for nothing that failed")
struct CapAfterFailureTests {
    /// A person's lowering has failed often, and is not tried for minutes.
    private static func failing(maximum: Double? = nil) -> Bench {
        var bench = Bench.watching(maximum: maximum)
        bench.device.manner = .declines
        bench.command("15")
        bench.run(.seconds(1400))
        let count = bench.writes.count
        while bench.writes.count == count { bench.run(.seconds(1)) }
        bench.run(.seconds(5))
        return bench
    }

    @Test("A cap lowers at once, whatever failed before")
    func capAfterFailedLowering() {
        var bench = Self.failing()
        bench.device.manner = .answers
        bench.degrees = -5
        bench.run(.seconds(5))
        #expect(bench.snapshot.cap != nil)
        #expect(bench.held == 7.5)
    }

    @Test("A stop lowers at once, whatever failed before")
    func stopAfterFailedLowering() {
        var bench = Self.failing()
        bench.device.manner = .answers
        bench.send(.prepareToStop)
        bench.run(.seconds(3))
        #expect(bench.held == 7.5)
    }

    @Test("What an app raised above limit.max comes down at once, whatever failed before")
    func appAboveMaximum() {
        var bench = Self.failing(maximum: 22)
        bench.device.manner = .answers
        bench.app(sets: 28)
        bench.send(.limitRead(CurrentLimit(deciamperes: 280)))
        bench.run(.seconds(5))
        #expect(bench.held <= 22)
    }

    @Test("A cap lowers at once when a lowering has just failed")
    func capWhileLoweringFails() {
        var bench = Bench.watching()
        bench.device.manner = .declines
        bench.command("15")
        bench.run(.seconds(1))
        bench.device.manner = .answers
        bench.degrees = -5
        bench.run(.seconds(5))
        #expect(bench.held == 7.5)
    }

    @Test("A cap is met at once when the charger answers again")
    func backoffAndCap() {
        var bench = Bench.watching()
        bench.device.manner = .deaf
        bench.run(.seconds(300))
        bench.device.manner = .answers
        bench.degrees = -5
        let start = bench.now.uptime
        while bench.held > 7.5, bench.now.uptime - start < .seconds(200) { bench.run(.milliseconds(250)) }
        #expect(bench.now.uptime - start < .seconds(5))
    }

    @Test("What an app lowers while the lowering for a cap fails is the newer wish when the cap goes")
    func appWhileCapFails() {
        var bench = Bench.watching()
        bench.device.manner = .declines
        bench.degrees = -5
        bench.run(.seconds(15))
        #expect(bench.held == 20)
        bench.app(sets: 9)
        bench.run(.seconds(120))
        #expect(bench.snapshot.limitInForce?.amperes == 9)
        bench.device.manner = .answers
        bench.degrees = 20
        bench.run(.seconds(200))
        #expect(bench.held <= 9)
    }

    @Test("What was in force before a cap was there at the first start comes back")
    func capAtFirstStart() {
        var bench = Bench(holding: 18, settings: .watching)
        bench.degrees = -5
        bench.send(.linkUp)
        bench.send(.brokerStands)
        bench.run(.seconds(10))
        #expect(bench.held == 7.5)
        bench.degrees = 20
        bench.run(.seconds(120))
        #expect(bench.held == 18)
    }
}
