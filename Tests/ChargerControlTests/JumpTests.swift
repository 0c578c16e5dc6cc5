// SPDX-License-Identifier: MIT
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

    @Test("On a noisy line a value is shown when the same was heard a moment before, and not else")
    func noisy() {
        var wire = Self.wire()
        wire.send(.damaged)
        for volts in [13_210, 13_280, 13_290, 13_270] {
            wire.pass(.seconds(1))
            wire.take(.block) { $0.voltage = Millivolts(volts) }
            #expect(wire.values.voltage == Millivolts(13_200))
        }
        wire.take(.block) { $0.voltage = Millivolts(13_210) }
        #expect(wire.values.voltage == Millivolts(13_210))
        wire.take(.frame) { $0.fineCurrent = Milliamperes(9_700) }
        #expect(wire.values.current == Milliamperes(9_000))
    }

    @Test("On a noisy line a voltage that moves is shown as soon as a frame and a block said the same")
    func moving() {
        var wire = Self.wire()
        wire.send(.damaged)
        for volts in stride(from: 13_210, through: 13_400, by: 10) {
            wire.pass(.milliseconds(500))
            wire.take(.frame) { $0.voltage = Millivolts(volts) }
            wire.pass(.milliseconds(500))
            wire.take(.block) { $0.voltage = Millivolts(volts) }
            #expect(wire.values.voltage == Millivolts(volts))
        }
    }

    @Test("On a noisy line what was heard ten seconds ago confirms nothing")
    func longAgo() {
        var wire = Self.wire()
        wire.take(.frame) { $0.voltage = Millivolts(13_280) }
        for _ in 0..<10 {
            wire.send(.damaged)
            wire.pass(.seconds(1))
        }
        wire.take(.block) { $0.voltage = Millivolts(13_280) }
        #expect(wire.values.voltage == Millivolts(13_200))
        wire.take(.block) { $0.voltage = Millivolts(13_280) }
        #expect(wire.values.voltage == Millivolts(13_280))
    }

    @Test("Half a minute after the last damage the line counts as good again")
    func quiet() {
        var wire = Self.wire()
        wire.send(.damaged)
        wire.pass(.seconds(30))
        wire.take(.block) { $0.voltage = Millivolts(13_280) }
        #expect(wire.values.voltage == Millivolts(13_280))
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

    @Test("Another stage or error is shown when it is heard twice in a row", arguments: [0, 4, 99])
    func codes(code: Int) {
        var wire = Self.wire()
        let stage = StageReading(stage: code == 0 ? .off : code == 4 ? .absorption : .unknown, code: code)
        let error = ErrorReading(code: 17, text: "too hot")
        wire.take(.block) { $0.error = ErrorReading(code: 0, text: "OK") }
        for _ in 0..<3 {
            wire.take(.block) { ($0.stage, $0.error) = (stage, error) }
            #expect(wire.values.stage?.stage == .bulk)
            #expect(wire.values.error?.code == 0)
            wire.take(.block) {
                $0.stage = StageReading(stage: .bulk, code: 3)
                $0.error = ErrorReading(code: 0, text: "OK")
            }
        }
        #expect(wire.snapshot.heldBack == 6)
        wire.take(.block) { ($0.stage, $0.error) = (stage, error) }
        wire.take(.frame) { ($0.stage, $0.error) = (stage, error) }
        #expect(wire.values.stage == stage)
        #expect(wire.values.error == error)
    }

    @Test(
        "On a noisy line it must be heard three times in a row, also where nothing is known yet",
        arguments: [true, false])
    func noisyCodes(isKnown: Bool) {
        var wire = isKnown ? Self.wire() : Wire()
        wire.send(.damaged)
        let before = wire.values.stage
        let (low, off) = (StageReading(stage: .lowPower, code: 1), StageReading(stage: .off, code: 0))
        let overheated = ErrorReading(code: 17, text: "too hot")
        for stage in [low, low, off, low, low] {
            wire.pass(.seconds(1))
            wire.take(.block) { ($0.stage, $0.error) = (stage, overheated) }
            #expect(wire.values.stage == before)
        }
        #expect(wire.values.error == overheated)
        wire.take(.block) { $0.stage = low }
        #expect(wire.values.stage == low)
    }

    @Test("A first stage is believed at once, a first fault or error when it is heard again")
    func firstCodes() {
        var wire = Wire()
        wire.take(.block) { $0.error = ErrorReading(code: 17, text: "too hot") }
        wire.take(.block) { $0.stage = StageReading(stage: .fault, code: 2) }
        #expect(wire.values.error == nil && wire.values.stage == nil)
        wire.take(.block) { $0.error = ErrorReading(code: 17, text: "too hot") }
        #expect(wire.values.error?.code == 17)
        wire.take(.block) { $0.stage = StageReading(stage: .float, code: 5) }
        #expect(wire.values.stage?.stage == .float)
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
