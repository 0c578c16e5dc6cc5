// SPDX-License-Identifier: MIT
import ByteLink
import ChargerControl
import ChargerSession
import ChargerSimulator
import Testing
import VEDirect

@Suite("Registers read on request")
struct RegisterReadingTests {
    @Test("the charger's own answer comes back, and nothing is written")
    func answered() async throws {
        try await Bench.with { bench in
            await bench.run(.seconds(20))
            let reading = try await bench.read(0xEDF0)
            #expect(reading == .answered(RegisterAnswer(address: 0xEDF0, value: [0x2C, 0x01])))
            #expect(bench.sets.isEmpty)
        }
    }

    @Test("flags come back as they are")
    func declined() async throws {
        try await Bench.with { bench in
            await bench.run(.seconds(20))
            guard case .answered(let answer) = try await bench.read(0x0200) else {
                Issue.record("no answer")
                return
            }
            #expect(answer.flags == .unknownID)
        }
    }

    @Test("a charger that does not answer is not waited for without end, and is asked three times")
    func unanswered() async throws {
        try await Bench.with { bench in
            await bench.run(.seconds(20))
            bench.charger { $0.faults.ignoredRequests = .max }
            let reading = try await bench.read(0xEDDE, within: .seconds(60))
            #expect(reading == .unanswered)
            #expect(bench.requests(of: "DEED") == 3)
        }
    }

    @Test("without a link it is said at once, in words")
    func notConnected() async throws {
        var setup = Bench.Setup()
        setup.isPortThere = false
        try await Bench.with(setup) { bench in
            await bench.run(.seconds(2))
            let reading = try await bench.read(0xEDF0)
            #expect(reading == .notConnected(reason: Bench.portMissing.words))
        }
    }

    @Test("it waits for its turn while a limit is written, and both come true")
    func besideAWrite() async throws {
        try await Bench.with { bench in
            await bench.run(.seconds(20))
            bench.charger { $0.faults.answerDelay = .milliseconds(300) }
            await bench.ask("10")
            let reading = try await bench.read(0xEDDF)
            #expect(reading == .answered(RegisterAnswer(address: 0xEDDF, value: [0x2C, 0x01])))
            #expect(bench.outcomes.map(\.outcome) == [.acknowledged])
            for (first, second) in zip(bench.talk, bench.talk.dropFirst()) {
                #expect(first.isRequest != second.isRequest)
            }
        }
    }
}
