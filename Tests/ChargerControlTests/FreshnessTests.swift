// SPDX-License-Identifier: MIT
import ChargerControl
import Testing

@Suite("What is shown is fresh")
struct FreshnessTests {
    @Test("That the charger falls silent, is heard again, and which one it is, is said once each time")
    func said() {
        var bench = Bench.ready()
        let first = "it is a Blue Smart IP22 12|30 (1)"
        let silent = "the charger is silent: no data for 10 s; is its mains on?"
        #expect(bench.notices.map(\.text) == [first])
        bench.device.isOn = false
        bench.run(.seconds(600), step: .seconds(1))
        #expect(bench.notices.map(\.text) == [first, silent])
        bench.device.isOn = true
        bench.run(.seconds(60))
        #expect(bench.notices.map(\.text) == [first, silent, "the charger is heard again"])
        // A link that is lost is said by whoever knows why; one that brings nothing is a silence.
        bench.device.isOn = false
        bench.unplug()
        bench.run(.seconds(60))
        bench.plugIn()
        bench.run(.seconds(60))
        #expect(bench.notices.map(\.text).suffix(2) == ["the charger is heard again", silent])
    }

    /// A charger that is told readings by hand.
    struct Wire {
        var charger = Charger(
            settings: LimitSettings(), at: Moment(uptime: .seconds(50), unixMilliseconds: 0))
        var now = Moment(uptime: .seconds(50), unixMilliseconds: 0)

        mutating func take(_ carrier: Readings.Carrier, _ fill: (inout Readings) -> Void) {
            var readings = Readings(carrier: carrier)
            fill(&readings)
            _ = charger.handle(.received(readings), at: now)
        }

        mutating func send(_ event: ChargerEvent) { _ = charger.handle(event, at: now) }

        mutating func pass(_ time: Duration) { now = now.advanced(by: time) }

        /// Time in which frames of no interest keep the charger online.
        mutating func hear(for seconds: Int) {
            for _ in 0..<seconds {
                pass(.seconds(1))
                _ = charger.handle(.heard, at: now)
            }
        }

        var snapshot: ChargerSnapshot { mutating get { charger.snapshot(at: now) } }
        var values: CurrentValues { mutating get { snapshot.values } }
    }

    private static func full() -> Wire {
        var wire = Wire()
        wire.take(.block) {
            $0.voltage = Millivolts(13_200)
            $0.coarseCurrent = Milliamperes(9_000)
            $0.stage = StageReading(stage: .bulk, code: 3)
            $0.error = ErrorReading(code: 0, text: "OK")
            $0.batteryTemperature = CentiCelsius(2150)
            $0.internalTemperature = CentiCelsius(4000)
        }
        return wire
    }

    @Test("Before anything is heard nothing is shown, and the reason is")
    func nothing() {
        var wire = Wire()
        #expect(wire.snapshot.values == CurrentValues())
        #expect(!wire.snapshot.isOnline)
        #expect(wire.snapshot.idleReason == "not connected yet")
        #expect(wire.snapshot.limitInForce == nil)
    }

    @Test("Every value becomes unavailable 30 s after it was last heard, though the charger is online")
    func eachValue() {
        var wire = Self.full()
        wire.hear(for: 29)
        #expect(wire.values.voltage == Millivolts(13_200))
        #expect(wire.values.batteryTemperature == CentiCelsius(2150))
        wire.take(.block) { $0.voltage = Millivolts(13_210) }
        wire.pass(.seconds(1))
        #expect(wire.snapshot.isOnline)
        var expected = CurrentValues()
        expected.voltage = Millivolts(13_210)
        #expect(wire.values == expected)
    }

    @Test("A silent charger is offline after 30 s, and all values with it")
    func offline() {
        var wire = Self.full()
        wire.pass(.milliseconds(29_999))
        #expect(wire.snapshot.isOnline)
        #expect(wire.values.voltage != nil)
        wire.pass(.milliseconds(1))
        #expect(!wire.snapshot.isOnline)
        #expect(wire.snapshot.values == CurrentValues())
    }

    @Test("The silence is given as the reason after 10 s")
    func silence() {
        var wire = Self.full()
        wire.pass(.seconds(10))
        _ = wire.charger.handle(.tick, at: wire.now)
        #expect(wire.snapshot.idleReason?.contains("silent") == true)
    }

    @Test("Why the output was off is forgotten in a silence: it may be off for another reason now")
    func offReason() {
        var wire = Self.full()
        wire.take(.frame) { $0.offReason = "no input power" }
        for _ in 0..<2 { wire.take(.block) { $0.stage = StageReading(stage: .off, code: 0) } }
        #expect(wire.snapshot.idleReason?.contains("no input power") == true)
        wire.pass(.seconds(12))
        _ = wire.charger.handle(.tick, at: wire.now)
        wire.take(.block) { $0.stage = StageReading(stage: .off, code: 0) }
        #expect(wire.snapshot.idleReason == "the charger is in state off")
    }

    @Test(
        "The fine current is shown while it is new or agrees with the text's",
        arguments: [
            (9_034, 9_000, 0, 9_034), (9_034, 9_000, 20, 9_034), (9_100, 9_000, 20, 9_100),
            (9_101, 9_000, 2, 9_101), (9_101, 9_000, 3, 9_000), (9_034, 5_000, 20, 5_000),
        ])
    func fineCurrent(fine: Int, coarse: Int, age: Int, shown: Int) {
        var wire = Wire()
        wire.take(.frame) { $0.fineCurrent = Milliamperes(fine) }
        wire.hear(for: age)
        wire.take(.block) { $0.coarseCurrent = Milliamperes(coarse) }
        #expect(wire.values.current == Milliamperes(shown))
    }

    @Test("Either current serves when the other is missing")
    func eitherCurrent() {
        var wire = Wire()
        wire.take(.frame) { $0.fineCurrent = Milliamperes(9_034) }
        #expect(wire.values.current == Milliamperes(9_034))
        wire.hear(for: 30)
        #expect(wire.values.current == nil)
        wire.take(.block) { $0.coarseCurrent = Milliamperes(9_000) }
        #expect(wire.values.current == Milliamperes(9_000))
    }
}
