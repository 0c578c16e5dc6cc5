// SPDX-License-Identifier: MIT
import ChargerControl
import Testing

@Suite("What is saved, and how often")
struct SavingTests {
    /// A charger that delivers nothing that would be summed up, and so saved each minute.
    private static func idle(holding limit: Double = 10) -> Bench {
        var bench = Bench.ready(holding: limit)
        bench.volts = nil
        bench.run(.seconds(120), step: .seconds(1))
        return bench
    }

    @Test(
        "The same limit asked for a hundred times, or something that is no limit, is hardly saved",
        arguments: ["10", "much"])
    func nothingNew(payload: String) {
        var bench = Self.idle()
        let before = bench.savings
        for _ in 0..<100 {
            bench.command(payload)
            bench.run(.seconds(1))
        }
        #expect(bench.outcomes.count == 100)
        #expect(bench.savings - before <= 8)
    }

    @Test("Each limit that is another one is saved before it is written, and when it is in force")
    func somethingNew() {
        var bench = Self.idle()
        for (number, limit) in [12.0, 14, 9].enumerated() {
            let before = bench.savings
            bench.request(limit)
            #expect(bench.saved?.wish?.limit.amperes == limit)
            #expect(bench.saved?.openRequests.count == 1)
            bench.run(.seconds(30))
            #expect(bench.saved?.wish?.settled?.amperes == limit)
            #expect(bench.saved?.openRequests.isEmpty == true)
            #expect(bench.saved?.wear?.lifetime == number + 1)
            #expect((2...4).contains(bench.savings - before))
        }
    }

    @Test("What was left unsaved as no news is saved at the end")
    func end() {
        var bench = Self.idle()
        for _ in 0..<20 {
            bench.request(10)
            bench.run(.seconds(1))
        }
        bench.send(.stop)
        #expect(bench.saved?.requestCount == 20)
    }

    @Test("What could not be saved is saved with the next request, even if that asks for nothing new")
    func full() {
        var bench = Self.idle()
        bench.isDiskFull = true
        bench.request(14)
        bench.run(.seconds(10))
        #expect(bench.saved?.wish?.limit.amperes != 14)
        bench.isDiskFull = false
        bench.request(14)
        #expect(bench.saved?.wish?.limit.amperes == 14)
        #expect(bench.saved?.wear?.lifetime == 1)
    }
}
