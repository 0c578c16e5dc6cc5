// SPDX-License-Identifier: MIT
import ChargerControl
import Testing

@Suite("Whatever fails, nothing is raised above what was last wished")
struct RaisingStormTests {
    @Test("In any order of requests, caps, silences, lost answers, stops and kills", arguments: 1...300)
    func raises(seed: UInt64) {
        var storm = RaisingStorm(seed: seed)
        for _ in 0..<120 { storm.step() }
        #expect(storm.violations.isEmpty)
    }
}

/// Requests, caps and faults in any order; no app at the charger, whose wish would be newer.
private struct RaisingStorm {
    private var random: SeededGenerator
    private var bench: Bench
    /// What was last wished, in amperes.
    private var wished = 12.0
    private var judged = 0
    private(set) var violations: [String] = []

    init(seed: UInt64) {
        random = SeededGenerator(seed: seed)
        var settings = LimitSettings(
            protection: Protection(
                minimumTemperature: CentiCelsius(0), lowersWithoutBroker: Bool.random(using: &random),
                lowersOnShutdown: Bool.random(using: &random)))
        settings.maximum = Bool.random(using: &random) ? CurrentLimit(amperes: 22) : nil
        bench = Bench(holding: 12, settings: settings)
        bench.degrees = 20
        bench.send(.linkUp)
    }

    mutating func step() {
        switch Int.random(in: 0..<100, using: &random) {
        case 0..<25: run(.milliseconds(Int.random(in: 500...2000, using: &random)))
        case 25..<45: run(.seconds(Int.random(in: 1...80, using: &random)))
        case 45..<57:
            wished = Double(Int.random(in: 75...220, using: &random)) / 10
            bench.request(wished)
        case 57..<62: bench.send(.brokerStands)
        case 62..<64: bench.send(.brokerLost)
        case 64..<69: bench.device.isOn.toggle()
        case 69..<76:
            bench.device.manner = FakeCharger.Manner.allCases.randomElement(using: &random) ?? .answers
        case 76..<79: bench.latency = .milliseconds(Int.random(in: 5...4000, using: &random))
        case 79..<84: if bench.isLinkUp { bench.unplug() } else { bench.plugIn() }
        case 84..<92: bench.degrees = Bool.random(using: &random) ? 20 : -5
        case 92..<96: stop()
        default: restart()
        }
        judge()
    }

    private mutating func stop() {
        bench.send(.prepareToStop)
        bench.run(.seconds(1))
        bench.send(.stop)
        judge()
        restart()
    }

    private mutating func restart() { bench.restart(away: .seconds(Int.random(in: 1...30, using: &random))) }

    private mutating func run(_ time: Duration) {
        let end = bench.now.uptime + time
        while bench.now.uptime < end {
            bench.run(.milliseconds(500))
            judge()
        }
    }

    private mutating func judge() {
        for write in bench.writes[judged...] {
            guard let told = write.told, write.limit > told, Double(write.limit) / 10 > wished + 0.01 else {
                continue
            }
            violations.append("at \(write.at): raised to \(write.limit), above the \(wished) wished")
        }
        judged = bench.writes.count
    }
}
