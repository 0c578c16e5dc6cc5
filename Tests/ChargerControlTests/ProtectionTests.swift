// SPDX-License-Identifier: MIT
import ChargerControl
import Testing

@Suite("What holds the limit down")
struct ProtectionTests {
    private static func settings(_ protection: Protection) -> LimitSettings {
        LimitSettings(protection: protection)
    }

    private static let window = Protection(
        maximumVoltage: Millivolts(14_600), minimumTemperature: CentiCelsius(0),
        maximumTemperature: CentiCelsius(4500), lowersOnError: true)

    /// A bridge with 20 A in force that watches voltage, temperature and errors.
    private static func watching() -> Bench {
        .watching(settings(window))
    }

    @Test(
        "A value outside its window lowers the limit at once, and the wish comes back when all is well",
        arguments: ["voltage", "cold", "hot", "error"])
    func window(trouble: String) {
        var bench = Self.watching()
        switch trouble {
        case "voltage": bench.volts = Millivolts(14_700)
        case "cold": bench.degrees = -1
        case "hot": bench.degrees = 46
        default: bench.error = 17
        }
        bench.run(.seconds(4))
        #expect(bench.held == 7.5)
        #expect(bench.wish == 20)
        #expect(bench.snapshot.cap?.reason.isEmpty == false)
        bench.volts = Millivolts(13_200)
        bench.degrees = 20
        bench.error = 0
        bench.run(.seconds(50))
        #expect(bench.held == 7.5)
        bench.run(.seconds(30))
        #expect(bench.held == 20)
        #expect(bench.snapshot.cap == nil)
        #expect(bench.writes.count == 2)
    }

    @Test("A value that plays about its bound is not followed")
    func hysteresis() {
        var bench = Self.watching()
        for step in 0..<100 {
            bench.degrees = step.isMultiple(of: 2) ? -1 : 1
            bench.run(.seconds(30))
        }
        #expect(bench.held == 7.5)
        #expect(bench.writes.count == 1)
    }

    @Test("A temperature that is watched and missing lowers the limit, and says so")
    func missing() {
        var bench = Bench(holding: 20, settings: Self.settings(Self.window))
        bench.send(.linkUp)
        bench.send(.brokerStands)
        bench.request(25)
        bench.run(.seconds(20))
        #expect(bench.held == 20)
        bench.run(.seconds(30))
        #expect(bench.held == 7.5)
        #expect(bench.snapshot.cap?.reason.contains("temperature") == true)
    }

    @Test("A request while the limit is held down is acknowledged with the cap's limit and reason")
    func requestUnderCap() {
        var bench = Self.watching()
        bench.degrees = -1
        bench.run(.seconds(5))
        bench.request(25)
        bench.run(.seconds(5))
        #expect(bench.held == 7.5)
        #expect(bench.last?.outcome == .acknowledged)
        #expect(bench.last?.inForce == CurrentLimit(deciamperes: 75))
        #expect(bench.last?.reason?.contains("min_temperature") == true)
        bench.degrees = 20
        bench.run(.seconds(80))
        #expect(bench.held == 25)
    }

    @Test("An app that raises the limit while it is held down is not obeyed")
    func appUnderCap() {
        var bench = Self.watching()
        bench.degrees = -1
        bench.run(.seconds(5))
        bench.app(sets: 28)
        bench.run(.seconds(60))
        #expect(bench.held == 7.5)
        #expect(bench.wish == 20)
    }

    @Test("A cap survives a restart: nothing is raised until what protects is known again")
    func restart() {
        var bench = Self.watching()
        bench.degrees = -1
        bench.run(.seconds(5))
        let before = bench.writes.count
        bench.restartInPeace()
        #expect(bench.held == 7.5)
        #expect(bench.writes.count == before)
        bench.degrees = 20
        bench.run(.seconds(90))
        #expect(bench.held == 20)
    }

    @Test("Without a wish, what was in force before the cap comes back after it")
    func withoutWish() {
        var bench = Bench(holding: 18, settings: Self.settings(Self.window))
        bench.degrees = 20
        bench.send(.linkUp)
        bench.send(.brokerStands)
        bench.run(.seconds(5))
        bench.degrees = -1
        bench.run(.seconds(5))
        #expect(bench.held == 7.5)
        bench.degrees = 20
        bench.run(.seconds(80))
        #expect(bench.held == 18)
    }

    private static func managed(age: Int = 60) -> Bench {
        var bench = Bench(holding: 20, settings: settings(Protection(externalAge: .seconds(age))))
        bench.send(.linkUp)
        bench.send(.brokerStands)
        bench.send(.cap(payload: Array("50".utf8)))
        bench.run(.seconds(5))
        bench.request(20)
        bench.run(.seconds(5))
        return bench
    }

    @Test("A cap from outside is followed down at once and up after a while")
    func external() {
        var bench = Self.managed()
        bench.send(.cap(payload: Array("12.37".utf8)))
        bench.run(.seconds(2))
        #expect(bench.held == 12.3)
        for _ in 0..<4 {
            bench.send(.cap(payload: Array("16".utf8)))
            bench.run(.seconds(10))
        }
        #expect(bench.held == 12.3)
        for _ in 0..<4 {
            bench.send(.cap(payload: Array("16".utf8)))
            bench.run(.seconds(10))
        }
        #expect(bench.held == 16)
        #expect(bench.wish == 20)
    }

    @Test("A cap from outside that goes stale counts as the lowest", arguments: [30, 60])
    func stale(age: Int) {
        var bench = Self.managed(age: age)
        bench.run(.seconds(age + 2))
        #expect(bench.held == 7.5)
        #expect(bench.snapshot.cap?.reason.contains("fresh") == true)
    }

    @Test("A cap below what the charger can do is said to be unmet")
    func unmet() {
        var bench = Self.managed()
        bench.send(.cap(payload: Array("3".utf8)))
        bench.run(.seconds(3))
        #expect(bench.held == 7.5)
        #expect(bench.snapshot.problem?.contains("lowest this charger") == true)
    }

    @Test(
        "A cap from outside that is no current is ignored and said",
        arguments: ["", "abc", "-3", "nan", "inf", "1e99999"])
    func unreadable(payload: String) {
        var bench = Self.managed()
        bench.send(.cap(payload: Array(payload.utf8)))
        bench.run(.seconds(2))
        #expect(bench.held == 20)
        #expect(bench.notices.contains { $0.text.contains("ignored") })
    }

    @Test(
        "Without a broker the limit is lowered after a minute, if the owner wants it",
        arguments: [true, false])
    func brokerLoss(lowers: Bool) {
        var bench = Bench(holding: 20, settings: Self.settings(Protection(lowersWithoutBroker: lowers)))
        bench.send(.linkUp)
        bench.send(.brokerStands)
        bench.run(.seconds(5))
        bench.request(20)
        bench.run(.seconds(5))
        bench.send(.brokerLost)
        bench.run(.seconds(50))
        #expect(bench.held == 20)
        bench.run(.seconds(20))
        #expect(bench.held == (lowers ? 7.5 : 20))
        bench.send(.brokerStands)
        bench.run(.seconds(90))
        #expect(bench.held == 20)
    }

    @Test(
        "At a stop the limit is lowered, if the owner wants it, and the wish is kept",
        arguments: [true, false])
    func shutdown(lowers: Bool) {
        var bench = Bench(holding: 20, settings: Self.settings(Protection(lowersOnShutdown: lowers)))
        bench.send(.linkUp)
        bench.send(.brokerStands)
        bench.run(.seconds(5))
        bench.request(20)
        bench.run(.seconds(5))
        bench.send(.prepareToStop)
        bench.run(.seconds(1))
        bench.send(.stop)
        #expect(bench.held == (lowers ? 7.5 : 20))
        bench.restartInPeace()
        #expect(bench.held == 20)
    }
}
