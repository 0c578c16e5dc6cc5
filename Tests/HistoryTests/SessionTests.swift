// SPDX-License-Identifier: MIT
import ChargerControl
import History
import Testing

@Suite struct SessionTests {
    @Test("A full charge is told phase by phase")
    func full() async throws {
        try await withFolder { folder in
            var scene = Scene(folder + "/h.sqlite")
            await scene.begin()
            await scene.charge(.off, volts: 12.2, amperes: 0, for: 60)
            await scene.charge(.bulk, volts: 13, amperes: 36, for: 600)
            await scene.charge(.absorption, volts: 14.4, amperes: 18, for: 300)
            await scene.charge(.float, volts: 13.8, amperes: 3.6, for: 100)
            await scene.charge(.storage, volts: 13.2, amperes: 0, for: 100)
            let session = try #require(try await scene.sessions().first)
            #expect(session.start == midnight + 60 && session.end == midnight + 1060)
            #expect(session.ending == .full && session.endingWords?.contains("storage") == true)
            #expect(abs(session.bulk.minutes - 10) < 0.1 && abs(session.bulk.ampereHours - 6) < 0.05)
            #expect(abs(session.bulk.wattHours - 78) < 1)
            #expect(
                abs(session.absorption.minutes - 5) < 0.1 && abs(session.absorption.ampereHours - 1.5) < 0.05)
            #expect(
                abs(session.float.minutes - 100.0 / 60) < 0.1 && abs(session.float.ampereHours - 0.1) < 0.01)
            #expect(session.other == ChargePhase())
            #expect(session.startVoltage == 13_000 && session.endVoltage == 13_800)
            #expect(session.peakVoltage == 14_400)
            #expect(session.peakCurrent == 36_000 && session.peakBatteryTemperature == 2100)
            await scene.keeper.end(at: scene.now)
        }
    }

    enum Step: Sendable {
        case stage(ChargeStage, Int)
        case silence(Int)
        case plugOff
        case error(Int)
        case restart(after: Int64)
    }

    @Test(
        "A session ends for the reason there is",
        arguments: [
            ("full after float", [.stage(.bulk, 60), .stage(.float, 60), .stage(.off, 60)], [.full]),
            ("off before", [.stage(.bulk, 60), .stage(.off, 60)], [.chargerOff]),
            ("fault", [.stage(.bulk, 60), .error(33), .stage(.fault, 60)], [.fault]),
            ("silence", [.stage(.bulk, 60), .silence(330)], [.silent]),
            ("plug", [.stage(.bulk, 60), .plugOff, .silence(330)], [.switchedOff]),
            ("still going on", [.stage(.bulk, 60), .stage(.absorption, 60)], [nil]),
            ("a blink", [.stage(.bulk, 60), .stage(.off, 20), .stage(.bulk, 60)], [nil]),
            ("a cable moved", [.stage(.bulk, 60), .silence(200), .stage(.bulk, 60)], [nil]),
            (
                "a new cycle", [.stage(.bulk, 60), .stage(.float, 60), .stage(.bulk, 60)],
                [nil, .newCycle]
            ),
            ("a short restart", [.stage(.bulk, 60), .restart(after: 60), .stage(.bulk, 60)], [nil]),
            ("a long one", [.stage(.bulk, 60), .restart(after: 3600), .stage(.bulk, 60)], [nil, .notSeen]),
            ("only float", [.stage(.float, 60)], []), ("only storage", [.stage(.storage, 60)], []),
        ] as [(String, [Step], [SessionEnding?])])
    func endings(_ name: String, _ steps: [Step], _ expected: [SessionEnding?]) async throws {
        try await withFolder { folder in
            var scene = Scene(folder + "/h.sqlite")
            await scene.begin()
            for step in steps {
                switch step {
                case .stage(let stage, let seconds):
                    let error = scene.report.snapshot.values.error
                    scene.set(stage, volts: 13, amperes: 5)
                    if stage == .fault { scene.report.snapshot.values.error = error }
                    await scene.pass(seconds)
                case .silence(let seconds): await scene.silence(for: seconds)
                case .plugOff: scene.report.snapshot.control = plugOff
                case .error(let code):
                    scene.report.snapshot.values.error = ErrorReading(code: code, text: "hot")
                case .restart(let pause):
                    await scene.keeper.end(at: scene.now)
                    scene = Scene(folder + "/h.sqlite", at: scene.unixSeconds + pause)
                    await scene.begin()
                }
            }
            await scene.pass(1)
            let sessions = try await scene.sessions()
            #expect(sessions.map(\.ending) == expected)
            #expect(
                sessions.allSatisfy {
                    ($0.ending == nil) == ($0.endingWords == nil) && $0.lastCharging >= $0.start
                })
            await scene.keeper.end(at: scene.now)
        }
    }

    private var plugOff: ControlStatus? {
        let now = Moment(uptime: .zero, unixMilliseconds: 0)
        var charger = Charger(settings: LimitSettings(), control: ControlSettings(), at: now)
        var status = charger.snapshot(at: now).control
        status?.plugIsOn = false
        return status
    }

    @Test("A session outlasts a program that is killed, with all that went in until ten seconds before")
    func killed() async throws {
        try await withFolder { folder in
            var scene = Scene(folder + "/h.sqlite")
            await scene.begin()
            await scene.charge(.bulk, volts: 13, amperes: 36, for: 1900)
            let before = try #require(try await scene.sessions().first)
            // The first keeper is left as a killed program leaves it.
            var next = Scene(folder + "/h.sqlite", at: scene.unixSeconds + 5)
            await next.begin()
            let after = try #require(try await next.sessions().first)
            #expect(after.id == before.id && after.ending == nil)
            #expect(after.bulk.microcoulombs >= before.bulk.microcoulombs)
            #expect(after.bulk.milliseconds >= 1_888_000)
            await next.charge(.bulk, volts: 13, amperes: 36, for: 20)
            #expect(try await next.sessions().map(\.id) == [before.id])
            #expect(try await next.samples().samples.map(\.readings).reduce(0, +) >= 1900)
            await next.keeper.end(at: next.now)
        }
    }

    @Test("Lists come in pages, the newest first")
    func pages() async throws {
        try await withFolder { folder in
            var scene = Scene(folder + "/h.sqlite")
            await scene.begin()
            for _ in 0..<7 {
                await scene.charge(.bulk, for: 40)
                await scene.charge(.off, for: 40)
            }
            var starts: [Int64] = []
            var before: Int64?
            repeat {
                let page = try await scene.keeper.sessions(of: "test", before: before, limit: 3)
                #expect(page.items.count <= 3)
                starts += page.items.map(\.start)
                before = page.next
            } while before != nil
            #expect(starts == (0..<7).reversed().map { midnight + $0 * 80 })
            #expect(try await scene.keeper.sessions(of: "another").items.isEmpty)
            await scene.keeper.end(at: scene.now)
        }
    }
}
