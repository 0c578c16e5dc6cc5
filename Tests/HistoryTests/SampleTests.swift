// SPDX-License-Identifier: MIT
import ChargerControl
import History
import Testing

@Suite struct SampleTests {
    @Test(
        "A sample has the lowest, mean and highest of its ten seconds, the stage that held longest, the limit"
    )
    func bucket() async throws {
        try await withFolder { folder in
            var scene = Scene(folder + "/h.sqlite")
            await scene.begin()
            for (index, volts) in [13.0, 13.1, 13.2, 13.3, 13.4, 13.5, 13.6, 13.7, 13.8, 13.9].enumerated() {
                scene.set(index < 4 ? .bulk : .absorption, volts: volts, amperes: volts - 10)
                await scene.pass(1)
            }
            await scene.pass(1)
            let series = try await scene.samples(from: midnight, to: midnight + 3600)
            #expect(series.seconds == 10 && series.samples.count == 1)
            let sample = try #require(series.samples.first)
            #expect(
                sample.time == midnight && sample.readings == 10 && sample.reports == 10 && sample.isLinked)
            #expect(sample.voltage == Extent(minimum: 13_000, mean: 13_450, maximum: 13_900))
            #expect(sample.current == Extent(minimum: 3000, mean: 3450, maximum: 3900))
            #expect(sample.power == Extent(minimum: 39_000, mean: 46_485, maximum: 54_210))
            #expect(sample.batteryTemperature == Extent(minimum: 2100, mean: 2100, maximum: 2100))
            #expect(sample.internalTemperature == nil)
            #expect(sample.stage == .absorption)
            #expect(sample.limit == CurrentLimit(deciamperes: 150))
            await scene.keeper.end(at: scene.now)
        }
    }

    @Test(
        "Coarser samples agree with the finer ones, before and after they are in the database",
        arguments: [(60, 1500), (900, 96), (1800, 48)])
    func coarser(seconds: Int64, points: Int) async throws {
        try await withFolder { folder in
            var scene = Scene(folder + "/h.sqlite")
            await scene.begin()
            for minute in 0..<65 {
                scene.set(.bulk, volts: 12 + Double(minute) / 100, amperes: 20)
                await scene.pass(60)
            }
            func check() async throws {
                let fine = try await scene.samples(from: midnight, to: midnight + 86_400)
                let coarse = try await scene.samples(from: midnight, to: midnight + 86_400, points: points)
                #expect(fine.seconds == 10 && coarse.seconds == seconds)
                for sample in coarse.samples {
                    let parts = fine.samples.filter {
                        ($0.time - sample.time) / seconds == 0 && $0.time >= sample.time
                    }
                    #expect(sample.readings == parts.map(\.readings).reduce(0, +))
                    #expect(sample.voltage?.minimum == parts.compactMap(\.voltage?.minimum).min())
                    #expect(sample.voltage?.maximum == parts.compactMap(\.voltage?.maximum).max())
                    let sum = parts.reduce(0.0) { $0 + Double($1.voltage?.mean ?? 0) * Double($1.readings) }
                    let mean = sum / Double(max(sample.readings, 1))
                    #expect(abs(Double(sample.voltage?.mean ?? 0) - mean) <= 2)
                }
                #expect(coarse.samples.count == Int((65 * 60 + seconds - 1) / seconds))
            }
            try await check()
            await scene.keeper.end(at: scene.now)
            let again = Scene(folder + "/h.sqlite", at: midnight + 65 * 60)
            await again.begin()
            let reread = try await again.samples(from: midnight, to: midnight + 86_400, points: points)
            #expect(reread.samples.map(\.readings).reduce(0, +) == 65 * 60)
            await again.keeper.end(at: again.now)
        }
    }

    @Test("A silent charger gives samples without values, a program that does not run gives none")
    func gaps() async throws {
        try await withFolder { folder in
            var scene = Scene(folder + "/h.sqlite")
            await scene.begin()
            await scene.charge(.bulk, for: 30)
            await scene.silence(for: 30)
            await scene.keeper.end(at: scene.now)
            var later = Scene(folder + "/h.sqlite", at: midnight + 3600)
            await later.begin()
            await later.charge(.bulk, for: 20)
            let samples = try await later.samples(from: midnight, to: midnight + 7200).samples
            #expect(samples.map(\.time) == [0, 10, 20, 30, 40, 50, 3600].map { midnight + $0 })
            #expect(samples.map(\.isLinked) == [true, true, true, false, false, false, true])
            #expect(samples[4].voltage == nil && samples[4].stage == nil && samples[4].reports == 10)
            await later.keeper.end(at: later.now)
        }
    }

    @Test("Reports that come at once with a change are not counted twice, and what flowed is")
    func bursts() async throws {
        try await withFolder { folder in
            var scene = Scene(folder + "/h.sqlite")
            await scene.begin()
            scene.set(.bulk, volts: 13, amperes: 36)
            for _ in 0..<100 {
                await scene.keeper.take(scene.report, of: "test", at: scene.now)
                scene.uptime += 0.1
            }
            await scene.pass(2)
            #expect(try await scene.samples().samples.first.map { (20...26).contains($0.readings) } == true)
            let session = try #require(try await scene.sessions().first)
            #expect(abs(session.bulk.ampereHours - 0.11) < 0.002)
            await scene.keeper.end(at: scene.now)
        }
    }

    @Test("Up to four samples are put together to a point before coarser ones are taken")
    func joined() async throws {
        try await withFolder { folder in
            var scene = Scene(folder + "/h.sqlite")
            await scene.begin()
            await scene.charge(.bulk, for: 1801)
            for (points, seconds) in [(180, 10), (60, 30), (45, 40), (44, 60), (30, 60), (8, 240), (7, 900)] {
                let series = try await scene.samples(
                    from: midnight, to: midnight + 1800, points: points)
                #expect(series.seconds == Int64(seconds), "\(points) points")
                #expect(series.samples.count <= points)
                #expect(series.samples.map(\.reports).reduce(0, +) == 1800)
            }
            await scene.keeper.end(at: scene.now)
        }
    }

    @Test(
        "No more points than asked for, whatever the range", arguments: [1, 2, 7, 100, 1440, 5000, 100_000])
    func points(most: Int) async throws {
        try await withFolder { folder in
            var scene = Scene(folder + "/h.sqlite")
            await scene.begin()
            await scene.charge(.bulk, for: 2000)
            for (from, to) in [
                (midnight, midnight + 2000), (midnight + 7, midnight + 1999),
                (midnight - 1_000_000, midnight + 1),
                (0, Int64.max), (Int64.min, midnight + 500), (midnight + 10, midnight), (midnight, midnight),
            ] {
                let series = try await scene.samples(from: from, to: to, points: most)
                #expect(series.samples.count <= most)
                if from < midnight, to > midnight + 2000 {
                    #expect(series.samples.map(\.readings).reduce(0, +) == 1990)
                }
            }
            await scene.keeper.end(at: scene.now)
        }
    }

    @Test("Samples and pages go through JSON")
    func json() async throws {
        try await withFolder { folder in
            var scene = Scene(folder + "/h.sqlite")
            await scene.begin()
            await scene.charge(.bulk, for: 30)
            let series = try await scene.samples()
            #expect(try throughJSON(series) == series)
            let page = try await scene.keeper.sessions()
            #expect(try throughJSON(page).items == page.items)
            await scene.keeper.end(at: scene.now)
        }
    }
}
