// SPDX-License-Identifier: MIT
import ByteLink
import ChargerControl
import ChargerSession
import ChargerSimulator
import Synchronization
import Testing
import VEDirect

@Suite("Setting the low-current mode")
struct LowCurrentTests {
    @Test(
        "is read, one frame, and less current; the memory is written once",
        arguments: [(LowCurrentMode.on, "801E000016B"), (.night, "801E000026A")])
    func acknowledged(mode: LowCurrentMode, frame: String) async throws {
        try await Bench.with { bench in
            await bench.run(.seconds(20))
            let before = bench.charger { $0.number(0xED8C) }
            let id = await bench.askLowCurrent(mode.rawValue)
            await bench.run(.seconds(10))
            #expect(bench.requests.filter { $0.dropFirst().hasPrefix("01E0") } == ["701E0006D", frame])
            #expect(bench.outcomes.map(\.id) == [id])
            #expect(bench.outcomes.map(\.outcome) == [.acknowledged])
            #expect(bench.charger { $0.nonVolatileWrites } == 1)
            #expect(bench.snapshot?.wear.today == 1)
            let after = bench.charger { $0.number(0xED8C) }
            #expect(before >= 29_000 && after <= 15_000 && after >= 14_000, "\(before) mA, then \(after) mA")
            #expect(bench.held == 300, "the limit is what it was")
            #expect(bench.snapshot?.limitInForce == CurrentLimit(deciamperes: 300))
        }
    }

    @Test("off lets the current return, and what is off already is not written")
    func off() async throws {
        try await Bench.with { bench in
            bench.charger { _ = $0.writeByAnotherHand(0xE001, [1]) }
            await bench.run(.seconds(20))
            for _ in 0..<2 {
                await bench.askLowCurrent("off")
                await bench.run(.seconds(10))
            }
            #expect(bench.outcomes.map(\.outcome) == [.acknowledged, .acknowledged])
            #expect(bench.outcomes.last?.reason?.contains("nothing was written") == true)
            #expect(bench.sets == ["801E000006C"])
            #expect(bench.charger { $0.number(0xED8C) } >= 29_000)
        }
    }

    @Test("a lost answer is made good by reading back, without a second setting")
    func lostAnswer() async throws {
        try await Bench.with { bench in
            await bench.run(.seconds(20))
            await bench.loseAnswerToSetting { $0.faults.lostAnswers = 1 }
            #expect(bench.sets == ["801E000016B"])
            #expect(bench.requests(of: "01E0") == 2)
            #expect(bench.outcomes.map(\.outcome) == [.acknowledged])
            #expect(bench.charger { $0.nonVolatileWrites } == 1)
        }
    }

    @Test("a lost setting is made again after reading back the old mode")
    func lostRequest() async throws {
        try await Bench.with { bench in
            await bench.run(.seconds(20))
            await bench.loseAnswerToSetting { $0.faults.ignoredRequests = 1 }
            #expect(bench.sets == ["801E000016B", "801E000016B"])
            #expect(bench.requests(of: "01E0") == 2)
            #expect(bench.outcomes.map(\.outcome) == [.acknowledged])
            #expect(bench.charger { $0.nonVolatileWrites } == 1)
        }
    }

    @Test("a charger that turns deaf meanwhile is asked a few times, then it is timed out")
    func deaf() async throws {
        try await Bench.with { bench in
            await bench.run(.seconds(20))
            await bench.loseAnswerToSetting { $0.faults.ignoredRequests = .max }
            #expect(bench.sets.count == 1, "never sent blindly again")
            await bench.run(.seconds(60))
            #expect(bench.outcomes.map(\.outcome) == [.timedOut])
            #expect(bench.sets.count == 1)
        }
    }

    @Test("what never gets through is set three times at most")
    func neverThrough() async throws {
        try await Bench.with { bench in
            await bench.run(.seconds(20))
            bench.charger { $0.faults.answerDelay = .milliseconds(200) }
            await bench.askLowCurrent("on")
            #expect(await bench.run(atMost: .seconds(60)) { bench.loseNextLowCurrent() })
            await bench.run(.seconds(60))
            #expect(bench.sets.count == 3)
            #expect(bench.outcomes.map(\.outcome) == [.timedOut])
            #expect(bench.outcomes.last?.reason?.contains("stays at off") == true)
            #expect(bench.charger { $0.nonVolatileWrites } == 0)
        }
    }

    @Test("a charger that answers with another mode, and keeps to it, is not set again")
    func keepsToItsOwn() async throws {
        var setup = Bench.Setup()
        setup.configure = {
            $0.registers[0xE001] = SimulatedRegister(
                value: [0], storage: .nonVolatile, rule: .clamped(0...1))
        }
        try await Bench.with(setup) { bench in
            await bench.run(.seconds(20))
            await bench.askLowCurrent("night")
            await bench.run(.seconds(20))
            #expect(bench.sets == ["801E000026A"])
            #expect(bench.outcomes.map(\.outcome) == [.timedOut])
            #expect(bench.outcomes.last?.reason?.contains("stays at on") == true)
        }
    }

    @Test("a model without the register refuses it, as does one that flags it", arguments: [true, false])
    func absent(isMissing: Bool) async throws {
        var setup = Bench.Setup()
        if isMissing { setup.configure = { $0.missingRegisters = [0xE001] } }
        try await Bench.with(setup) { bench in
            await bench.run(.seconds(20))
            if !isMissing { bench.charger { $0.faults.answerFlags = 0x02 } }
            await bench.askLowCurrent("on")
            await bench.run(.seconds(2))
            #expect(bench.sets.isEmpty)
            #expect(bench.outcomes.map(\.outcome) == [.refused])
            let reason = bench.outcomes.last?.reason ?? ""
            #expect(
                reason.contains("no low-current mode")
                    && reason.contains(isMissing ? "unknown" : "not supported"))
        }
    }

    @Test("a register that can only be read is declined in the charger's words")
    func readOnly() async throws {
        var setup = Bench.Setup()
        setup.configure = { $0.registers[0xE001] = .fixed(0, bytes: 1) }
        try await Bench.with(setup) { bench in
            await bench.run(.seconds(20))
            await bench.askLowCurrent("on")
            await bench.run(.seconds(2))
            #expect(bench.outcomes.map(\.outcome) == [.failed])
            #expect(bench.outcomes.last?.reason?.contains("not supported or read-only") == true)
            #expect(bench.sets.count == 1)
        }
    }

    @Test(
        "a limit and a mode asked for at the same moment both end right, whichever is first",
        arguments: [true, false], [0, 1, 2])
    func besideALimit(limitIsFirst: Bool, lostAnswers: Int) async throws {
        try await Bench.with { bench in
            await bench.run(.seconds(20))
            bench.charger { $0.faults.answerDelay = .milliseconds(300) }
            if limitIsFirst { await bench.ask("20") }
            await bench.askLowCurrent("on")
            if !limitIsFirst { await bench.ask("20") }
            bench.charger { $0.faults.lostAnswers = lostAnswers }
            await bench.run(.seconds(20))
            #expect(bench.outcomes.count == 2)
            #expect(bench.outcomes.allSatisfy { $0.outcome == .acknowledged }, "\(bench.outcomes)")
            #expect(bench.held == 200 && bench.charger { $0.number(0xE001) } == 1)
            #expect(bench.sets.count == 2 && bench.charger { $0.nonVolatileWrites } == 2)
            for (first, second) in zip(bench.talk, bench.talk.dropFirst()) where lostAnswers == 0 {
                #expect(first.isRequest != second.isRequest, "\(first.line), then \(second.line)")
            }
        }
    }

    @Test("somebody reading the register at that moment gets an answer too")
    func besideAReading() async throws {
        try await Bench.with { bench in
            await bench.run(.seconds(20))
            await bench.askLowCurrent("on")
            guard case .answered(let answer) = try await bench.read(0xE001) else {
                Issue.record("no answer")
                return
            }
            #expect(answer.value == [0] || answer.value == [1])
            await bench.run(.seconds(2))
            #expect(bench.outcomes.map(\.outcome) == [.acknowledged])
        }
    }

    @Test("a link that breaks ends it, and nothing is set when it is back", arguments: [5, 300])
    func linkBreaks(milliseconds: Int) async throws {
        try await Bench.with { bench in
            await bench.run(.seconds(20))
            bench.charger { $0.faults.ignoredRequests = .max }
            await bench.askLowCurrent("on")
            await bench.run(.milliseconds(milliseconds))
            bench.link.hangUp()
            bench.charger { $0.faults.ignoredRequests = 0 }
            await bench.run(.seconds(30))
            #expect(bench.outcomes.map(\.outcome) == [.failed])
            #expect(bench.sets.isEmpty)
            await bench.askLowCurrent("on")
            await bench.run(.seconds(5))
            #expect(bench.outcomes.map(\.outcome) == [.failed, .acknowledged])
        }
    }

    @Test("a link that breaks while it is written ends it with what is not known")
    func linkBreaksWhileWritten() async throws {
        try await Bench.with { bench in
            await bench.run(.seconds(20))
            bench.charger { $0.faults.answerDelay = .milliseconds(300) }
            await bench.askLowCurrent("on")
            #expect(await bench.run(atMost: .seconds(5)) { !bench.sets.isEmpty })
            bench.link.hangUp()
            await bench.run(.seconds(30))
            #expect(bench.outcomes.map(\.outcome) == [.failed])
            #expect(bench.outcomes.last?.reason?.contains("not known") == true)
            #expect(bench.sets.count == 1)
        }
    }

    @Test(
        "the charger's mains switched off, and the end of the program, end it too", arguments: [true, false])
    func ends(byMains: Bool) async throws {
        try await Bench.with { bench in
            await bench.run(.seconds(20))
            bench.charger { $0.faults.ignoredRequests = .max }
            await bench.askLowCurrent("on")
            if byMains {
                bench.charger { $0.powerOff() }
                await bench.run(.seconds(30))
            } else {
                await bench.stop()
            }
            #expect(bench.outcomes.map(\.outcome) == [byMains ? .timedOut : .interrupted])
            #expect(bench.sets.isEmpty)
        }
    }
}

extension Bench {
    /// Asks for a low-current mode, as the page does.
    @discardableResult
    func askLowCurrent(_ payload: String) async -> Int? {
        askedFor.withLock { _ = $0.insert(0xE001) }
        return await live.ask(.lowCurrent, Array(payload.utf8), source: .page)
    }

    /// Asks for the mode to be on, with a fault that begins when the setting is on the wire.
    fileprivate func loseAnswerToSetting(_ fault: @escaping @Sendable (inout SimulatedCharger) -> Void) async
    {
        charger { $0.faults.answerDelay = .milliseconds(200) }
        await askLowCurrent("on")
        _ = await run(atMost: .seconds(5)) {
            guard self.talk.last?.line.hasPrefix("701E0") == true else { return false }
            self.charger(fault)
            return true
        }
        await run(.seconds(8))
    }

    /// Makes the charger deaf for what comes after a reading that it is about to answer.
    /// - Returns: whether the request has ended.
    fileprivate func loseNextLowCurrent() -> Bool {
        if !outcomes.isEmpty { return true }
        guard let last = talk.last, last.isRequest, last.line.hasPrefix("701E0") else { return false }
        charger { $0.faults.ignoredRequests = 1 }
        return false
    }
}
