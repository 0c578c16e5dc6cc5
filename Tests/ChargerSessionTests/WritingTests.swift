// SPDX-License-Identifier: MIT
import ByteLink
import ChargerControl
import ChargerSession
import ChargerSimulator
import Testing

@Suite("Setting the limit")
struct WritingTests {
    @Test(
        "is one frame, acknowledged with the value in force",
        arguments: [
            ("27.5", "8F0ED0013015C", 275), ("10", "8F0ED0064000C", 100), ("25.5", "8F0ED00FF0071", 255),
            (" 7.5 ", "8F0ED004B0025", 75),
        ])
    func acknowledged(payload: String, frame: String, deciamperes: Int) async throws {
        try await Bench.with { bench in
            await bench.run(.seconds(20))
            await bench.ask(payload)
            await bench.run(.seconds(2))
            #expect(bench.sets == [frame])
            #expect(bench.held == deciamperes)
            let outcome = try #require(bench.outcomes.last)
            #expect(outcome.outcome == .acknowledged)
            #expect(outcome.inForce == CurrentLimit(deciamperes: deciamperes))
            #expect(bench.snapshot?.limitInForce == CurrentLimit(deciamperes: deciamperes))
        }
    }

    @Test("30 A goes out as the protocol wants it")
    func thirty() async throws {
        try await Bench.with { bench in
            bench.charger { _ = $0.writeByAnotherHand(0xEDF0, [100, 0]) }
            await bench.run(.seconds(20))
            await bench.live.brokerStands()
            await bench.ask("30")
            await bench.run(.seconds(2))
            #expect(bench.sets == ["8F0ED002C0143"])
            #expect(bench.held == 300)
        }
    }

    @Test("what is in force already is not written")
    func already() async throws {
        try await Bench.with { bench in
            await bench.run(.seconds(20))
            await bench.ask("30")
            await bench.run(.seconds(2))
            #expect(bench.outcomes.map(\.outcome) == [.acknowledged])
            #expect(bench.sets.isEmpty)
        }
    }

    @Test("a lost answer is made good by reading back, without a second setting")
    func lostAnswer() async throws {
        try await Bench.with { bench in
            await bench.run(.seconds(20))
            bench.charger { $0.faults.lostAnswers = 1 }
            await bench.ask("10")
            await bench.run(.seconds(5))
            #expect(bench.sets.count == 1)
            #expect(bench.limitReads.count == 2)
            #expect(bench.outcomes.map(\.outcome) == [.acknowledged])
            #expect(bench.snapshot?.limitInForce == CurrentLimit(deciamperes: 100))
        }
    }

    @Test("a lost setting is made again after reading back the old limit")
    func lostRequest() async throws {
        try await Bench.with { bench in
            await bench.run(.seconds(20))
            bench.charger { $0.faults.ignoredRequests = 1 }
            await bench.ask("10")
            await bench.run(.seconds(6))
            #expect(bench.requests.suffix(3) == ["8F0ED0064000C", "7F0ED0071", "8F0ED0064000C"])
            #expect(bench.outcomes.map(\.outcome) == [.acknowledged])
        }
    }

    @Test("a raise that never gets through is tried three times, then timed out with words")
    func neverThrough() async throws {
        try await Bench.with { bench in
            bench.charger { _ = $0.writeByAnotherHand(0xEDF0, [100, 0]) }
            await bench.run(.seconds(20))
            bench.charger {
                $0.faults.ignoredRequests = 1
                $0.faults.answerDelay = .milliseconds(200)
            }
            await bench.ask("20")
            #expect(await bench.run(atMost: .seconds(60)) { bench.loseNextSetting() })
            #expect(bench.sets.count == 3)
            let outcome = try #require(bench.outcomes.last)
            #expect(outcome.outcome == .timedOut)
            #expect(outcome.reason?.contains("10.0 A") == true, "\(outcome.reason ?? "")")
            #expect(outcome.inForce == CurrentLimit(deciamperes: 100))
            await bench.run(.seconds(120))
            #expect(bench.sets.count == 3)
        }
    }

    @Test(
        "a setting that was lost is not sent again when something lower is wanted by then: a newer request, or a cap",
        arguments: [true, false])
    func lowerMeanwhile(byCap: Bool) async throws {
        var setup = Bench.Setup()
        if byCap { setup.settings.protection = Protection(externalAge: .seconds(60)) }
        try await Bench.with(setup) { bench in
            bench.charger { _ = $0.writeByAnotherHand(0xEDF0, [100, 0]) }
            await bench.live.cap(Array("50".utf8))
            await bench.run(.seconds(20))
            await bench.live.cap(Array("50".utf8))
            bench.charger { $0.faults.ignoredRequests = 1 }
            await bench.ask("20")
            await bench.run(.milliseconds(500))
            if byCap { await bench.live.cap(Array("12".utf8)) } else { await bench.ask("12") }
            await bench.run(.seconds(20))
            #expect(bench.sets == ["8F0ED00C800A8", "8F0ED007800F8"])
            #expect(bench.held == 120)
            #expect(
                bench.outcomes.map(\.outcome) == (byCap ? [.acknowledged] : [.superseded, .acknowledged]))
            #expect(bench.outcomes.last?.inForce == CurrentLimit(deciamperes: 120))
        }
    }

    @Test("a charger that holds another limit than the one set has the last word")
    func clamps() async throws {
        var setup = Bench.Setup()
        setup.configure = {
            $0.registers[0xEDF0] = SimulatedRegister(
                value: [100, 0], storage: .nonVolatile, rule: .clamped(75...200))
        }
        try await Bench.with(setup) { bench in
            await bench.run(.seconds(20))
            await bench.ask("25")
            await bench.run(.seconds(60))
            #expect(bench.sets == ["8F0ED00FA0076"])
            let outcome = try #require(bench.outcomes.last)
            #expect(outcome.outcome == .acknowledged)
            #expect(outcome.inForce == CurrentLimit(deciamperes: 200))
            #expect(outcome.reason?.contains("20.0 A") == true)
            #expect(bench.snapshot?.limitInForce == CurrentLimit(deciamperes: 200))
        }
    }

    @Test("a link that breaks meanwhile keeps the request until it is back, and reads first")
    func linkBreaks() async throws {
        try await Bench.with { bench in
            await bench.run(.seconds(20))
            bench.charger { $0.faults.ignoredRequests = .max }
            await bench.ask("10")
            await bench.run(.milliseconds(500))
            #expect(bench.sets.count == 1)
            bench.link.hangUp()
            bench.charger { $0.faults.ignoredRequests = 0 }
            await bench.run(.milliseconds(500))
            #expect(bench.outcomes.isEmpty)
            let before = bench.requests.count
            await bench.run(.seconds(30))
            let after = Array(bench.requests.dropFirst(before))
            let set = try #require(after.firstIndex { $0.hasPrefix("8") })
            #expect(after[..<set].contains("7F0ED0071"))
            #expect(bench.sets.count == 2)
            #expect(bench.outcomes.map(\.outcome) == [.acknowledged])
            #expect(bench.held == 100)
        }
    }

    @Test("a setting that got through before the link broke is not made again")
    func linkBreaksAfter() async throws {
        try await Bench.with { bench in
            await bench.run(.seconds(20))
            bench.charger { $0.faults.lostAnswers = 1 }
            await bench.ask("10")
            await bench.run(.milliseconds(500))
            bench.link.hangUp()
            await bench.run(.seconds(30))
            #expect(bench.sets.count == 1)
            #expect(bench.outcomes.map(\.outcome) == [.acknowledged])
        }
    }

    @Test(
        "a charger that falls silent meanwhile gets it after its return, and the limit is read first",
        arguments: [20, 100, 1000])
    func silence(milliseconds: Int) async throws {
        try await Bench.with { bench in
            await bench.run(.seconds(20))
            bench.charger { $0.faults.ignoredRequests = 1 }
            await bench.ask("10")
            await bench.run(.milliseconds(milliseconds))
            #expect(bench.sets.count == 1)
            bench.charger { $0.powerOff() }
            await bench.run(.seconds(60))
            #expect(bench.outcomes.isEmpty, "\(bench.outcomes)")
            #expect(bench.records.last?.reason?.contains("silent") == true)
            let before = bench.requests.count
            bench.charger { $0.powerOn() }
            await bench.run(.seconds(30))
            let after = Array(bench.requests.dropFirst(before))
            let set = try #require(after.firstIndex { $0.hasPrefix("8") })
            #expect(after[..<set].contains("7F0ED0071"))
            #expect(bench.outcomes.map(\.outcome) == [.acknowledged])
            #expect(bench.held == 100)
        }
    }

    @Test("a request made while the charger is off waits for it")
    func whileOff() async throws {
        try await Bench.with { bench in
            await bench.run(.seconds(20))
            bench.charger { $0.powerOff() }
            await bench.run(.seconds(60))
            await bench.ask("10")
            await bench.run(.seconds(60))
            #expect(bench.outcomes.isEmpty)
            bench.charger { $0.powerOn() }
            await bench.run(.seconds(30))
            #expect(bench.outcomes.map(\.outcome) == [.acknowledged])
            #expect(bench.held == 100)
        }
    }

    @Test("of many requests the newest wins, and every one ends")
    func many() async throws {
        try await Bench.with { bench in
            await bench.run(.seconds(20))
            bench.charger { $0.faults.answerDelay = .milliseconds(300) }
            for amperes in 8...25 {
                await bench.ask("\(amperes)")
                await bench.run(.milliseconds(100))
            }
            await bench.run(.seconds(60))
            #expect(bench.outcomes.count == 18)
            #expect(bench.outcomes.last?.outcome == .acknowledged)
            #expect(bench.held == 250)
            #expect(bench.sets.count <= 10)
        }
    }

    @Test("the answer to a setting nobody here made is told, and the limit taken over")
    func otherBridge() async throws {
        try await Bench.with { bench in
            await bench.run(.seconds(20))
            bench.charger { _ = $0.writeByAnotherHand(0xEDF0, [0x64, 0]) }
            bench.say(":8F0ED0064000C\n")
            await bench.run(.seconds(1))
            #expect(bench.snapshot?.otherBridge != nil)
            #expect(bench.log.all.contains { $0.contains("two bridges on one charger") })
            #expect(bench.snapshot?.limitInForce == CurrentLimit(deciamperes: 100))
            await bench.run(.seconds(60))
            #expect(bench.sets.isEmpty)
        }
    }

    @Test("the limit is read back every minute at least while nothing happens")
    func readBack() async throws {
        try await Bench.with { bench in
            await bench.run(.seconds(600))
            let reads = bench.talk.filter { $0.line == "7F0ED0071" }.map(\.at)
            #expect(reads.count >= 10)
            #expect(reads.count <= 14)
            for (first, second) in zip(reads, reads.dropFirst()) { #expect(second - first <= .seconds(60)) }
        }
    }

    @Test("a limit changed at the charger is shown within a minute")
    func otherHand() async throws {
        try await Bench.with { bench in
            await bench.run(.seconds(20))
            bench.charger { _ = $0.writeByAnotherHand(0xEDF0, [120, 0]) }
            await bench.run(.seconds(60))
            #expect(bench.snapshot?.limitInForce == CurrentLimit(deciamperes: 120))
            #expect(bench.sets.isEmpty)
        }
    }
}

extension Bench {
    /// Makes the charger deaf for what comes after a reading back that it is about to answer.
    /// - Returns: whether the request has ended.
    func loseNextSetting() -> Bool {
        if !outcomes.isEmpty { return true }
        guard let last = talk.last, last.isRequest, last.line.hasPrefix("7F0ED") else { return false }
        charger { $0.faults.ignoredRequests = 1 }
        return false
    }
}

@Suite("Asking for a number")
struct AskingTests {
    @Test("gives each request's number, under which it ends")
    func numbers() async throws {
        try await Bench.with { bench in
            await bench.run(.seconds(20))
            let first = await bench.live.ask(.limit, Array("10".utf8), source: .page)
            let second = await bench.live.ask(.limit, Array("nonsense".utf8), source: .commandLine)
            let third = await bench.live.ask(.mode, Array("full".utf8), source: .page)
            await bench.run(.seconds(2))
            #expect(bench.outcomes.first { $0.id == first }?.outcome == .acknowledged)
            #expect(bench.outcomes.first { $0.id == second }?.outcome == .refused)
            #expect(bench.outcomes.first { $0.id == third }?.subject == .mode)
        }
    }
}
