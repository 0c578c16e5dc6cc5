// SPDX-License-Identifier: MIT
import ChargerControl
import Foundation
import Testing

@Suite("The low-current mode")
struct LowCurrentTests {
    @Test(
        "is read first, and written once when it is another one",
        arguments: [
            (LowCurrentReading.mode(.off), LowCurrentMode.on), (.mode(.off), .night), (.mode(.on), .off),
            (.mode(.on), .night), (.mode(.night), .off), (.mode(.night), .on), (.unknown(7), .off),
            (.unknown(7), .on),
        ])
    func written(held: LowCurrentReading, mode: LowCurrentMode) throws {
        var bench = Bench.ready()
        bench.device.lowCurrent = held
        bench.requestLowCurrent(mode.rawValue)
        #expect(bench.lowCurrentWrites.isEmpty, "written before it was read")
        bench.run(.seconds(2))
        #expect(bench.lowCurrentWrites == [mode])
        #expect(bench.device.lowCurrent == .mode(mode))
        let outcome = try #require(bench.outcomes.last)
        #expect(outcome.outcome == .acknowledged)
        #expect(outcome.subject == .lowCurrent)
        #expect(outcome.asked == mode.rawValue)
        #expect(outcome.reason == nil && outcome.inForce == nil)
        #expect(bench.snapshot.wear.lifetime == 1)
        #expect(bench.writes.isEmpty && bench.wish == nil)
    }

    @Test("that is in force already is not written", arguments: LowCurrentMode.allCases)
    func already(mode: LowCurrentMode) {
        var bench = Bench.ready()
        bench.device.lowCurrent = .mode(mode)
        bench.requestLowCurrent(" \(mode.rawValue.uppercased()) ")
        bench.run(.seconds(2))
        #expect(bench.lowCurrentWrites.isEmpty)
        #expect(bench.last?.outcome == .acknowledged)
        #expect(bench.last?.reason?.contains("nothing was written") == true)
        #expect(bench.snapshot.wear.lifetime == 0)
    }

    @Test(
        "a word that is none is refused with what is expected",
        arguments: ["", "dim", "1", "o n", "on\u{0}", String(repeating: "n", count: 33), "ein", "\u{FF}"])
    func unreadable(text: String) {
        var bench = Bench.ready()
        bench.requestLowCurrent(text)
        bench.run(.seconds(2))
        #expect(bench.outcomes.map(\.outcome) == [.refused])
        #expect(bench.last?.reason?.contains("expected is off, on, night") == true)
        #expect(bench.lowCurrentWrites.isEmpty)
    }

    @Test("a word that is none takes no other request's place")
    func unreadableAfter() {
        var bench = Bench.ready()
        bench.requestLowCurrent("on")
        bench.requestLowCurrent("dim")
        bench.run(.seconds(2))
        #expect(bench.outcomes.map(\.outcome) == [.refused, .acknowledged])
    }

    @Test(
        "what the charger has not, or does not answer, is not written",
        arguments: [
            (
                LowCurrentReading.absent(reason: "it says 'unknown register' of it"), Outcome.refused,
                "no low-current mode"
            ),
            (.notRead(reason: "the charger did not answer"), .timedOut, "could not be read"),
        ])
    func notThere(heard: LowCurrentReading, outcome: Outcome, words: String) {
        var bench = Bench.ready()
        bench.device.lowCurrent = heard
        bench.requestLowCurrent("on")
        bench.run(.seconds(2))
        #expect(bench.outcomes.map(\.outcome) == [outcome])
        #expect(bench.last?.reason?.contains(words) == true, "\(bench.last?.reason ?? "")")
        #expect(bench.lowCurrentWrites.isEmpty && bench.snapshot.wear.lifetime == 0)
    }

    @Test("a charger that is off or was never heard refuses it at once, and its return changes nothing")
    func off() {
        var bench = Bench.ready()
        bench.device.isOn = false
        bench.run(.seconds(15))
        bench.requestLowCurrent("on")
        #expect(bench.last?.outcome == .refused)
        #expect(bench.last?.reason?.contains("silent") == true)
        bench.device.isOn = true
        bench.run(.seconds(60))
        #expect(bench.lowCurrentWrites.isEmpty)
        var new = Bench()
        new.requestLowCurrent("on")
        #expect(new.last?.outcome == .refused)
    }

    @Test("a charger that has just begun to speak is waited for until it is known")
    func notIdentified() {
        var bench = Bench()
        bench.send(.linkUp)
        bench.send(.heard)
        bench.requestLowCurrent("on")
        #expect(bench.last?.outcome == nil && bench.last?.reason?.contains("not identified") == true)
        #expect(!bench.isBusy)
        bench.run(.seconds(5))
        #expect(bench.last?.outcome == .acknowledged)
        var stranger = Bench()
        stranger.send(.linkUp)
        stranger.send(.heard)
        stranger.requestLowCurrent("on")
        for _ in 0..<15 {
            stranger.now = stranger.now.advanced(by: .seconds(1))
            stranger.send(.heard)
        }
        #expect(stranger.outcomes.map(\.outcome) == [.refused])
        #expect(stranger.last?.reason?.contains("which one it is") == true)
    }

    @Test(
        "a write that comes to nothing is told, and not made again",
        arguments: [
            (FakeCharger.Manner.declines, Outcome.failed, "declined: not now"),
            (.deaf, .timedOut, "not known"), (.mumbles, .timedOut, "not known"),
        ])
    func failing(manner: FakeCharger.Manner, outcome: Outcome, words: String) {
        var bench = Bench.ready()
        bench.requestLowCurrent("on")
        bench.run(.milliseconds(150), step: .milliseconds(50))
        #expect(bench.lowCurrentWrites == [.on])
        bench.device.manner = manner
        bench.run(.seconds(5))
        bench.device.manner = .answers
        bench.run(.seconds(120))
        #expect(bench.outcomes.map(\.outcome) == [outcome])
        #expect(bench.last?.reason?.contains(words) == true, "\(bench.last?.reason ?? "")")
        #expect(bench.lowCurrentWrites == [.on])
    }

    @Test(
        "a charger that keeps to another mode is told with it",
        arguments: [(LowCurrentReading.mode(.off), "stays at off"), (.unknown(9), "stays at mode 9")])
    func stays(holds: LowCurrentReading, words: String) throws {
        var core = CoreAlone()
        core.send(.control(.lowCurrent, payload: Array("on".utf8), .page, LocalClock(secondsEast: 0)))
        core.send(.lowCurrentRead(.mode(.off)))
        let write = try #require(core.write)
        core.send(.lowCurrentEnded(id: write.id + 1, .confirmed))
        #expect(core.outcomes.isEmpty, "another write's end")
        core.send(.lowCurrentEnded(id: write.id, .unanswered(holds: holds)))
        #expect(core.outcomes.map(\.outcome) == [.timedOut])
        #expect(core.outcomes.last?.reason?.contains(words) == true)
    }

    @Test("a newer request ends one that is being read; the newer one alone is written")
    func superseded() {
        var bench = Bench.ready()
        bench.requestLowCurrent("on")
        bench.requestLowCurrent("night")
        bench.run(.seconds(2))
        #expect(bench.outcomes.map(\.outcome) == [.superseded, .acknowledged])
        #expect(bench.lowCurrentWrites == [.night])
    }

    @Test("a newer request ends one that is being written, waits for the write, and reads again")
    func supersededWhileWritten() {
        var bench = Bench.ready()
        bench.requestLowCurrent("on")
        bench.run(.milliseconds(150), step: .milliseconds(50))
        bench.requestLowCurrent("off")
        bench.requestLowCurrent("on")
        #expect(bench.last?.outcome == nil && bench.last?.reason?.contains("being written") == true)
        bench.run(.seconds(2))
        #expect(bench.outcomes.map(\.outcome) == [.superseded, .superseded, .acknowledged])
        #expect(bench.lowCurrentWrites == [.on])
        #expect(bench.last?.reason?.contains("nothing was written") == true)
    }

    @Test("lowering passes where raising is held back, and what is held back is refused with the time")
    func wear() throws {
        var settings = LimitSettings()
        settings.wear = WearRule(burst: 3, interval: .seconds(60))
        var bench = Bench.ready(holding: 8, settings: settings)
        bench.requestLowCurrent("on")
        bench.run(.seconds(2))
        bench.requestLowCurrent("off")
        bench.run(.seconds(2))
        #expect(bench.device.lowCurrent == .mode(.on))
        #expect(bench.last?.outcome == .refused)
        let reason = try #require(bench.last?.reason)
        #expect(reason.contains("spared") && reason.contains("asked for again in 5"), "\(reason)")
        bench.requestLowCurrent("night")
        bench.run(.seconds(2))
        #expect(bench.last?.outcome == .refused, "from one low mode to the other nothing is lowered")
        bench.run(.seconds(60))
        bench.requestLowCurrent("off")
        bench.run(.seconds(2))
        #expect(bench.last?.outcome == .acknowledged)
        bench.requestLowCurrent("night")
        bench.run(.seconds(2))
        #expect(bench.last?.outcome == .acknowledged)
        #expect(bench.lowCurrentWrites == [.on, .off, .night])
        #expect(bench.snapshot.wear.today == 3)
    }

    @Test("the day's maximum is one for the limit and the mode")
    func day() {
        var settings = LimitSettings()
        settings.wear = WearRule(interval: .zero, dailyMaximum: 3)
        var bench = Bench.ready(holding: 8, settings: settings)
        for word in ["on", "off", "on", "off"] {
            bench.requestLowCurrent(word)
            bench.run(.seconds(2))
        }
        #expect(bench.lowCurrentWrites == [.on, .off, .on])
        #expect(bench.last?.outcome == .refused)
        #expect(bench.last?.reason?.contains("again in 24 h 0 min") == true, "\(bench.last?.reason ?? "")")
        bench.request(20)
        bench.run(.seconds(2))
        #expect(bench.writes.isEmpty && bench.snapshot.wear.isExhausted)
    }

    @Test("asked for at the same moment as a limit, both come true, each written once")
    func besideALimit() {
        var bench = Bench.ready(holding: 10)
        bench.request(12)
        bench.requestLowCurrent("on")
        bench.run(.seconds(5))
        #expect(bench.outcomes.map(\.outcome) == [.acknowledged, .acknowledged])
        #expect(bench.held == 12 && bench.device.lowCurrent == .mode(.on))
        #expect(bench.device.memoryWrites == 2 && bench.snapshot.wear.lifetime == 2)
    }

    @Test(
        "a link that breaks ends it, read or written, and nothing is done at its return", arguments: [0, 150])
    func linkLost(milliseconds: Int) {
        var bench = Bench.ready()
        bench.requestLowCurrent("on")
        if milliseconds > 0 { bench.run(.milliseconds(milliseconds), step: .milliseconds(50)) }
        let written = bench.lowCurrentWrites.count
        bench.unplug()
        #expect(bench.outcomes.map(\.outcome) == [.failed])
        #expect(bench.last?.reason?.contains("unplugged") == true)
        bench.plugIn()
        bench.run(.seconds(60))
        #expect(bench.lowCurrentWrites.count == written)
        bench.requestLowCurrent("night")
        bench.run(.seconds(2))
        #expect(bench.outcomes.map(\.outcome) == [.failed, .acknowledged])
    }

    @Test("a charger that falls silent ends it, and a late answer goes to nobody")
    func silent() {
        var bench = Bench.ready()
        bench.latency = .seconds(12)
        bench.requestLowCurrent("on")
        bench.device.isOn = false
        bench.run(.seconds(30))
        #expect(bench.outcomes.map(\.outcome) == [.failed])
        #expect(bench.lowCurrentWrites.isEmpty)
    }

    @Test(
        "the end of the program ends it as interrupted, and after that nothing begins", arguments: [0, 150])
    func stopped(milliseconds: Int) {
        var bench = Bench.ready()
        bench.requestLowCurrent("on")
        if milliseconds > 0 { bench.run(.milliseconds(milliseconds), step: .milliseconds(50)) }
        let written = bench.lowCurrentWrites.count
        bench.send(.stop)
        bench.requestLowCurrent("off")
        bench.run(.seconds(30))
        #expect(bench.outcomes.map(\.outcome) == [.interrupted, .interrupted])
        #expect(bench.lowCurrentWrites.count == written)
        #expect(bench.charger.keptState(at: bench.now).openRequests.isEmpty)
    }

    @Test("a kill ends it at the next start, and it is not done again", arguments: [0, 150])
    func killed(milliseconds: Int) {
        var bench = Bench.ready()
        bench.requestLowCurrent("on")
        if milliseconds > 0 { bench.run(.milliseconds(milliseconds), step: .milliseconds(50)) }
        let written = bench.lowCurrentWrites.count
        bench.restartInPeace()
        bench.restartInPeace()
        #expect(bench.outcomes.map(\.outcome) == [.interrupted])
        #expect(bench.last?.subject == .lowCurrent)
        #expect(bench.last?.reason?.contains("not done again") == true)
        #expect(bench.lowCurrentWrites.count == written)
        #expect(bench.snapshot.wear.lifetime == written)
    }
}

extension Bench {
    /// A request for the low-current mode from the page.
    mutating func requestLowCurrent(_ text: String) {
        send(.control(.lowCurrent, payload: Array(text.utf8), .page, LocalClock(secondsEast: 0)))
    }
}

/// A known charger's core, whose actions only a test answers.
private struct CoreAlone {
    private var charger: Charger
    private let now = Moment(uptime: .seconds(1000), unixMilliseconds: 1_700_000_000_000)
    private var actions: [ChargerAction] = []

    init() {
        charger = Charger(settings: LimitSettings(), at: now)
        send(.linkUp)
        send(.heard)
        send(.identified(ChargerIdentity(productID: 0xA330, model: "a charger", nominalVolts: 12)))
    }

    mutating func send(_ event: ChargerEvent) { actions += charger.handle(event, at: now) }

    var outcomes: [RequestRecord] {
        actions.compactMap { if case .report(let record) = $0, record.outcome != nil { record } else { nil } }
    }

    var write: ApprovedLowCurrent? {
        actions.lazy.compactMap { if case .writeLowCurrent(let write) = $0 { write } else { nil } }.first
    }
}
