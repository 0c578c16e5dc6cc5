// SPDX-License-Identifier: MIT
import ChargerControl

/// A random life of a bridge: requests, silence, broken links, other hands, kills.
struct Storm {
    var bench: Bench
    let rule: WearRule
    private var random: SeededGenerator
    /// Those of the register that lapses, apart from the others.
    private var troubles: SeededGenerator
    /// Those of the low-current mode; nil where nobody asks for it.
    private var lowCurrents: SeededGenerator?
    private(set) var startedAt: Duration
    private(set) var brokerStoodAt: Duration?
    /// Writes judged so far.
    private var judged = 0
    private var judgedVolatile = 0
    /// What went against a rule, in words.
    private(set) var violations: [String] = []

    init(seed: UInt64, register: LimitRegister = .persistent, asksForLowCurrent: Bool = false) {
        random = SeededGenerator(seed: seed)
        rule = WearRule(
            burst: Int.random(in: 1...10, using: &random),
            interval: .seconds(Int.random(in: 1...15, using: &random)),
            dailyMaximum: Bool.random(using: &random) ? 200 : Int.random(in: 1...30, using: &random))
        let own = [nil, nil, 12.0, 20].randomElement(using: &random) ?? nil
        var settings = LimitSettings.bounds([nil, 9].randomElement(using: &random) ?? nil, own)
        settings.wear = rule
        settings.register = register
        troubles = SeededGenerator(seed: ~seed)
        lowCurrents = asksForLowCurrent ? SeededGenerator(seed: seed) : nil
        bench = Bench(
            holding: Double(Int.random(in: 75...300, using: &random)) / 10, settings: settings,
            initial: Bool.random(using: &random) ? 11 : nil)
        startedAt = bench.now.uptime
        bench.send(.linkUp)
    }

    /// Lets one more thing happen, and looks whether all rules still hold.
    mutating func step() {
        if bench.settings.register == .volatile { troubleVolatile() }
        askForLowCurrent()
        let tenths = Int.random(in: 75...300, using: &random)
        switch Int.random(in: 0..<100, using: &random) {
        case 0..<35: bench.run(.milliseconds(Int.random(in: 10...1500, using: &random)))
        case 35..<45: bench.run(.seconds(Int.random(in: 1...40, using: &random)), step: .seconds(1))
        case 45..<62: bench.request(Double(tenths) / 10, from: source())
        case 62..<66: bench.command(["abc", "", "0", "-3", "500", "nan"].randomElement(using: &random) ?? "")
        case 66..<70: bench.command("\(Double(tenths) / 10)")
        case 70..<75: bench.replay(["10.0", "15.0", "25.0"].randomElement(using: &random) ?? "")
        case 75..<79: stand()
        case 79..<82: bench.app(sets: Double(tenths) / 10)
        case 82..<86: bench.device.isOn.toggle()
        case 86..<91:
            bench.device.manner = FakeCharger.Manner.allCases.randomElement(using: &random) ?? .answers
        case 91..<93: bench.latency = .milliseconds(Int.random(in: 5...4000, using: &random))
        case 93..<96: if bench.isLinkUp { bench.unplug() } else { bench.plugIn() }
        case 96..<97: bench.send(.stop); restart()
        default: restart()
        }
        judge()
    }

    /// Everything works again and nobody asks for anything.
    mutating func calm() {
        bench.device.isOn = true
        bench.device.manner = .answers
        healVolatile()
        bench.latency = .milliseconds(100)
        if !bench.isLinkUp { bench.plugIn() }
        stand()
        bench.run(.seconds(300), step: .seconds(1))
        judge()
    }

    private mutating func askForLowCurrent() {
        guard var generator = lowCurrents else { return }
        defer { lowCurrents = generator }
        guard Int.random(in: 0..<3, using: &generator) == 0 else { return }
        let words = ["on", "off", "night", "dim", ""]
        bench.requestLowCurrent(words.randomElement(using: &generator) ?? "")
    }

    private mutating func troubleVolatile() {
        switch Int.random(in: 0..<200, using: &troubles) {
        case 0: bench.device.register.isObeyed = false
        case 1: bench.device.register.isThere = false
        case 2: bench.device.register.isForgetful = true
        case 3: bench.device.register.isGovernedByOthers = true
        case 4: bench.isInNetwork = true
        case 5: bench.stage = StageReading(stage: .externalControl, code: 252)
        case 6: bench.setPoint = Millivolts(13_000)
        case 7..<12: bench.device.register.limit = nil
        case 12..<24: healVolatile()
        default: break
        }
    }

    private mutating func healVolatile() {
        bench.device.register.isObeyed = true
        bench.device.register.isThere = true
        bench.device.register.isForgetful = false
        bench.device.register.isGovernedByOthers = false
        bench.isInNetwork = false
        bench.stage = StageReading(stage: .bulk, code: 3)
    }

    private mutating func source() -> RequestSource {
        [.mqtt, .page, .commandLine, .mode].randomElement(using: &random) ?? .page
    }

    private mutating func stand() {
        bench.send(.brokerStands)
        brokerStoodAt = brokerStoodAt ?? bench.now.uptime
    }

    private mutating func restart() {
        bench.restart(away: .seconds(Int.random(in: 1...20, using: &random)))
        startedAt = bench.now.uptime
        brokerStoodAt = nil
        bench.send(.tick)
    }

    mutating func violate(_ words: String) { violations.append("at \(bench.now.uptime): \(words)") }

    private mutating func judge() {
        judgeOutcomes()
        judgeWish()
        judgeLowCurrent()
        let writes = bench.writes
        for index in judged..<writes.count { judge(writes[index], earlier: writes[..<index]) }
        judged = writes.count
        for write in bench.volatileWrites[judgedVolatile...] { judgeVolatile(write) }
        judgedVolatile = bench.volatileWrites.count
    }

    private mutating func judgeVolatile(_ write: Bench.Write) {
        if write.isSecond { violate("two writes at once") }
        if write.limit < 75 || write.limit > 300 { violate("\(write.limit) is out of bounds") }
        // What stands there already may be renewed, whatever is known of the kept one.
        guard bench.volatileWrites.allSatisfy({ $0.at >= write.at || $0.limit != write.limit }) else {
            return
        }
        guard let told = write.told else { return violate("a volatile write with nothing known") }
        if write.limit > told { violate("\(write.limit) was written although \(told) is kept") }
    }

    private mutating func judgeOutcomes() {
        for (id, endings) in Dictionary(grouping: bench.outcomes, by: \.id) where endings.count > 1 {
            violate("request \(id) ended as \(endings.compactMap(\.outcome))")
        }
    }

    /// It is only ever written because somebody asked, once for each request.
    private mutating func judgeLowCurrent() {
        let asked = Set(bench.reports.filter { $0.subject == .lowCurrent }.map(\.id)).count
        if bench.lowCurrentWrites.count > asked { violate("\(bench.lowCurrentWrites) for \(asked) requests") }
    }

    private mutating func judgeWish() {
        guard let wish = bench.wish, wish != expectedWish else { return }
        violate("the wish is \(wish), not \(expectedWish.map { "\($0)" } ?? "none")")
    }

    /// The newest request that is open or came true.
    var expectedWish: Double? {
        let limits = bench.reports.filter { $0.subject == .limit }
        let newest = Dictionary(limits.map { ($0.id, $0) }, uniquingKeysWith: { $1 }).values
        return newest.filter { $0.outcome == nil || $0.outcome == .acknowledged }.max { $0.id < $1.id }
            .flatMap { Double($0.asked) }
    }

    private mutating func judge(_ write: Bench.Write, earlier: ArraySlice<Bench.Write>) {
        guard let told = write.told else { return violate("a write with nothing known of what is in force") }
        if write.isSecond { violate("two writes at once") }
        if write.limit == told { violate("\(told) was written although in force") }
        guard write.limit > told else { return }
        let raises = earlier.filter { $0.limit > ($0.told ?? 0) && write.at - $0.at < .seconds(60) }
        let most = rule.burst - rule.reserve + Int(.seconds(60) / rule.interval) + 1
        if raises.count >= most { violate("raise number \(raises.count + 1) within a minute") }
        let today = earlier.filter { write.at - $0.at < .seconds(86_400) }
        if today.count >= rule.dailyMaximum { violate("a raise after \(today.count) writes in a day") }
        judgeHold(write)
    }

    /// Nothing that nobody voiced just now is raised before the broker had its say.
    private mutating func judgeHold(_ write: Bench.Write) {
        let started = bench.reports.dropFirst(write.reportsBefore).first {
            $0.subject == .limit && $0.reason == "being written" && $0.outcome == nil
        }
        let stale: Set<RequestSource> = [.kept, .configuration, .retained]
        guard let started, stale.contains(started.source) else { return }
        let calmAt = min(
            startedAt + .seconds(60), brokerStoodAt.map { $0 + .seconds(2) } ?? .seconds(1_000_000))
        if write.at < calmAt { violate("raised for a \(started.source.rawValue) before the calm was over") }
    }
}

extension WearRule {
    fileprivate var reserve: Int { min(Self.reservedForLowering, burst - 1) }
}
