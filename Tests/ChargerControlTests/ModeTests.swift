// SPDX-License-Identifier: MIT
import ChargerControl
import Foundation
import Testing

@Suite("Who decides the current")
struct ModeTests {
    @Test("A mode is read as people write it, with an end or without", arguments: Self.orders)
    func order(text: String, choice: ModeChoice) throws {
        var bench = Bench.controlled()
        bench.choose(text, clock: LocalClock(secondsEast: 3600))
        #expect(bench.reports.last { $0.subject == .mode }?.outcome == .acknowledged)
        #expect(bench.status?.choice == choice)
    }

    // 2023-11-14 22:13:25 UTC, 23:13:25 where the bench lives.
    private static let start: Int64 = 1_700_000_005_000
    static let orders: [(String, ModeChoice)] = [
        ("surplus", ModeChoice(.surplus)),
        ("Surplus or minimum", ModeChoice(.surplusOrMinimum)),
        ("surplus_or_minimum", ModeChoice(.surplusOrMinimum)),
        ("full", ModeChoice(.full)),
        ("off", ModeChoice(.off)),
        ("manual", ModeChoice(.manual)),
        ("full for 2 h", ModeChoice(.full, until: .time(start + 7_200_000))),
        ("full for 1.5h", ModeChoice(.full, until: .time(start + 5_400_000))),
        ("off for 90 min", ModeChoice(.off, until: .time(start + 5_400_000))),
        // 0.01 Ah have flowed before.
        ("full for 20 Ah", ModeChoice(.full, until: .charge(2001))),
        ("full until 23:30", ModeChoice(.full, until: .time(start + 995_000))),
        ("full until 06:00", ModeChoice(.full, until: .time(start + 24_395_000))),
    ]

    @Test(
        "What is no mode is refused with what is expected",
        arguments: [
            "", "sun", "full for", "full for 2", "full for 0 h", "full for -1 h", "full for 1e9 h",
            "full for nan h", "full until 25:00", "full until 6:00", "full until 06:00:00",
            "full for 2 h more", "surplus\u{7}", String(repeating: "x", count: 100),
        ])
    func noMode(text: String) throws {
        var bench = Bench.controlled()
        bench.choose(text)
        let last = try #require(bench.last)
        #expect(last.outcome == .refused)
        #expect(last.subject == .mode)
        #expect(last.reason?.contains("surplus or minimum") == true, "\(last.reason ?? "")")
        #expect(bench.status?.choice == ModeChoice(.manual))
    }

    @Test(
        "An end that is too far away is refused with the longest that is taken",
        arguments: [
            ("full for 99999 h", "at most 168 h"), ("off for 10081 min", "at most 10080 min"),
            ("full for 10001 Ah", "at most 10000 Ah"),
            ("full for 99999999999999999999 Ah", "at most 10000 Ah"),
        ])
    func tooLong(text: String, words: String) {
        var bench = Bench.controlled()
        bench.choose(text)
        #expect(bench.last?.reason?.contains("lasts too long: \(words)") == true)
        #expect(bench.status?.choice == ModeChoice(.manual))
    }

    @Test("A mode that lacks its meter or plug is refused with what is missing")
    func lacking() {
        var bench = Bench.controlled(ControlSettings(hasMeter: false))
        bench.choose("surplus")
        #expect(bench.last?.reason?.contains("surplus.meter") == true)
        bench.choose("off")
        #expect(bench.last?.reason?.contains("surplus.plug") == true)
        #expect(bench.status?.modes == [.manual, .full])
        var bare = Bench.ready()
        bare.choose("full")
        #expect(bare.last?.outcome == .refused)
        #expect(bare.last?.reason?.contains("surplus") == true)
        #expect(bare.status == nil)
    }

    @Test("Full asks for all the charger may give; at its end the limit set by hand comes back")
    func full() {
        var bench = Bench.controlled()
        bench.request(12)
        bench.run(.seconds(5))
        bench.choose("full for 10 min")
        bench.run(.seconds(20))
        #expect(bench.held == 30)
        #expect(bench.status?.owner == .full)
        bench.run(.seconds(600), step: .seconds(1))
        #expect(bench.held == 12)
        #expect(bench.status?.choice == ModeChoice(.manual))
        #expect(bench.status?.owner == .manual)
    }

    @Test(
        "What full asked for while the charger was off is not done any more once manual is chosen",
        arguments: [false, true])
    func withdrawn(restarts: Bool) {
        var bench = Bench.controlled()
        bench.request(12)
        bench.run(.seconds(5))
        bench.device.isOn = false
        bench.run(.seconds(60), step: .seconds(1))
        bench.choose("full")
        bench.run(.seconds(60), step: .seconds(1))
        #expect(bench.status?.owner == .full)
        bench.choose("manual")
        let full = bench.reports.last { $0.source == .mode }
        #expect(full?.outcome == .superseded)
        #expect(full?.reason?.contains("manual") == true, "\(full?.reason ?? "")")
        if restarts { bench.restartInPeace() }
        bench.device.isOn = true
        bench.run(.seconds(120), step: .seconds(1))
        #expect(bench.held == 12)
        #expect(bench.wish == 12)
        #expect(bench.writes.count == 1)
    }

    @Test(
        "Nor once full has ended by itself, with a limit set by hand before it and without one",
        arguments: [12, nil])
    func ended(byHand: Double?) {
        var bench = Bench.controlled()
        if let byHand { bench.request(byHand) }
        bench.run(.seconds(5))
        bench.device.isOn = false
        bench.run(.seconds(60), step: .seconds(1))
        bench.choose("full for 10 min")
        bench.run(.seconds(660), step: .seconds(1))
        #expect(bench.status?.choice.mode == .manual)
        bench.device.isOn = true
        bench.run(.seconds(120), step: .seconds(1))
        #expect(bench.held == byHand ?? 10)
    }

    /// How a write that is under way gets lost.
    enum Loss: CaseIterable { case mains, adapter, kill, stop }

    @Test(
        "Nor when it was on its way to the charger and got lost after that",
        arguments: [LimitRegister.persistent, .volatile], Loss.allCases)
    func withdrawnOnTheWire(register: LimitRegister, loss: Loss) {
        var bench = Bench.controlled(limits: LimitSettings(register: register))
        bench.request(12)
        bench.run(.seconds(60), step: .seconds(1))
        bench.latency = .seconds(6)
        bench.choose("full")
        while bench.last?.source != .mode || !bench.isWriting { bench.run(.milliseconds(250)) }
        bench.choose("manual")
        bench.device.isOn = false
        switch loss {
        case .mains: break
        case .adapter: bench.unplug()
        case .kill: bench.restart()
        case .stop: bench.restartInPeace()
        }
        bench.run(.seconds(60), step: .seconds(1))
        let full = bench.reports.last { $0.source == .mode }
        if loss == .kill || loss == .stop {
            #expect(full?.outcome == .interrupted)
        } else {
            #expect(full?.outcome == .superseded)
            #expect(full?.reason?.contains("manual") == true, "\(full?.reason ?? "")")
        }
        bench.device.isOn = true
        if loss == .adapter { bench.plugIn() }
        bench.latency = .milliseconds(100)
        bench.run(.seconds(200), step: .seconds(1))
        #expect(bench.wish == 12)
        #expect(bench.snapshot.limitInForce?.amperes == 12)
    }

    @Test(
        "Nor when the charger declines it or does not answer after that",
        arguments: [FakeCharger.Manner.declines, .deaf])
    func withdrawnAndRefused(manner: FakeCharger.Manner) {
        var bench = Bench.controlled()
        bench.request(12)
        bench.run(.seconds(60), step: .seconds(1))
        bench.latency = .seconds(2)
        bench.device.manner = manner
        bench.choose("full")
        while bench.last?.source != .mode || !bench.isWriting { bench.run(.milliseconds(250)) }
        bench.choose("manual")
        bench.run(.seconds(20))
        bench.device.manner = .answers
        bench.latency = .milliseconds(100)
        bench.run(.seconds(1200), step: .seconds(1))
        #expect(bench.wish == 12)
        #expect(bench.held == 12)
    }

    @Test("Full ends after the charge it was given for")
    func charge() {
        var bench = Bench.controlled()
        bench.choose("full for 1 Ah")
        // 30 A for two minutes.
        bench.run(.seconds(110), step: .seconds(1))
        #expect(bench.status?.choice.mode == .full)
        bench.run(.seconds(30), step: .seconds(1))
        #expect(bench.status?.choice.mode == .manual)
    }

    @Test("Off and on again by the plug, told once and told again when it does not obey")
    func plug() {
        var bench = Bench.controlled()
        bench.send(.plug(isOn: true))
        bench.choose("off")
        bench.run(.seconds(5))
        #expect(bench.plugOrders == [false])
        #expect(bench.status?.reason.contains("does not say that it did") == true)
        #expect(bench.status?.isPaused == true)
        bench.run(.seconds(60))
        #expect(bench.plugOrders == [false, false])
        bench.send(.plug(isOn: false))
        bench.device.isOn = false
        bench.run(.seconds(120))
        #expect(bench.plugOrders == [false, false])
        #expect(bench.status?.owner == .off)
        #expect(bench.snapshot.idleReason?.contains("plug is off") == true)
        bench.choose("manual")
        bench.run(.seconds(1))
        #expect(bench.plugOrders == [false, false, true])
    }

    @Test("A hand that switches the plug back is not fought")
    func handAtPlug() {
        var bench = Bench.controlled()
        bench.send(.plug(isOn: true))
        bench.choose("off")
        bench.run(.seconds(1))
        bench.send(.plug(isOn: false))
        bench.run(.seconds(10))
        bench.send(.plug(isOn: true))
        bench.run(.seconds(300), step: .seconds(1))
        #expect(bench.plugOrders == [false])
    }

    @Test("Without a broker the plug can't be switched, and that is said; with one it is")
    func noBroker() {
        var bench = Bench.controlled()
        bench.send(.plug(isOn: true))
        bench.send(.brokerLost)
        bench.choose("off")
        bench.run(.seconds(5))
        #expect(bench.plugOrders.isEmpty)
        #expect(bench.status?.reason.contains("without a broker") == true)
        bench.send(.brokerStands)
        bench.run(.seconds(5))
        #expect(bench.plugOrders == [false])
    }

    @Test(
        "A limit set by hand, here or at an app, holds for a while, then the mode goes on",
        arguments: [true, false])
    func hand(isApp: Bool) {
        var bench = Bench.controlled(ControlSettings(manualHold: .seconds(600)))
        bench.choose("full")
        bench.run(.seconds(20))
        if isApp {
            bench.app(sets: 9)
            bench.run(.seconds(60))
        } else {
            bench.request(9)
            bench.run(.seconds(5))
        }
        #expect(bench.held == 9)
        #expect(bench.status?.owner == .manual)
        #expect(bench.status?.isPaused == true)
        #expect(bench.status?.reason.contains("set by hand") == true)
        bench.run(.seconds(500), step: .seconds(1))
        #expect(bench.held == 9)
        bench.run(.seconds(120), step: .seconds(1))
        #expect(bench.held == 30)
        #expect(bench.status?.owner == .full)
    }

    @Test(
        "An end on the clock is at that hour also when the clocks change before it",
        arguments: [(7200, 3600, 10.0), (3600, 7200, 8.0), (3600, 3600, 9.0)])
    func clocksChange(east: Int, later: Int, hours: Double) {
        var bench = Bench.controlled()
        // 21:00 UTC; the clocks change four hours later.
        bench.now.unixMilliseconds = 19_000 * 86_400_000 + 21 * 3_600_000
        let change = LocalClock.Change(at: bench.now.unixMilliseconds + 4 * 3_600_000, secondsEast: later)
        let evening = 21 * 60 + east / 60
        let morning = (evening + 9 * 60) % 1440
        let text = String(format: "%02d:%02d", morning / 60, morning % 60)
        let start = bench.now.unixMilliseconds
        bench.choose("full until \(text)", clock: LocalClock(secondsEast: east, change: change))
        #expect(bench.status?.choice.end == .time(start + Int64(hours * 3_600_000)))
    }

    @Test("The most that the sun may use is held within the charger's bounds, and what is absurd is refused")
    func maximum() {
        var bench = Bench.controlled()
        for (asked, held) in [("3", 7.5), ("35", 30), ("20", 20)] {
            bench.setControl(.maximum, asked)
            #expect(bench.status?.maximum == CurrentLimit(amperes: held))
            #expect((bench.last?.reason == nil) == (Double(asked) == held))
            #expect(bench.last?.outcome == .acknowledged)
        }
        for absurd in ["1000", "1e308", "-1", "0"] {
            bench.setControl(.maximum, absurd)
            #expect(bench.last?.outcome == .refused)
            #expect(bench.status?.maximum == CurrentLimit(amperes: 20))
        }
    }

    @Test("By choice a limit set by hand stays until the mode is chosen again")
    func stays() {
        var bench = Bench.controlled(ControlSettings(manualHold: nil))
        bench.choose("full")
        bench.run(.seconds(20))
        bench.request(9)
        bench.run(.seconds(7200), step: .seconds(5))
        #expect(bench.held == 9)
        #expect(bench.status?.choice == ModeChoice(.manual))
    }

    @Test("Mode, end, hold and settings outlive the program, also where the calendar was set back")
    func restart() {
        var bench = Bench.controlled()
        bench.setControl(.reserve, "150")
        bench.setControl(.maximum, "22.5")
        bench.choose("full for 10 min")
        bench.run(.seconds(20))
        bench.restart(away: .seconds(60), calendarJump: .seconds(-86_400))
        bench.send(.brokerStands)
        bench.run(.seconds(60))
        #expect(bench.status?.choice.mode == .full)
        #expect(bench.status?.reserve == 150)
        #expect(bench.status?.maximum == CurrentLimit(amperes: 22.5))
        bench.run(.seconds(560), step: .seconds(1))
        #expect(bench.status?.choice.mode == .manual)
    }

    @Test(
        "A limit set by hand holds its time, no longer for the program having been away; with a calendar set back, that much longer",
        arguments: [(0, 3600), (-86_400, 4600)])
    func holdWhileAway(calendarJump: Int, seconds: Int) {
        var bench = Bench.controlled(ControlSettings(manualHold: .seconds(3600)))
        bench.choose("full")
        bench.run(.seconds(20))
        bench.request(9)
        bench.run(.seconds(5))
        bench.restart(away: .seconds(1000), calendarJump: .seconds(calendarJump))
        bench.send(.brokerStands)
        bench.run(.seconds(seconds - 1005 - 30), step: .seconds(1))
        #expect(bench.held == 9)
        bench.run(.seconds(60), step: .seconds(1))
        #expect(bench.held == 30)
    }

    @Test("A mode configured anew is taken; an unchanged one leaves what was chosen")
    func configured() {
        var bench = Bench.controlled(ControlSettings(initialMode: .full))
        bench.run(.seconds(20))
        #expect(bench.held == 30)
        bench.choose("manual")
        bench.restartInPeace()
        #expect(bench.status?.choice.mode == .manual)
        bench.control(ControlSettings(initialMode: .manual))
        bench.restartInPeace()
        bench.control(ControlSettings(initialMode: .full))
        bench.restartInPeace()
        #expect(bench.status?.choice.mode == .full)
    }

    @Test("After a start the meter gets its time to speak before the limit is lowered for its silence")
    func patience() {
        var bench = Bench.controlled(ControlSettings(initialMode: .surplusOrMinimum))
        bench.run(.seconds(50), step: .seconds(1))
        #expect(bench.held == 10)
        #expect(bench.status?.reason.contains("has not been heard yet") == true)
        bench.run(.seconds(20), step: .seconds(1))
        #expect(bench.held == 7.5)
        #expect(bench.status?.isPaused == true)
    }

    @Test("A limit above the maximum for the sun comes down as soon as the sun decides")
    func aboveMaximum() {
        var bench = Bench.controlled()
        bench.request(28)
        bench.run(.seconds(5))
        bench.setControl(.maximum, "20")
        #expect(bench.held == 28)
        bench.choose("surplus or minimum")
        for _ in 0..<60 {
            let drawn = bench.held * 13.2 / 0.94 - 2000
            bench.send(.grid(watts: drawn, heardAt: bench.now.uptime))
            bench.run(.seconds(1))
        }
        #expect(bench.held == 20)
        #expect(bench.status?.owner == .surplus)
    }

    @Test("What is no reserve or maximum is refused", arguments: ["", "much", "nan", "1e9", "-9999"])
    func noNumber(text: String) {
        var bench = Bench.controlled()
        for subject in [RequestSubject.reserve, .maximum] where !(subject == .maximum && text == "1e9") {
            bench.setControl(subject, text)
            #expect(bench.last?.outcome == .refused)
            #expect(bench.last?.subject == subject)
        }
        #expect(bench.status?.reserve == 0)
    }
}

extension Bench {
    /// A bridge with a charger, a meter and a plug that only a person has decided for so far.
    static func controlled(
        _ settings: ControlSettings = ControlSettings(surplus: SurplusParameters(plug: PlugRules())),
        limits: LimitSettings = LimitSettings()
    ) -> Bench {
        var settings = settings
        if settings.hasMeter, settings.surplus.plug == nil { settings.surplus.plug = PlugRules() }
        var bench = Bench(holding: 10, settings: limits, control: settings)
        bench.send(.linkUp)
        bench.send(.brokerStands)
        bench.run(.seconds(5))
        return bench
    }

    /// Chooses a mode, as over MQTT.
    mutating func choose(_ text: String, clock: LocalClock = LocalClock(secondsEast: 0)) {
        send(.control(.mode, payload: Array(text.utf8), .mqtt, clock))
    }

    mutating func setControl(_ subject: RequestSubject, _ text: String) {
        send(.control(subject, payload: Array(text.utf8), .mqtt, LocalClock(secondsEast: 0)))
    }

    /// What the configuration says after the next start.
    mutating func control(_ settings: ControlSettings) { control = settings }

    var status: ControlStatus? { snapshot.control }
}
