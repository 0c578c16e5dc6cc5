// SPDX-License-Identifier: MIT
import ChargerControl
import ChargerSession
import ChargerSimulator
import Testing

@Suite("A damaged wire")
struct DamageTests {
    /// Minutes of simulated time for each seed.
    private static let minutes = 5

    struct Wire: Sendable, CustomTestStringConvertible {
        var seed: UInt64
        var garbled = 0.0
        var lost = 0.0
        var extra = 0.0
        var testDescription: String { "seed \(seed): \(garbled) garbled, \(lost) lost, \(extra) extra" }
    }

    @Test(
        "nothing is shown that the charger never had, and every request ends",
        arguments: [
            Wire(seed: 1, garbled: 0.02), Wire(seed: 2, lost: 0.02), Wire(seed: 3, garbled: 0.01, lost: 0.01),
            Wire(seed: 4, extra: 0.02), Wire(seed: 5, garbled: 0.003), Wire(seed: 6, lost: 0.003),
            Wire(seed: 7, garbled: 0.005, lost: 0.005, extra: 0.005),
        ])
    func noLie(wire: Wire) async throws {
        var setup = Bench.Setup()
        setup.configure = { $0.seed = wire.seed }
        try await Bench.with(setup) { bench in
            bench.charger {
                $0.faults.framesInText = .anywhere
                $0.faults.garbledBytes = wire.garbled
                $0.faults.lostBytes = wire.lost
                $0.faults.extraBytes = wire.extra
            }
            await bench.live.brokerStands()
            for minute in 0..<Self.minutes {
                await bench.ask("\([12, 9, 20, 7.5, 26][minute % 5])")
                await bench.run(.seconds(60))
            }
            bench.charger { $0.faults = .none }
            await bench.run(.seconds(60))
            #expect(bench.snapshot?.isOnline == true)
            #expect(bench.report?.link.faults ?? 0 > 0)
            let asked = Set(bench.records.map(\.id))
            let ended = Set(bench.outcomes.map(\.id))
            #expect(asked == ended, "without an outcome: \(asked.subtracting(ended))")
            bench.checkTruth()
        }
    }

    @Test("frames inside of blocks do no harm", arguments: [Faults.FramesInText.betweenFields, .anywhere])
    func framesInText(place: Faults.FramesInText) async throws {
        try await Bench.with { bench in
            bench.charger { $0.faults.framesInText = place }
            await bench.run(.seconds(60))
            #expect(bench.report?.link.faults == 0)
            #expect(bench.report?.link.blocks ?? 0 > 50)
            bench.checkTruth()
        }
    }

    @Test("bursts of noise are lived through")
    func bursts() async throws {
        try await Bench.with { bench in
            await bench.run(.seconds(10))
            var random = SeededRandom(seed: 7)
            for _ in 0..<30 {
                bench.say((0..<300).map { _ in UInt8.random(in: 0...255, using: &random) })
                await bench.run(.seconds(2))
            }
            await bench.ask("10")
            await bench.run(.seconds(5))
            #expect(bench.outcomes.map(\.outcome) == [.acknowledged])
            #expect(bench.snapshot?.identity?.productID == 0xA330)
            #expect(bench.snapshot?.values.voltage != nil)
            bench.checkTruth()
        }
    }
}

extension Bench {
    /// Compares every report with what the charger had in the time for which a value may be shown.
    func checkTruth() {
        let history = history
        var lies: [String] = []
        var from = history.startIndex
        for timed in reports {
            let oldest = timed.at - .seconds(31)
            while from + 1 < history.endIndex, history[from + 1].at < oldest { from += 1 }
            let truths = history[from...].prefix { $0.at <= timed.at }
            lies += timed.value.snapshot.lies(truths).map { "\(timed.at): \($0)" }
        }
        #expect(lies.isEmpty, "\(lies.count) lies in \(reports.count) reports: \(lies.prefix(5))")
    }
}

extension ChargerSnapshot {
    fileprivate func lies(_ truths: some Collection<Truth>) -> [String] {
        var lies: [String] = []
        func check(_ value: Int?, _ name: String, _ isTrue: (Truth) -> Bool) {
            if let value, !truths.contains(where: isTrue) { lies.append("\(name) \(value)") }
        }
        let volts = values.voltage?.rawValue
        check(volts, "voltage") { $0.number(0xED8D) * 10 == volts }
        let current = values.current?.rawValue
        check(current, "current") { $0.number(0xED8C) == current || $0.number(0xED8F) * 100 == current }
        let stage = values.stage?.code
        check(stage, "stage") { $0.number(0x0201) == stage }
        let error = values.error?.code
        check(error, "error") { $0.number(0xEDDA) == error }
        let temperature = values.internalTemperature?.rawValue
        check(temperature, "temperature") { $0.number(0xEDDB) == temperature }
        let limit = limitInForce?.deciamperes
        check(limit, "limit") { $0.number(0xEDF0) == limit }
        if values.batteryTemperature != nil { lies.append("battery temperature") }
        if let identity, identity.productID != 0xA330 { lies.append("product \(identity)") }
        if let serial = identity?.serialNumber, serial != "HQ2200SIMUL" { lies.append("serial \(serial)") }
        return lies
    }
}
