// SPDX-License-Identifier: MIT
import ChargerControl
import Testing

@Suite("initial_current_limit")
struct InitialLimitTests {
    @Test("It is set at a first start when nothing is kept and nothing retained")
    func firstStart() {
        var bench = Bench(holding: 8, initial: 12)
        bench.send(.brokerStands)
        bench.run(.seconds(1))
        #expect(bench.held == 8)
        bench.run(.seconds(3))
        #expect(bench.held == 12)
        #expect(bench.last?.source == .configuration)
    }

    @Test("A retained command comes before it")
    func retainedFirst() {
        var bench = Bench(holding: 8, initial: 12)
        bench.send(.brokerStands)
        bench.replay("15")
        bench.run(.seconds(120), step: .seconds(1))
        #expect(bench.held == 15)
        #expect(bench.writes.count == 1)
    }

    @Test("A retained command that is refused leaves it in its place")
    func refusedRetained() {
        var bench = Bench(holding: 8, initial: 12)
        bench.send(.brokerStands)
        bench.replay("rubbish")
        bench.run(.seconds(10))
        #expect(bench.held == 12)
    }

    @Test("The kept wish comes before it, at every later start")
    func keptFirst() {
        var bench = Bench(holding: 8, initial: 12)
        bench.send(.brokerStands)
        bench.run(.seconds(10))
        bench.request(9)
        bench.run(.seconds(10))
        for _ in 0..<3 { bench.restartInPeace() }
        #expect(bench.held == 9)
        #expect(bench.writes.count == 2)
    }

    @Test("A request made before it was set takes its place for good")
    func requestFirst() {
        var bench = Bench(holding: 8, initial: 12)
        bench.request(9)
        bench.run(.seconds(70))
        bench.restartInPeace()
        #expect(bench.held == 9)
    }

    @Test("A changed one is a new wish, once")
    func changed() {
        var bench = Bench(holding: 8, initial: 12)
        bench.send(.brokerStands)
        bench.run(.seconds(10))
        bench.request(9)
        bench.run(.seconds(10))
        bench.initial = CurrentLimit(deciamperes: 140)
        bench.restartInPeace()
        #expect(bench.held == 14)
        bench.request(10)
        bench.run(.seconds(10))
        bench.restartInPeace()
        #expect(bench.held == 10)
    }

    @Test("One that no charger can do is refused with the reason, at this start only")
    func refused() {
        var bench = Bench(holding: 8, initial: 200)
        bench.send(.brokerStands)
        bench.run(.seconds(10))
        #expect(bench.outcomes.map(\.outcome) == [.refused])
        bench.restartInPeace()
        #expect(bench.outcomes.count == 1)
        #expect(bench.writes.isEmpty)
    }

    @Test("Without a broker it is set after 60 s")
    func withoutBroker() {
        var bench = Bench(holding: 8, initial: 12)
        bench.run(.seconds(59))
        #expect(bench.held == 8)
        bench.run(.seconds(4))
        #expect(bench.held == 12)
    }
}
