// SPDX-License-Identifier: MIT
import ByteLink
import ChargerControl
import ChargerSimulator
import Testing
import VEDirect

@Suite("Which charger it is")
struct IdentificationTests {
    @Test("text says it twice, registers say the bounds")
    func text() async throws {
        try await Bench.with { bench in
            await bench.run(.seconds(6))
            let identity = try #require(bench.snapshot?.identity)
            #expect(identity.productID == 0xA330)
            #expect(identity.model == "Blue Smart IP22 12|30 (1)")
            #expect(identity.firmware == "3.42")
            #expect(identity.serialNumber == "HQ2200SIMUL")
            #expect(identity.nominalVolts == 12)
            #expect(identity.maximum == CurrentLimit(deciamperes: 300))
            #expect(identity.minimum == CurrentLimit(deciamperes: 75))
            #expect(bench.requests(of: "DFED") == 1)
            #expect(!bench.requests.contains("451"), "the text says which product it is")
        }
    }

    @Test("one block is not enough")
    func once() async throws {
        try await Bench.with { bench in
            await bench.run(.milliseconds(3100))
            #expect(bench.report?.link.blocks == 1)
            #expect(bench.snapshot?.identity == nil)
        }
    }

    @Test("a charger without text is identified by command 4, with firmware and serial number")
    func withoutText() async throws {
        try await Bench.with { bench in
            bench.charger { $0.faults.withoutText = true }
            await bench.run(.seconds(20))
            let identity = try #require(bench.snapshot?.identity)
            #expect(identity.productID == 0xA330)
            #expect(identity.firmware == "3.42")
            #expect(identity.serialNumber == "HQ2200SIMUL")
            #expect(identity.maximum == CurrentLimit(deciamperes: 300))
            #expect(bench.requests.filter { $0 == "451" }.count == 1)
        }
    }

    @Test("what only the text tells is taken over when the text comes")
    func textLater() async throws {
        var setup = Bench.Setup()
        setup.configure = { $0.registers[0x010A] = .fixed(0xFFFF) }
        try await Bench.with(setup) { bench in
            bench.charger { $0.faults.withoutText = true }
            await bench.run(.seconds(20))
            #expect(bench.snapshot?.identity?.productID == 0xA330)
            #expect(bench.snapshot?.identity?.serialNumber == nil)
            bench.charger { $0.faults.withoutText = false }
            await bench.run(.seconds(5))
            #expect(bench.snapshot?.identity?.serialNumber == "HQ2200SIMUL")
        }
    }

    @Test("a late answer about the product is not taken for the firmware")
    func lateProduct() async throws {
        try await Bench.with { bench in
            bench.charger {
                $0.faults.withoutText = true
                $0.faults.answerDelay = .milliseconds(2600)
            }
            await bench.run(.seconds(60))
            let identity = try #require(bench.snapshot?.identity)
            #expect(identity.productID == 0xA330)
            #expect(identity.firmware == nil || identity.firmware == "3.42")
        }
    }

    @Test("registers that say nothing fall back to the product and a quarter", arguments: [0, 0xFFFF])
    func silentRegisters(value: Int) async throws {
        var setup = Bench.Setup()
        setup.configure = {
            $0.registers[0xEDDF] = .fixed(value)
            $0.registers[0xEDC8] = .fixed(value)
        }
        try await Bench.with(setup) { bench in
            await bench.run(.seconds(6))
            let bounds = try #require(bench.snapshot?.bounds)
            #expect(bounds.upper == CurrentLimit(deciamperes: 300))
            #expect(bounds.lower == CurrentLimit(deciamperes: 75))
        }
    }

    @Test("registers that are unknown fall back too", arguments: [0x01, 0x02] as [UInt8])
    func unknownRegisters(flags: UInt8) async throws {
        try await Bench.with { bench in
            bench.charger { $0.faults.answerFlags = flags }
            await bench.run(.seconds(6))
            let bounds = try #require(bench.snapshot?.bounds)
            #expect(bounds.upper == CurrentLimit(deciamperes: 300))
            #expect(bounds.lower == CurrentLimit(deciamperes: 75))
            #expect(bench.requests(of: "DFED") == 1)
        }
    }

    @Test("registers outrank the product")
    func registers() async throws {
        var setup = Bench.Setup()
        setup.configure = {
            $0.registers[0xEDDF] = .fixed(250)
            $0.registers[0xEDC8] = .fixed(50)
        }
        try await Bench.with(setup) { bench in
            await bench.run(.seconds(6))
            let bounds = try #require(bench.snapshot?.bounds)
            #expect(bounds.upper == CurrentLimit(deciamperes: 250))
            #expect(bounds.lower == CurrentLimit(deciamperes: 50))
        }
    }

    @Test("with TX not wired the text identifies, and everything but the limit is published")
    func deaf() async throws {
        try await Bench.with { bench in
            bench.charger { $0.faults.ignoredRequests = .max }
            await bench.run(.seconds(60))
            let snapshot = try #require(bench.snapshot)
            #expect(snapshot.identity?.productID == 0xA330)
            #expect(snapshot.bounds?.upper == CurrentLimit(deciamperes: 300))
            #expect(snapshot.values.voltage != nil)
            #expect(snapshot.values.current != nil)
            #expect(snapshot.limitInForce == nil)
            await bench.ask("10")
            await bench.run(.seconds(60))
            let outcome = try #require(bench.outcomes.last)
            #expect(outcome.outcome == .timedOut)
            #expect(outcome.reason?.contains("TX") == true)
            #expect(bench.sets.isEmpty)
        }
    }

    @Test("a wrong product in one block whose checksum holds changes nothing")
    func wrongOnce() async throws {
        try await Bench.with { bench in
            await bench.run(.seconds(6))
            let before = bench.snapshot?.identity
            bench.say(try block(pid: "0xA334", volts: "99000").encoded)
            await bench.run(.seconds(30))
            #expect(bench.snapshot?.identity == before)
            #expect(bench.requests(of: "DFED") == 1)
            #expect(bench.report?.link.blocksHeldBack == 1)
            #expect(!bench.reports.contains { $0.value.snapshot.values.voltage == Millivolts(99000) })
        }
    }

    @Test("a first block that is damaged names nobody")
    func wrongFirst() async throws {
        try await Bench.with { bench in
            bench.say(try block(pid: "0xA334", volts: "13000").encoded)
            await bench.run(.seconds(10))
            #expect(bench.reports.compactMap(\.value.snapshot.identity).allSatisfy { $0.productID == 0xA330 })
            #expect(bench.snapshot?.identity?.productID == 0xA330)
            #expect(bench.snapshot?.identity?.serialNumber == "HQ2200SIMUL")
        }
    }

    @Test("another charger after a silence is identified anew", arguments: [6, 40])
    func anotherAfterSilence(seconds: Int) async throws {
        let other = try #require(ChargerModel(productID: 0xA334))
        try await Bench.with { bench in
            await bench.run(.seconds(20))
            bench.charger { $0.powerOff() }
            await bench.run(.seconds(seconds))
            bench.plugIn(other, serialNumber: "HQ2200OTHER")
            await bench.run(.seconds(10))
            let snapshot = try #require(bench.snapshot)
            #expect(snapshot.identity?.productID == 0xA334)
            #expect(snapshot.identity?.serialNumber == "HQ2200OTHER")
            #expect(snapshot.bounds?.upper == CurrentLimit(deciamperes: 120))
            #expect(snapshot.bounds?.lower == CurrentLimit(deciamperes: 30))
        }
    }

    @Test("another charger after the link was lost is identified anew")
    func anotherAfterLoss() async throws {
        let other = try #require(ChargerModel(productID: 0xA334))
        try await Bench.with { bench in
            await bench.run(.seconds(20))
            bench.link.hangUp()
            bench.plugIn(other, serialNumber: "HQ2200OTHER")
            await bench.run(.seconds(10))
            #expect(bench.snapshot?.identity?.productID == 0xA334)
            #expect(bench.snapshot?.bounds?.upper == CurrentLimit(deciamperes: 120))
        }
    }

    @Test(
        "another charger without a pause is identified anew, also one of the same kind",
        arguments: [0xA334, 0xA330] as [UInt16])
    func anotherAtOnce(product: UInt16) async throws {
        let other = try #require(ChargerModel(productID: product))
        try await Bench.with { bench in
            await bench.run(.seconds(20))
            bench.plugIn(other, serialNumber: "HQ2200OTHER")
            await bench.run(.seconds(10))
            #expect(bench.snapshot?.identity?.productID == Int(product))
            #expect(bench.snapshot?.identity?.serialNumber == "HQ2200OTHER")
        }
    }

    @Test(
        "firmware that pauses its text after requests is identified all the same", arguments: [2, 4, 6, 8])
    func pausingText(seconds: Int) async throws {
        try await Bench.with { bench in
            bench.charger {
                $0.faults.textPauseAfterRequest = .seconds(seconds)
                $0.faults.withoutFrames = true
            }
            await bench.run(.seconds(40))
            #expect(bench.snapshot?.identity?.productID == 0xA330)
            #expect(bench.snapshot?.identity?.firmware == "3.42")
            #expect(bench.requests(of: "DFED") == 1)
        }
    }

    private func block(pid: String, volts: String) throws -> TextBlock {
        try TextBlock(fields: [
            .init("PID", pid), .init("FWE", "0342FF"), .init("SER#", "HQ2200SIMUL"), .init("V", volts),
            .init("I", "1000"), .init("T", "---"), .init("ERR", "0"), .init("CS", "3"),
            .init("HC#", "1105659"),
        ])
    }
}
