// SPDX-License-Identifier: MIT
import ByteLink
import ChargerControl
import ChargerSimulator
import MQTTBridge
import MQTTClient

/// A simulated month: chargers, wire, broker, bridge and owner, moved together on one thread.
final class Soak {
    let clock = SoakClock()
    let executor = StepExecutor()
    let broker = InMemoryBroker()
    var random: SeededRandom
    var ledger = Ledger()
    var stands: [Stand]
    var weather: [Weather]
    var house: House
    var outcomes: [Outcomes]
    /// Requests that reached the bridge, for each charger.
    var asked: [Int]
    var expectations: [Expectation?]
    var disks: [Disk]
    var life: BridgeLife?
    var task: Task<Void, Never>?
    /// Since when nothing was wrong with bridge and broker.
    var calmSince = Duration.zero
    var isBrokerUp = true
    /// What was asked for by a message retained while the bridge could not see it, for each charger.
    var unseenRetained: [Int?]
    /// How far the calendar was set forward since the states were last saved, for each charger.
    var calendarLead: [(milliseconds: Int64, saves: Int)]
    var lastTotals: [String: Double] = [:]
    private var nextLook = Duration.seconds(1)
    var memory: [Memory] = []

    init(_ sites: [Site], seed: UInt64) {
        random = SeededRandom(seed: seed)
        stands = sites.indices.map { Stand(sites[$0], seed: seed &+ UInt64($0)) }
        weather = sites.map { _ in Weather() }
        house = House()
        outcomes = sites.map { _ in Outcomes() }
        asked = sites.map { _ in 0 }
        disks = sites.map { _ in Disk() }
        expectations = sites.map { _ in nil }
        unseenRetained = sites.map { _ in nil }
        calendarLead = sites.map { _ in (0, 0) }
        for index in sites.indices {
            if let initial = sites[index].initialLimit {
                stands[index].grants.wished(initial.deciamperes, at: .zero)
            }
        }
    }

    var now: Duration { clock.now }

    // MARK: Time

    /// Lets time pass.
    func run(until end: Duration) {
        start()
        while now < end { step(end) }
    }

    private func step(_ end: Duration) {
        var next = min(end, nextLook, house.nextEvent)
        for index in weather.indices { next = min(next, weather[index].nextEvent) }
        stepAlone(to: next)
        for index in stands.indices { changeWeather(index) }
        runHouse()
        if now >= nextLook {
            nextLook = now + .seconds(1)
            shine()
            look()
        }
    }

    /// One step of chargers and bridge, no further than the next thing that happens to them.
    func stepAlone(to end: Duration) {
        var next = min(end, clock.nextWaking ?? end)
        for index in stands.indices { next = min(next, stands[index].nextEvent) }
        next = max(next, now)
        let arrived = stands.indices.map { stands[$0].advance(to: next, using: &random) }
        clock.move(to: next)
        ledger.now = next
        for index in stands.indices where !arrived[index].isEmpty {
            try? life?.parts[index].link.device.write(arrived[index])
        }
        settle()
    }

    /// Lets the bridge do what it has to do now, and hears what it says.
    func settle() {
        executor.drain()
        guard let life else { return }
        for index in stands.indices {
            let part = life.parts[index]
            let bytes = part.heard.take()
            if !bytes.isEmpty {
                stands[index].receive(bytes, at: now, using: &random, &ledger)
            }
            for record in part.records.take() { take(record, index) }
            takePlugOrders(index)
        }
        for message in life.published.take() { judge(message) }
        for index in stands.indices { checkExpectation(index) }
    }

    func take(_ record: RequestRecord, _ index: Int) {
        if record.outcome != nil || record.source != .mqtt {
            stands[index].note(
                "request \(record.id) \(record.source.rawValue) \(record.asked) \(record.outcome?.rawValue ?? "open")"
                    + ": \(record.reason ?? "")", at: now)
        }
        outcomes[index].take(record, site: stands[index].site.name, &ledger)
        stands[index].grants.ended(record, at: now)
        if record.source == .otherHand, record.outcome == .acknowledged {
            stands[index].modes.tookOver(at: now)
        }
        if record.outcome == .acknowledged { stands[index].judge(acknowledged: record, at: now, &ledger) }
    }
}

extension Soak {
    /// Nothing goes wrong any more.
    func comeToRest() {
        house.comeToRest()
        for index in stands.indices {
            weather[index].endStorm(at: now)
            changeWeather(index)
            weather[index].stayCalm()
            stands[index].roof?.mend()
        }
        if !isBrokerUp { house.next[.brokerReturns] = now }
        if life == nil { house.next[.bridgeReturns] = now }
        runHouse()
        house.comeToRest()
        // With the plug off at night, what waits for the charger would wait on.
        for index in stands.indices where stands[index].roof != nil {
            choose("full", "full", hasEnd: false, index)
        }
    }
}
