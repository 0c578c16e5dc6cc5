// SPDX-License-Identifier: MIT
import ChargerControl
import Testing

@Suite("Wear is counted for a charger, not for a port")
struct SeveralChargersWearTests {
    @Test("Another charger on the same port has its own count, and the first finds its own again")
    func exchanged() {
        var bench = Bench.ready(holding: 10, serial: "HQ1")
        for limit in [12.0, 14, 16] {
            bench.request(limit)
            bench.run(.seconds(20))
        }
        #expect(bench.snapshot.wear == WearCounters(today: 3, lifetime: 3, isExhausted: false))
        bench.exchange(serial: "HQ2")
        #expect(bench.snapshot.wear == WearCounters(today: 0, lifetime: 0, isExhausted: false))
        #expect(bench.notices.contains { $0.text.contains("another charger, serial number HQ2") })
        bench.request(9)
        bench.run(.seconds(20))
        #expect(bench.snapshot.wear.lifetime == 1)
        bench.restart()
        bench.run(.seconds(20))
        #expect(bench.snapshot.wear.lifetime == 1)
        bench.exchange(serial: "HQ1")
        #expect(bench.snapshot.wear == WearCounters(today: 3, lifetime: 3, isExhausted: false))
    }

    @Test("What was written before the charger gave its number counts for it")
    func nameless() {
        var bench = Bench.ready(holding: 10)
        bench.request(12)
        bench.run(.seconds(5))
        bench.exchange(serial: "HQ1")
        #expect(bench.snapshot.wear.lifetime == 1)
    }

    @Test("A charger that exchanged its place with many does not make the kept state grow for ever")
    func many() {
        var bench = Bench.ready(holding: 10, serial: "HQ0")
        for number in 1...50 {
            bench.exchange(serial: "HQ\(number)")
            bench.request(number.isMultiple(of: 2) ? 12 : 14)
            bench.run(.seconds(20))
        }
        #expect(bench.saved?.otherWear.count == 20)
    }
}

extension Bench {
    /// A bridge at work with a charger that gives its serial number.
    fileprivate static func ready(holding limit: Double, serial: String) -> Bench {
        var bench = Bench(holding: limit)
        bench.identity.serialNumber = serial
        bench.send(.linkUp)
        bench.send(.brokerStands)
        bench.run(.seconds(70))
        return bench
    }

    /// Unplugs the charger and plugs another one in.
    fileprivate mutating func exchange(serial: String) {
        unplug()
        run(.seconds(15))
        identity.serialNumber = serial
        plugIn()
        run(.seconds(20))
    }
}
