// SPDX-License-Identifier: MIT
import ByteLink
import Captures
import ChargerControl
import ChargerSimulator
import Testing
import VEDirect

@Suite("Readings")
struct ReadingsTests {
    /// A bench on which nothing but the recording is heard.
    private func play(_ capture: Capture, upTo blocks: Int, _ check: (Bench) async throws -> Void)
        async throws
    {
        try await Bench.with { bench in
            bench.charger { $0.powerOff() }
            var parser = StreamParser()
            var second: [UInt8] = []
            var seen = 0
            for byte in try capture.bytes where seen < blocks {
                second.append(byte)
                guard case .block = parser.push(byte) else { continue }
                seen += 1
                bench.say(second)
                second = []
                await bench.run(.seconds(1))
            }
            if seen < blocks || blocks == .max {
                bench.say(second)
                await bench.run(.seconds(2))
            }
            try await check(bench)
        }
    }

    @Test(
        "a recording of a 24|12 gives exactly its values",
        arguments: [(1, 28680, .bulk), (2, 28800, .bulk), (20, 28800, .absorption)]
            as [(Int, Int, ChargeStage)])
    func charging(blocks: Int, millivolts: Int, stage: ChargeStage) async throws {
        try await play(.charging, upTo: blocks) { bench in
            let values = try #require(bench.snapshot?.values)
            #expect(bench.report?.link.blocks == UInt64(blocks))
            #expect(values.voltage == Millivolts(millivolts))
            #expect(values.error == ErrorReading(code: 0, text: "OK"))
            #expect(values.batteryTemperature == nil)
            #expect(values.stage?.stage == stage)
        }
    }

    @Test("the whole recording of a 24|12 ends with the fine current and the internal temperature")
    func wholeRecording() async throws {
        try await play(.charging, upTo: .max) { bench in
            let snapshot = try #require(bench.snapshot)
            #expect(snapshot.values.current == Milliamperes(4060))
            #expect(snapshot.values.internalTemperature == CentiCelsius(2460))
            #expect(snapshot.values.offReason == "")
            #expect(snapshot.idleReason == nil)
            #expect(bench.report?.link.blocks == 20)
            #expect(bench.report?.link.frames == 525)
            #expect(bench.report?.link.faults == 0)
            #expect(bench.report?.link.blocksHeldBack == 0)
            // Nobody answers: which charger it is follows from the text.
            await bench.run(.seconds(12))
            #expect(bench.snapshot?.identity?.productID == 0xA334)
            #expect(bench.snapshot?.identity?.firmware == "3.42")
            #expect(bench.snapshot?.identity?.maximum == CurrentLimit(deciamperes: 120))
        }
    }

    @Test("the recording of a 24|8 gives exactly its values")
    func bulk() async throws {
        try await play(.bulk, upTo: .max) { bench in
            let values = try #require(bench.snapshot?.values)
            #expect(values.voltage == Millivolts(26870))
            #expect(values.stage?.stage == .bulk)
            #expect(values.error?.code == 0)
            let current = try #require(values.current)
            #expect(abs(current.rawValue - 2000) <= 50)
            #expect(bench.report?.link.frames == 36)
        }
    }

    @Test("the fine current is shown while it agrees with the text")
    func fineCurrent() async throws {
        try await Bench.with { bench in
            await bench.run(.seconds(30))
            let truth = bench.charger { $0.number(0xED8C) }
            let shown = try #require(bench.snapshot?.values.current)
            #expect(abs(shown.rawValue - truth) <= 20)
            #expect(shown.rawValue % 100 != 0 || truth % 100 == 0)
        }
    }

    @Test("without frames the text's coarse current is shown")
    func coarseCurrent() async throws {
        try await Bench.with { bench in
            bench.charger { $0.faults.withoutFrames = true }
            await bench.run(.seconds(30))
            let truth = bench.charger { $0.number(0xED8F) }
            #expect(bench.snapshot?.values.current == Milliamperes(truth * 100))
        }
    }

    @Test("without text everything stays fresh by asking, and the charger online")
    func polled() async throws {
        try await Bench.with { bench in
            bench.charger {
                $0.faults.withoutText = true
            }
            await bench.run(.seconds(2))
            // From here on nothing comes by itself.
            bench.charger { $0.faults.withoutFrames = true }
            await bench.run(.seconds(40))
            let from = bench.clock.now
            await bench.run(.seconds(240))
            let shown = bench.shown(since: from)
            #expect(shown.count > 200)
            for values in shown {
                #expect(values.isWhole)
                #expect(values.internalTemperature != nil)
                #expect(values.batteryTemperature == nil)
            }
        }
    }

    @Test("what the text brings is never asked for, not even after the port was away")
    func notPolled() async throws {
        try await Bench.with { bench in
            await bench.run(.seconds(60))
            bench.link.refuseOpening(Bench.portMissing)
            bench.link.hangUp()
            await bench.run(.seconds(60))
            bench.link.refuseOpening(nil)
            await bench.run(.seconds(60))
            for register in ["D5ED", "8CED", "0102", "DAED", "0A01"] {
                #expect(bench.requests(of: register) == 0)
            }
            #expect(!bench.requests.contains("451"))
        }
    }

    @Test("text that stops is replaced by asking before anything grows old", arguments: [true, false])
    func textStops(hasFrames: Bool) async throws {
        try await Bench.with { bench in
            bench.charger { $0.faults.withoutFrames = !hasFrames }
            await bench.run(.seconds(60))
            bench.charger { $0.faults.withoutText = true }
            let from = bench.clock.now
            await bench.run(.seconds(120))
            let shown = bench.shown(since: from)
            #expect(shown.count > 100)
            #expect(shown.allSatisfy { $0.isWhole })
            bench.charger { $0.faults.withoutText = false }
            await bench.run(.seconds(25))
            let asked = bench.requests(of: "D5ED")
            await bench.run(.seconds(60))
            #expect(bench.requests(of: "D5ED") == asked, "the text is back")
        }
    }

    @Test("the internal temperature is asked for while it is not sent")
    func temperature() async throws {
        try await Bench.with { bench in
            bench.charger { $0.faults.withoutFrames = true }
            await bench.run(.seconds(10))
            let from = bench.clock.now
            await bench.run(.seconds(120))
            #expect((5...8).contains(bench.requests(of: "DBED")))
            let temperatures = bench.shown(since: from).map(\.internalTemperature)
            #expect(!temperatures.contains(nil))
        }
    }

    @Test("the internal temperature is not asked for while it is sent")
    func temperatureSent() async throws {
        try await Bench.with { bench in
            await bench.run(.seconds(10))
            let asked = bench.requests(of: "DBED")
            for _ in 0..<12 {
                bench.say(":ADBED0060094E\n")
                await bench.run(.seconds(10))
            }
            #expect(bench.requests(of: "DBED") == asked)
        }
    }

    @Test("a register that the charger does not know is asked for once")
    func unknownRegister() async throws {
        try await Bench.with { bench in
            bench.charger {
                $0.faults.withoutFrames = true
                $0.faults.answerFlags = 0x01
            }
            await bench.run(.seconds(300))
            #expect(bench.requests(of: "DBED") == 1)
            #expect(bench.requests(of: "0702") == 1)
        }
    }

    @Test("values that mean nothing are not shown")
    func notAvailable() async throws {
        var setup = Bench.Setup()
        setup.configure = {
            $0.registers[0xEDDB] = .fixed(0x7FFF)
            $0.registers[0x0207] = .fixed(0, bytes: 4)
        }
        try await Bench.with(setup) { bench in
            bench.charger {
                $0.faults.withoutText = true
                $0.faults.reportedState = 255
            }
            bench.say(":ADBED00FF7F0F\n")
            bench.say(":A8CED00FFFFFF7F4A\n")
            await bench.run(.seconds(1))
            #expect(bench.snapshot?.values.internalTemperature == nil)
            #expect(bench.snapshot?.values.current == nil)
        }
    }

    @Test("firmware that pauses its text after requests is spared", arguments: [3, 5, 7])
    func spared(seconds: Int) async throws {
        try await Bench.with { bench in
            bench.charger {
                $0.faults.textPauseAfterRequest = .seconds(seconds)
                $0.faults.withoutFrames = true
            }
            await bench.run(.seconds(120))
            let before = bench.requests.count
            let blocks = bench.report?.link.blocks ?? 0
            await bench.run(.seconds(600))
            let asked = bench.requests.count - before
            // The limit every 50 s, and two registers every five minutes.
            #expect(asked <= 12 + 5, "\(asked)")
            let came = (bench.report?.link.blocks ?? 0) - blocks
            #expect(came > 400, "\(came) blocks in ten minutes")
            #expect(bench.shown(since: .seconds(120)).allSatisfy { $0.isWhole })
        }
    }

    @Test("firmware that pauses its text comes back to it after a time of many requests")
    func pausingComesBack() async throws {
        try await Bench.with { bench in
            bench.charger {
                $0.faults.textPauseAfterRequest = .seconds(7)
                $0.faults.withoutFrames = true
            }
            await bench.run(.seconds(60))
            bench.charger { $0.faults.withoutText = true }
            await bench.run(.seconds(60))
            let asked = bench.requests(of: "D5ED")
            #expect(asked > 0)
            bench.charger { $0.faults.withoutText = false }
            await bench.run(.seconds(120))
            let blocks = bench.report?.link.blocks ?? 0
            await bench.run(.seconds(60))
            #expect((bench.report?.link.blocks ?? 0) > blocks + 30)
        }
    }

    @Test("a charger switched off by the mains is offline after half a minute, with a reason at once")
    func mainsOff() async throws {
        try await Bench.with { bench in
            await bench.run(.seconds(30))
            bench.charger { $0.powerOff() }
            await bench.run(.seconds(15))
            #expect(bench.snapshot?.idleReason?.contains("silent") == true)
            await bench.run(.seconds(20))
            let snapshot = try #require(bench.snapshot)
            #expect(!snapshot.isOnline)
            #expect(snapshot.values == CurrentValues())
            #expect(snapshot.limitInForce == nil)
            bench.charger { $0.powerOn() }
            await bench.run(.seconds(10))
            #expect(bench.snapshot?.isOnline == true)
            #expect(bench.snapshot?.idleReason == nil)
        }
    }
}

extension Bench {
    fileprivate func shown(since time: Duration) -> [CurrentValues] {
        reports.filter { $0.at > time }.map(\.value.snapshot.values)
    }
}

extension CurrentValues {
    /// Whether all is there that every charger tells.
    fileprivate var isWhole: Bool { voltage != nil && current != nil && stage != nil && error != nil }
}
