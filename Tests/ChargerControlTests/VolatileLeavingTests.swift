// SPDX-License-Identifier: MIT
import ChargerControl
import Testing

@Suite("The register that lapses is given up")
struct VolatileLeavingTests {
    /// What a trouble does to a charger.
    enum Trouble: String, CaseIterable {
        case externalControl, setPoint, disobedience, flags, forgets, silentWrites, network, governed
        case absent
    }

    private static func cause(_ trouble: Trouble, in bench: inout Bench) {
        switch trouble {
        case .externalControl: bench.stage = StageReading(stage: .externalControl, code: 252)
        case .setPoint: bench.setPoint = Millivolts(13_000)
        case .disobedience: bench.device.register.isObeyed = false
        case .flags, .absent: bench.device.register.isThere = false
        case .forgets:
            bench.device.register.isForgetful = true
            bench.device.register.limit = nil
        case .silentWrites: bench.device.manner = .deaf
        case .network: bench.isInNetwork = true
        case .governed: bench.device.register.isGovernedByOthers = true
        }
    }

    @Test("In use: at once, with one warning, and the kept register takes over", arguments: Trouble.allCases)
    func leaving(trouble: Trouble) {
        var bench = Bench.volatile(holding: 20)
        bench.request(12)
        bench.run(.seconds(12))
        #expect(bench.inForce == 12)
        Self.cause(trouble, in: &bench)
        bench.run(.seconds(24))
        bench.device.manner = .answers
        bench.run(.seconds(60))
        #expect(bench.held == 12)
        #expect(bench.wish == 12)
        #expect(bench.writes.allSatisfy { $0.limit == 120 })
        let warnings = bench.notices.filter { $0.level == .warning && $0.text.contains("given up") }
        #expect(warnings.count == 1)
        #expect(bench.snapshot.problem?.contains("given up") == true)
        #expect(bench.snapshot.volatile?.givenUp != nil)
        #expect(bench.snapshot.volatile?.isInUse == false)
    }

    @Test("Not again while the program runs, but after a restart", arguments: Trouble.allCases)
    func notAgain(trouble: Trouble) {
        var bench = Bench.volatile(holding: 20)
        bench.request(12)
        bench.run(.seconds(12))
        Self.cause(trouble, in: &bench)
        bench.run(.seconds(40))
        bench.stage = StageReading(stage: .bulk, code: 3)
        bench.isInNetwork = false
        bench.device.manner = .answers
        bench.device.register = FakeVolatileRegister()
        let count = bench.volatileWrites.count
        bench.run(.seconds(60))
        bench.request(10)
        bench.run(.seconds(30))
        #expect(bench.volatileWrites.count == count)
        #expect(bench.held == 10)
        bench.restartInPeace()
        bench.request(8)
        bench.run(.seconds(5))
        #expect(bench.volatileWrites.count == count + 1)
        #expect(bench.held == 10 && bench.inForce == 8)
    }

    @Test(
        "What speaks against it before it was used keeps it from being used",
        arguments: [Trouble.externalControl, .flags, .network, .governed])
    func entering(trouble: Trouble) {
        var bench = Bench(holding: 20, settings: .volatile())
        Self.cause(trouble, in: &bench)
        bench.send(.linkUp)
        bench.send(.brokerStands)
        bench.run(.seconds(5))
        bench.request(12)
        bench.run(.seconds(60))
        #expect(bench.volatileWrites.isEmpty)
        #expect(bench.held == 12)
        #expect(bench.last?.outcome == .acknowledged)
        #expect(bench.snapshot.volatile?.givenUp != nil)
    }

    @Test("A charger that does not say its network mode is not written to, and nothing is given up")
    func noMode() {
        var bench = Bench(holding: 20, settings: .volatile())
        bench.saysMode = false
        bench.send(.linkUp)
        bench.send(.brokerStands)
        bench.run(.seconds(5))
        bench.request(12)
        bench.run(.seconds(5))
        #expect(bench.volatileWrites.isEmpty)
        #expect(bench.held == 12)
        bench.saysMode = true
        bench.run(.seconds(5))
        bench.request(9)
        bench.run(.seconds(5))
        #expect(bench.inForce == 9 && bench.held == 12)
    }

    @Test("A first write that the charger declines is made to the kept register: one request, one outcome")
    func firstWrite() {
        var bench = Bench.volatile(holding: 20)
        bench.device.register.isThere = false
        bench.request(12)
        bench.run(.seconds(5))
        #expect(bench.outcomes.count == 1)
        #expect(bench.last?.outcome == .acknowledged)
        #expect(bench.held == 12)
        #expect(bench.snapshot.volatile?.givenUp?.contains("declined") == true)
    }

    @Test("A stage that changes the voltage set-point with it gives nothing up")
    func stages() {
        var bench = Bench.volatile(holding: 20)
        bench.request(12)
        bench.run(.seconds(5))
        bench.stage = StageReading(stage: .absorption, code: 4)
        bench.run(.seconds(30))
        bench.setPoint = Millivolts(13_500)
        bench.run(.seconds(2))
        bench.stage = StageReading(stage: .float, code: 5)
        bench.run(.seconds(60))
        bench.stage = StageReading(stage: .bulk, code: 3)
        bench.run(.seconds(2))
        bench.setPoint = Millivolts(14_200)
        bench.run(.seconds(60))
        for step in 0..<100 {
            bench.setPoint = Millivolts(14_200 - step * 10)
            bench.run(.seconds(1))
        }
        #expect(bench.snapshot.volatile?.givenUp == nil)
        #expect(bench.writes.isEmpty)
    }

    @Test("A charger that follows within some seconds obeys", arguments: [1, 4, 12])
    func slow(seconds: Int) {
        for limit in [24.0, 17, 12, 8] {
            var bench = Bench.volatile(holding: 28)
            bench.device.register.isObeyed = false
            bench.request(limit)
            bench.run(.seconds(seconds))
            bench.device.register.isObeyed = true
            bench.run(.seconds(60))
            #expect(bench.snapshot.volatile?.givenUp == nil)
            #expect(bench.inForce == limit)
        }
    }

    @Test("A charger that never follows is found out though the limit changes every three seconds")
    func changing() {
        var bench = Bench.volatile(holding: 28)
        bench.device.register.isObeyed = false
        for step in 0..<20 {
            bench.request(8 + Double(step % 12))
            bench.run(.seconds(3))
        }
        #expect(bench.snapshot.volatile?.givenUp != nil)
        #expect(bench.held <= 20)
    }

    @Test("While a lowering for a cap fails there, it goes to the kept register and never waits")
    func cap() {
        var bench = Bench(
            holding: 20, settings: .volatile(Protection(maximumTemperature: CentiCelsius(4500))))
        bench.degrees = 20
        bench.send(.linkUp)
        bench.send(.brokerStands)
        bench.run(.seconds(5))
        bench.device.register.isThere = false
        bench.degrees = 46
        bench.run(.seconds(4))
        #expect(bench.held == 7.5)
    }
}
