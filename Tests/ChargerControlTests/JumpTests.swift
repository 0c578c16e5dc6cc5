import ChargerControl
import Testing

@Suite("A damaged block that passes its sum is not shown")
struct JumpTests {
    typealias Wire = FreshnessTests.Wire

    private static func wire() -> Wire {
        var wire = Wire()
        wire.take(.block) {
            $0.voltage = Millivolts(13_200)
            $0.coarseCurrent = Milliamperes(9_000)
            $0.stage = StageReading(stage: .bulk, code: 3)
        }
        return wire
    }

    @Test("A lone wild value is never shown", arguments: [0, 53_200, -13_200, Int.max, Int.min])
    func lone(wild: Int) {
        var wire = Self.wire()
        for _ in 0..<3 {
            wire.pass(.seconds(1))
            wire.take(.block) {
                $0.voltage = Millivolts(wild)
                $0.coarseCurrent = Milliamperes(wild == 0 ? 60_000 : wild)
            }
            #expect(wire.values.voltage == Millivolts(13_200))
            #expect(wire.values.current == Milliamperes(9_000))
            wire.pass(.seconds(1))
            wire.take(.block) {
                $0.voltage = Millivolts(13_200)
                $0.coarseCurrent = Milliamperes(9_000)
            }
        }
        #expect(wire.snapshot.heldBack == 6)
    }

    @Test("A real jump is shown with its second value")
    func real() {
        var wire = Self.wire()
        wire.take(.block) { $0.voltage = Millivolts(25_000) }
        #expect(wire.values.voltage == Millivolts(13_200))
        wire.take(.block) { $0.voltage = Millivolts(25_400) }
        #expect(wire.values.voltage == Millivolts(25_400))
    }

    @Test("Small changes are shown at once")
    func small() {
        var wire = Self.wire()
        wire.take(.block) {
            $0.voltage = Millivolts(14_100)
            $0.coarseCurrent = Milliamperes(0)
        }
        #expect(wire.values.voltage == Millivolts(14_100))
        #expect(wire.values.current == Milliamperes(0))
    }

    @Test("A first value that no battery has needs a second one")
    func first() {
        var wire = Wire()
        wire.take(.block) { $0.voltage = Millivolts(90_000) }
        #expect(wire.values.voltage == nil)
        wire.take(.block) { $0.voltage = Millivolts(13_200) }
        #expect(wire.values.voltage == Millivolts(13_200))
    }

    @Test("Absurd values that are confirmed stop nothing")
    func absurd() {
        var wire = Wire()
        for value in [Int.max, Int.max, Int.min, Int.min, 0] {
            for fine in [Int.min, Int.min, Int.max, Int.max, 5_000] {
                wire.take(.block) { $0.coarseCurrent = Milliamperes(value) }
                wire.take(.frame) { $0.fineCurrent = Milliamperes(fine) }
                wire.take(.block) { $0.voltage = Millivolts(value) }
                wire.hear(for: 4)
                _ = wire.values.milliwatts
            }
        }
        for _ in 0..<2 { wire.take(.block) { $0.voltage = Millivolts(13_200) } }
        #expect(wire.values.voltage == Millivolts(13_200))
    }

    @Test("A stage nobody knows must be heard twice in a row, a known one once")
    func stages() {
        var wire = Self.wire()
        let unknown = StageReading(stage: .unknown, code: 99)
        wire.take(.block) { $0.stage = unknown }
        #expect(wire.values.stage?.stage == .bulk)
        wire.take(.block) { $0.stage = StageReading(stage: .absorption, code: 4) }
        #expect(wire.values.stage?.stage == .absorption)
        wire.take(.block) { $0.stage = unknown }
        #expect(wire.values.stage?.stage == .absorption)
        wire.take(.block) { $0.stage = StageReading(stage: .unknown, code: 98) }
        #expect(wire.values.stage?.stage == .absorption)
        wire.take(.block) { $0.stage = StageReading(stage: .unknown, code: 98) }
        #expect(wire.values.stage == StageReading(stage: .unknown, code: 98))
    }

    @Test("A kept identity with impossible numbers stops nothing")
    func damagedIdentity() throws {
        for volts in [Int.max, -24, 0] {
            var kept = KeptState()
            kept.identity = ChargerIdentity(productID: 1, model: "?", nominalVolts: volts)
            var charger = Charger(
                settings: LimitSettings(), kept: kept, at: Moment(uptime: .zero, unixMilliseconds: 0))
            var block = Readings(carrier: .block)
            block.voltage = Millivolts(13_200)
            block.coarseCurrent = Milliamperes(5_000)
            let now = Moment(uptime: .seconds(1), unixMilliseconds: 1000)
            for _ in 0..<2 { _ = charger.handle(.received(block), at: now) }
            #expect(charger.snapshot(at: now).values.voltage == Millivolts(13_200))
        }
    }
}
