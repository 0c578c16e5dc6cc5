// SPDX-License-Identifier: MIT
import ChargerControl
import History
import Testing

@Suite struct ClockTests {
    @Test(
        "A calendar that jumps begins new samples and loses none",
        arguments: [86_400, 3600, 61, 7, -7, -61, -3600, -86_400, -midnight])
    func jump(by seconds: Int64) async throws {
        try await withFolder { folder in
            var scene = Scene(folder + "/h.sqlite")
            await scene.begin()
            await scene.charge(.bulk, for: 1300)
            scene.calendar += seconds
            await scene.charge(.bulk, for: 1300)
            await scene.keeper.end(at: scene.now)
            let reader = Scene(folder + "/h.sqlite", at: scene.unixSeconds)
            await reader.begin()
            let all = try await reader.samples(from: 0, to: midnight * 2, points: 100_000)
            #expect(all.samples.map(\.readings).reduce(0, +) == 2600)
            #expect(zip(all.samples, all.samples.dropFirst()).allSatisfy { $0.time < $1.time })
            let sessions = try await reader.sessions()
            #expect(sessions.count == 1 || seconds.magnitude > 300)
            #expect(sessions.map(\.bulk.milliseconds).reduce(0, +) >= 2_590_000)
            let days = try await reader.keeper.days(of: "test").items
            #expect(days.map(\.coulombs).reduce(0, +) >= 25_800)
            await reader.keeper.end(at: reader.now)
        }
    }

    @Test(
        "No calendar is too strange",
        arguments: [Int64.min / 2000, -1, 0, 253_402_300_800, Int64.max / 2000])
    func strange(calendar: Int64) async throws {
        try await withFolder { folder in
            var scene = Scene(folder + "/h.sqlite", at: calendar)
            await scene.begin()
            await scene.charge(.bulk, for: 25)
            #expect(scene.log.lines.isEmpty)
            let series = try await scene.samples(from: 0, to: .max)
            #expect(series.samples.map(\.readings).reduce(0, +) >= 10 || calendar < 0 || calendar > midnight)
            scene.calendar = midnight
            await scene.charge(.bulk, for: 25)
            await scene.keeper.end(at: scene.now)
            #expect(scene.keeper.status.commits == 1)
        }
    }

    @Test("A calendar that was wrong for an hour takes hardly any of the past with it")
    func wrongForAnHour() async throws {
        try await withFolder { folder in
            var scene = Scene(folder + "/h.sqlite")
            await scene.begin()
            await scene.charge(.bulk, for: 4 * 3600)
            scene.calendar += 86_400 * 365 * 20
            await scene.charge(.bulk, for: 3600)
            scene.calendar -= 86_400 * 365 * 20
            await scene.keeper.end(at: scene.now)
            let reader = Scene(folder + "/h.sqlite", at: scene.unixSeconds)
            await reader.begin()
            let kept = try await reader.samples(from: midnight, to: midnight + 4 * 3600)
            // Two old ones go for each new one; the coarse ones cover the rest.
            #expect(kept.samples.count >= 720 || kept.seconds > 10)
            let minutes = try await reader.samples(from: midnight, to: midnight + 4 * 3600, points: 240)
            #expect(minutes.samples.count >= 110 || minutes.seconds == 900 && minutes.samples.count == 16)
            await reader.keeper.end(at: reader.now)
        }
    }
}
