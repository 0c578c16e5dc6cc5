// SPDX-License-Identifier: MIT
import ChargerControl
import Foundation
import Testing

@Suite("The end of the program")
struct StopTests {
    /// A bridge with one request being written and one waiting behind it.
    private static func busy() -> Bench {
        var bench = Bench.ready(holding: 10)
        bench.latency = .seconds(2)
        bench.request(12)
        bench.request(14)
        return bench
    }

    @Test("A stop ends all open requests as interrupted, and the wish is kept")
    func stop() throws {
        var bench = Self.busy()
        bench.send(.stop)
        #expect(bench.outcomes.map(\.outcome) == [.interrupted, .interrupted])
        #expect(Set(bench.outcomes.map(\.id)) == [1, 2])
        let kept = try JSONDecoder().decode(KeptState.self, from: try #require(bench.disk))
        #expect(kept.wish?.limit.amperes == 14)
        #expect(kept.openRequests.isEmpty)
    }

    @Test("After a stop nothing is written, and a request that still comes is told so")
    func afterStop() {
        var bench = Self.busy()
        bench.send(.stop)
        let writes = bench.writes.count
        bench.run(.seconds(30))
        bench.request(20)
        bench.run(.seconds(30))
        #expect(bench.writes.count == writes)
        #expect(bench.last?.outcome == .interrupted)
        #expect(bench.wish == 14)
    }

    @Test("A wish that was interrupted is carried out at the next start", arguments: [true, false])
    func interrupted(stopped: Bool) {
        var bench = Self.busy()
        if stopped { bench.send(.stop) }
        bench.latency = .milliseconds(100)
        bench.restartInPeace()
        #expect(bench.held == 14)
        #expect(bench.wish == 14)
        let endings = Dictionary(grouping: bench.outcomes, by: \.id).mapValues { $0.map(\.outcome) }
        #expect(endings[2] == [.interrupted])
        #expect(bench.last?.outcome == .acknowledged)
        #expect(endings.count == 3)
    }

    @Test("A kill while writing tells both requests as interrupted, once")
    func killed() {
        var bench = Self.busy()
        bench.restartInPeace()
        bench.restartInPeace()
        let endings = Dictionary(grouping: bench.outcomes, by: \.id).mapValues { $0.map(\.outcome) }
        #expect(endings[1] == [.interrupted])
        #expect(endings[2] == [.interrupted])
        #expect(bench.held == 14)
    }

    @Test("Numbers of requests go on over a kill, refused ones included")
    func numbers() {
        var bench = Bench.ready(holding: 10)
        bench.request(12)
        bench.run(.seconds(1))
        bench.request(500)
        let before = bench.last?.id ?? .max
        bench.restart()
        bench.request(13)
        // Some are left out, since not each is saved.
        #expect((before + 1...before + 20).contains(bench.last?.id ?? 0))
        let last = bench.last?.id ?? .max
        bench.run(.seconds(30))
        bench.send(.stop)
        bench.restart()
        bench.request(14)
        #expect(bench.last?.id == last + 1)
    }

    @Test("What is kept reads back the same, and what an older version left out has its first value")
    func roundTrip() throws {
        var bench = Self.busy()
        bench.replay("11")
        let state = bench.charger.keptState(at: bench.now)
        let data = try JSONEncoder().encode(state)
        #expect(try JSONDecoder().decode(KeptState.self, from: data) == state)
        #expect(try JSONDecoder().decode(KeptState.self, from: Data("{}".utf8)) == KeptState())
    }
}
