// SPDX-License-Identifier: MIT
import ChargerControl
import Testing

@Suite("The register that lapses, where it is chosen")
struct VolatileTests {
    private static func twenty(_ limit: Double = 20) -> Bench { .volatile(holding: limit) }

    @Test("A limit below the kept one goes there, is acknowledged and shown, and wears nothing")
    func lower() {
        var bench = Self.twenty()
        bench.request(12)
        bench.run(.seconds(1))
        #expect(bench.inForce == 12)
        #expect(bench.held == 20)
        #expect(bench.last?.outcome == .acknowledged)
        #expect(bench.last?.inForce == CurrentLimit(deciamperes: 120))
        #expect(bench.snapshot.limitInForce == CurrentLimit(deciamperes: 120))
        #expect(bench.snapshot.volatile == VolatileStatus(isInUse: true, writes: 1, givenUp: nil))
        #expect(bench.snapshot.wear == WearCounters(today: 0, lifetime: 0, isExhausted: false))
        #expect(bench.snapshot.problem == nil)
    }

    @Test("What an app lowers in a silence is the newer wish, also while the old one is due again")
    func appInSilence() {
        var bench = Self.twenty(30)
        bench.request(24)
        bench.run(.seconds(5))
        #expect(bench.inForce == 24)
        // Where it is not known what stands there, the wish is brought about anew.
        bench.unplug()
        bench.run(.seconds(30))
        bench.plugIn()
        while bench.last?.source != .kept || bench.last?.outcome != nil, bench.now.uptime < .seconds(1200) {
            bench.run(.milliseconds(250))
        }
        bench.unplug()
        bench.app(sets: 21)
        bench.run(.seconds(1))
        bench.plugIn()
        bench.run(.seconds(120), step: .seconds(1))
        #expect(bench.wish == 21)
        #expect(bench.held == 21 && bench.inForce == 21)
    }

    @Test("A hundred limits in a row are all brought about without a write to the memory")
    func many() {
        var bench = Self.twenty()
        for number in 0..<100 {
            bench.request(8 + Double(number % 13))
            bench.run(.seconds(1))
            #expect(bench.inForce == 8 + Double(number % 13))
        }
        #expect(bench.writes.isEmpty)
        #expect(bench.device.memoryWrites == 0)
        #expect(bench.outcomes.allSatisfy { $0.outcome == .acknowledged })
    }

    @Test("The sun is followed there without wearing anything, also when no change is allowed that does")
    func sun() throws {
        var settings = LimitSettings.volatile()
        settings.wear = WearRule(dailyBudget: 0)
        let control = ControlSettings(
            initialMode: .surplusOrMinimum, surplus: SurplusParameters(dailyBudget: 0))
        var bench = Bench(holding: 20, settings: settings, control: control)
        bench.send(.linkUp)
        bench.send(.brokerStands)
        for second in 0..<7200 {
            let taken = bench.inForce * 13.2 / 0.94
            let surplus = second / 600 % 2 == 0 ? 400.0 : 150
            bench.send(.grid(watts: taken - surplus, heardAt: bench.now.uptime))
            bench.run(.seconds(1))
        }
        #expect(bench.writes.isEmpty)
        #expect(bench.held == 20)
        #expect(bench.device.memoryWrites == 0)
        #expect(Set(bench.volatileWrites.map(\.limit)).count >= 3)
        let status = try #require(bench.status)
        #expect(status.writesToday == 0)
        #expect(status.reason.contains("up to 20.0 A a change wears nothing"), "\(status.reason)")
    }

    @Test("It is written again every 20 s and so holds, and nothing is written before it is needed")
    func renewal() {
        var bench = Self.twenty()
        bench.run(.seconds(120))
        #expect(bench.volatileWrites.isEmpty)
        bench.request(12)
        bench.run(.seconds(1))
        for _ in 0..<600 {
            bench.run(.seconds(1))
            #expect(bench.inForce == 12)
        }
        let times = bench.volatileWrites.map(\.at)
        for (first, second) in zip(times, times.dropFirst()) {
            #expect(second - first >= .seconds(20) && second - first <= .seconds(21))
        }
        #expect(bench.volatileWrites.allSatisfy { $0.limit == 120 })
        #expect(bench.outcomes.count == 1)
        #expect(bench.snapshot.limitInForce == CurrentLimit(deciamperes: 120))
    }

    @Test("A bridge that is gone leaves the kept limit in force, and takes the register over when it is back")
    func gone() {
        var bench = Self.twenty()
        bench.request(12)
        bench.run(.seconds(5))
        bench.restart(away: .seconds(10))
        bench.send(.brokerStands)
        bench.run(.seconds(100))
        #expect(bench.inForce == 12)
        #expect(bench.writes.isEmpty)
        bench.restart(away: .seconds(60))
        #expect(bench.inForce == 20)
        bench.send(.brokerStands)
        bench.run(.seconds(10))
        #expect(bench.inForce == 12)
        #expect(bench.wish == 12)
        #expect(bench.writes.isEmpty)
    }

    @Test("A limit that nobody renews is shown as it lapses, and is no one's wish")
    func leftOver() {
        var bench = Bench(holding: 20, settings: .volatile())
        bench.device.register.limit = 90
        bench.device.register.writtenAt = bench.now.uptime
        bench.send(.linkUp)
        bench.send(.brokerStands)
        bench.run(.seconds(8))
        #expect(bench.snapshot.limitInForce == CurrentLimit(deciamperes: 90))
        bench.run(.seconds(60))
        #expect(bench.snapshot.limitInForce == CurrentLimit(deciamperes: 200))
        #expect(bench.wish == nil)
        #expect(bench.volatileWrites.isEmpty && bench.writes.isEmpty)
    }

    @Test("While the register is not read, no limit is shown")
    func unknown() {
        var bench = Bench(holding: 20, settings: .volatile())
        bench.send(.linkUp)
        bench.send(.received(Readings(carrier: .block)))
        bench.send(.identified(bench.identity))
        bench.send(.limitRead(CurrentLimit(deciamperes: 200)))
        #expect(bench.snapshot.limitInForce == nil)
        bench.send(.volatileRead(nil))
        #expect(bench.snapshot.limitInForce == CurrentLimit(deciamperes: 200))
        bench.send(.volatileRead(CurrentLimit(deciamperes: 80)))
        #expect(bench.snapshot.limitInForce == CurrentLimit(deciamperes: 80))
    }

    @Test("When the answer about the register was lost, it is asked for again soon")
    func lost() {
        var bench = Self.twenty()
        bench.device.register.isMute = true
        bench.unplug()
        bench.plugIn()
        bench.run(.seconds(3))
        #expect(bench.snapshot.limitInForce == nil)
        bench.device.register.isMute = false
        bench.run(.seconds(11))
        #expect(bench.snapshot.limitInForce?.amperes == 20)
    }

    @Test("A wish above the kept limit raises that one first, by the ordinary rule, and then the other")
    func above() {
        var bench = Self.twenty(10)
        bench.request(8)
        bench.run(.seconds(2))
        bench.request(15)
        bench.run(.seconds(2))
        #expect(bench.inForce == 15)
        #expect(bench.held == 15)
        #expect(bench.writes.map(\.limit) == [150])
        #expect(bench.volatileWrites.map(\.limit) == [80, 150])
        #expect(bench.snapshot.wear.today == 1)
        #expect(bench.last?.outcome == .acknowledged)
        bench.request(9)
        bench.run(.seconds(2))
        #expect(bench.held == 15 && bench.inForce == 9)
    }

    @Test("Raises of the kept limit stop at the day's maximum; what is below it goes on without end")
    func exhausted() {
        var settings = LimitSettings.volatile()
        settings.wear = WearRule(burst: 10, interval: .zero, dailyMaximum: 3)
        var bench = Bench.ready(holding: 10, settings: settings)
        for amperes in [11, 12, 13, 14] {
            bench.request(Double(amperes))
            bench.run(.seconds(2))
        }
        #expect(bench.held == 13)
        #expect(bench.snapshot.wear.isExhausted)
        for amperes in [9, 12, 8, 13] {
            bench.request(Double(amperes))
            bench.run(.seconds(2))
            #expect(bench.inForce == Double(amperes))
        }
        #expect(bench.writes.count == 3)
    }

    @Test("A charger that holds less than the raise asked for is asked once, and used as far as it goes")
    func stubborn() {
        var bench = Self.twenty(10)
        bench.request(8)
        bench.run(.seconds(2))
        bench.device.maximum = 120
        bench.request(15)
        bench.run(.seconds(120))
        #expect(bench.writes.count == 1)
        #expect(bench.inForce == 12)
        #expect(bench.last?.outcome == .acknowledged)
        #expect(bench.last?.reason?.contains("12.0 A") == true)
    }

    @Test("Where the kept limit is above the owner's maximum it is lowered to that first")
    func aboveMaximum() {
        var bench = Bench(holding: 28, settings: .volatile(maximum: 20), kept: .wishing(9))
        bench.send(.linkUp)
        bench.send(.brokerStands)
        bench.run(.seconds(20))
        #expect(bench.writes.map(\.limit) == [200])
        #expect(bench.held == 20 && bench.inForce == 9)
        bench.app(sets: 29)
        bench.run(.seconds(60))
        #expect(bench.held == 20 && bench.inForce == 9 && bench.wish == 9)
    }

    @Test("An app that lowers the kept limit below the other is adopted; one that raises it changes nothing")
    func app() {
        var bench = Self.twenty()
        bench.request(12)
        bench.run(.seconds(2))
        bench.app(sets: 25)
        bench.run(.seconds(60))
        #expect(bench.inForce == 12 && bench.wish == 12)
        bench.app(sets: 9)
        bench.run(.seconds(60))
        #expect(bench.inForce == 9 && bench.wish == 9)
        #expect(bench.writes.isEmpty)
        bench.app(sets: 28)
        bench.run(.seconds(60))
        #expect(bench.inForce == 9 && bench.wish == 9)
        bench.request(11)
        bench.run(.seconds(5))
        #expect(bench.inForce == 11)
    }

    @Test("After mains was off the wish comes back by the register that lapses")
    func mains() {
        var bench = Self.twenty()
        bench.request(12)
        bench.run(.seconds(5))
        bench.device.isOn = false
        bench.run(.seconds(60))
        bench.device.isOn = true
        bench.run(.seconds(5))
        #expect(bench.inForce == 20)
        bench.run(.seconds(15))
        #expect(bench.inForce == 12)
        #expect(bench.writes.isEmpty)
        #expect(bench.snapshot.volatile?.givenUp == nil)
    }

    @Test("A loss of power too short to be noticed is made good at once")
    func shortLoss() {
        var bench = Self.twenty()
        bench.request(12)
        bench.run(.seconds(7))
        bench.device.register.limit = nil
        bench.run(.seconds(3))
        #expect(bench.inForce == 12)
    }

    @Test("A link that broke and came back finds the limit still there, and goes on with it")
    func link() {
        var bench = Self.twenty()
        bench.request(12)
        bench.run(.seconds(5))
        bench.unplug()
        bench.run(.seconds(20))
        bench.plugIn()
        bench.run(.seconds(60))
        #expect(bench.inForce == 12 && bench.wish == 12)
        #expect(bench.writes.isEmpty)
    }

    @Test("What protects lowers by it too, without a write to the memory, and the wish comes back")
    func protection() {
        var bench = Bench(
            holding: 20, settings: .volatile(Protection(maximumTemperature: CentiCelsius(4500))))
        bench.degrees = 20
        bench.send(.linkUp)
        bench.send(.brokerStands)
        bench.run(.seconds(5))
        bench.degrees = 46
        bench.run(.seconds(4))
        #expect(bench.inForce == 7.5)
        bench.degrees = 20
        bench.run(.seconds(90))
        #expect(bench.inForce == 20)
        #expect(bench.writes.isEmpty)
    }

    @Test("What is lowered for the program's stop is lowered where it stays", arguments: [18.0, 7.5])
    func stopping(wish: Double) {
        var bench = Bench.ready(
            holding: 20, settings: .volatile(Protection(lowersOnShutdown: true)))
        bench.request(wish)
        bench.run(.seconds(2))
        bench.send(.prepareToStop)
        bench.run(.seconds(2))
        bench.send(.stop)
        #expect(bench.held == 7.5)
    }

    @Test("The persistent register is all that is used where nothing else was chosen")
    func notChosen() {
        var bench = Bench.ready(holding: 20)
        bench.request(12)
        bench.run(.seconds(60))
        #expect(bench.volatileWrites.isEmpty)
        #expect(bench.held == 12)
        #expect(bench.snapshot.volatile == nil)
    }
}
