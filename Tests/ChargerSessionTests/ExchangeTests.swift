// SPDX-License-Identifier: MIT
import ChargerControl
import ChargerSimulator
import Testing

@Suite("One request at a time")
struct ExchangeTests {
    @Test("each request goes out when the last was answered")
    func alternating() async throws {
        try await Bench.with { bench in
            await bench.run(.seconds(20))
            await bench.ask("10")
            await bench.run(.seconds(120))
            let talk = bench.talk
            #expect(talk.count > 10)
            for (first, second) in zip(talk, talk.dropFirst()) {
                #expect(first.isRequest != second.isRequest, "\(first.line), then \(second.line)")
            }
            for (request, answer) in zip(talk, talk.dropFirst()) where request.isRequest {
                #expect(answer.line.prefix(5) == request.line.prefix(5))
            }
            #expect(bench.report?.link.frames ?? 0 > 2000)
        }
    }

    @Test(
        "a frame that answers something else does not end the request that waits",
        arguments: [
            ":4AAAAFD\n", ":7F0ED009600DA\n", ":7D5ED0050053D\n", ":8000001004010038\n", ":51641F9\n",
            ":1000351\n", ":302\n", ":3020050\n", ":7F0\n", "::::\n", ":ZZ\n",
        ])
    func unrelated(frame: String) async throws {
        try await Bench.with { bench in
            await bench.run(.seconds(20))
            bench.charger { $0.faults.answerDelay = .milliseconds(500) }
            await bench.ask("10")
            await bench.run(.milliseconds(40))
            #expect(bench.sets == ["8F0ED0064000C"])
            bench.say(frame)
            await bench.run(.milliseconds(300))
            #expect(!bench.isSomethingUnsaid)
            #expect(bench.outcomes.isEmpty)
            await bench.run(.milliseconds(500))
            #expect(bench.outcomes.map(\.outcome) == [.acknowledged])
            #expect(bench.sets.count == 1)
            #expect(bench.limitReads.count == 1, "nothing had to be read back")
        }
    }

    @Test("frame errors from a noisy idle line change nothing")
    func noisyIdleLine() async throws {
        try await Bench.with { bench in
            bench.charger { $0.faults.unaskedFrameErrors = 1 }
            await bench.run(.seconds(20))
            await bench.ask("10")
            await bench.run(.seconds(5))
            #expect(bench.outcomes.map(\.outcome) == [.acknowledged])
            #expect(bench.sets.count == 1)
            #expect(bench.requests(of: "DFED") == 1)
        }
    }

    @Test("a lost answer is asked for again, three times at most")
    func tries() async throws {
        try await Bench.with { bench in
            bench.charger { $0.faults.ignoredRequests = .max }
            await bench.run(.seconds(30))
            #expect(bench.requests(of: "DFED") == 3)
            #expect(bench.requests(of: "C8ED") == 3)
            #expect(bench.limitReads.count >= 3)
            let reads = bench.talk.filter { $0.line == "7DFED0082" }.map(\.at)
            for (first, second) in zip(reads, reads.dropFirst()) {
                #expect(second - first >= .milliseconds(1200))
                #expect(second - first <= .milliseconds(2200))
            }
        }
    }

    @Test("two lost requests in a row are made good", arguments: [1, 2])
    func retried(lost: Int) async throws {
        var setup = Bench.Setup()
        setup.configure = { $0.registers[0xEDDF] = .fixed(250) }
        try await Bench.with(setup) { bench in
            bench.charger { $0.faults.ignoredRequests = lost }
            await bench.run(.seconds(15))
            #expect(bench.snapshot?.bounds?.upper == CurrentLimit(deciamperes: 250))
            #expect(bench.requests(of: "DFED") == lost + 1)
        }
    }

    @Test(
        "a setting answered with flags fails with words, and is not repeated",
        arguments: [
            (0x01, "unknown register"), (0x02, "read-only"), (0x04, "the nearest is 30.0 A"), (0x08, "0x08"),
        ] as [(UInt8, String)])
    func flags(flags: UInt8, words: String) async throws {
        try await Bench.with { bench in
            await bench.run(.seconds(20))
            bench.charger { $0.faults.answerFlags = flags }
            await bench.ask("10")
            await bench.run(.seconds(5))
            let outcome = try #require(bench.outcomes.first)
            #expect(outcome.outcome == .failed)
            #expect(outcome.reason?.contains(words) == true, "\(outcome.reason ?? "")")
            #expect(bench.sets.first == "8F0ED0064000C")
        }
    }

    @Test("the limit read with flags or as not available is said in words", arguments: [true, false])
    func noLimit(byFlags: Bool) async throws {
        var setup = Bench.Setup()
        if !byFlags { setup.configure = { $0.registers[0xEDF0] = .fixed(0xFFFF) } }
        try await Bench.with(setup) { bench in
            if byFlags { bench.charger { $0.faults.answerFlags = 1 } }
            await bench.run(.seconds(8))
            await bench.ask("10")
            await bench.run(.seconds(30))
            let outcome = try #require(bench.outcomes.last)
            #expect(outcome.outcome == .failed)
            #expect(outcome.reason?.contains(byFlags ? "unknown register" : "has none") == true)
            #expect(bench.snapshot?.limitInForce == nil)
            #expect(bench.sets.isEmpty)
        }
    }

    @Test("an answer about another register is not taken")
    func wrongRegister() async throws {
        try await Bench.with { bench in
            await bench.run(.seconds(20))
            bench.charger { $0.faults.answerRegister = 0xEDF1 }
            await bench.ask("10")
            await bench.run(.seconds(30))
            let outcome = try #require(bench.outcomes.last)
            #expect(outcome.outcome == .timedOut)
            #expect(bench.sets.count == 1, "nothing was read that would call for another")
            #expect(bench.held == 100)
        }
    }

    @Test("a charger that does not know the commands says so")
    func unknownCommand() async throws {
        try await Bench.with { bench in
            await bench.run(.seconds(20))
            bench.charger { $0.faults.ignoredRequests = .max }
            await bench.ask("10")
            await bench.run(.milliseconds(40))
            bench.say(":308004A\n")
            await bench.run(.milliseconds(300))
            let outcome = try #require(bench.outcomes.last)
            #expect(outcome.outcome == .failed)
            #expect(outcome.reason?.contains("does not know the set command") == true)
        }
    }

    @Test("answers that come after the time-out still end well", arguments: [1300, 1900, 2600])
    func late(milliseconds: Int) async throws {
        try await Bench.with { bench in
            await bench.run(.seconds(20))
            bench.charger { $0.faults.answerDelay = .milliseconds(milliseconds) }
            await bench.ask("10")
            await bench.run(.seconds(40))
            #expect(bench.outcomes.map(\.outcome) == [.acknowledged])
            #expect(bench.held == 100)
            #expect(bench.sets.count == 1)
            #expect(bench.snapshot?.otherBridge == nil)
            #expect(bench.snapshot?.limitInForce == CurrentLimit(deciamperes: 100))
        }
    }

    @Test("the late answer to one setting is not taken for the next one's")
    func lateFromBefore() async throws {
        try await Bench.with { bench in
            await bench.run(.seconds(20))
            // The answers to the first request are all lost; one of them turns up when the second is made.
            bench.charger { $0.faults.lostAnswers = .max }
            await bench.ask("20")
            await bench.run(.seconds(15))
            #expect(bench.outcomes.map(\.outcome) == [.timedOut])
            bench.charger { $0.faults.lostAnswers = 0 }
            await bench.run(.seconds(10))
            bench.charger { $0.faults.answerDelay = .milliseconds(400) }
            await bench.ask("10")
            await bench.run(.milliseconds(40))
            bench.say(":8F0ED00C800A8\n")
            await bench.run(.seconds(5))
            let outcome = try #require(bench.outcomes.last { $0.source == .mqtt })
            #expect(outcome.outcome == .acknowledged)
            #expect(outcome.inForce == CurrentLimit(deciamperes: 100))
            #expect(!bench.outcomes.contains { $0.source == .otherHand })
            #expect(bench.held == 100)
        }
    }
}
