// SPDX-License-Identifier: MIT
import ByteLink
import ChargerControl
import ChargerSession
import ChargerSimulator
import Testing

@Suite("The link")
struct LinkTests {
    @Test("a port that is missing at the start is waited for, with the reason shown")
    func missing() async throws {
        var setup = Bench.Setup()
        setup.isPortThere = false
        try await Bench.with(setup) { bench in
            await bench.run(.seconds(30))
            #expect(bench.snapshot?.isOnline == false)
            #expect(bench.snapshot?.idleReason == Bench.portMissing.words)
            #expect(bench.requests.isEmpty)
            bench.link.refuseOpening(nil)
            await bench.run(.seconds(10))
            #expect(bench.snapshot?.isOnline == true)
            #expect(bench.snapshot?.idleReason == nil)
            #expect(bench.report?.link.connections == 1)
            #expect(
                bench.linkLines == [
                    "warning: no link to the charger: \(Bench.portMissing.words)", "info: in-memory is open",
                ])
        }
    }

    @Test("a link that hangs up comes back by itself")
    func hangUp() async throws {
        try await Bench.with { bench in
            await bench.run(.seconds(20))
            bench.link.hangUp()
            await bench.run(.milliseconds(250))
            #expect(bench.snapshot?.idleReason?.contains("hung up") == true)
            await bench.run(.seconds(10))
            #expect(bench.snapshot?.isOnline == true)
            #expect(bench.snapshot?.idleReason == nil)
            #expect(bench.report?.link.connections == 2)
            #expect(bench.linkLines.count == 3)
            #expect(bench.snapshot?.limitInForce == CurrentLimit(deciamperes: 300))
        }
    }

    @Test("the log has one line for each change of the reason, not for each try")
    func lines() async throws {
        let busy = LinkError(.busy, linkName: "in-memory", words: "in-memory is in use: stop that first")
        try await Bench.with { bench in
            await bench.run(.seconds(20))
            bench.link.refuseOpening(Bench.portMissing)
            bench.link.hangUp()
            await bench.run(.seconds(60))
            bench.link.refuseOpening(busy)
            await bench.run(.seconds(60))
            bench.link.refuseOpening(nil)
            await bench.run(.seconds(10))
            #expect(bench.linkLines.count == 5, "\(bench.linkLines)")
        }
    }

    @Test("a server that hangs up on everyone at once does not fill the log")
    func flapping() async throws {
        try await Bench.with { bench in
            bench.charger { $0.powerOff() }
            for _ in 0..<60 {
                await bench.run(.milliseconds(1100))
                bench.link.hangUp()
            }
            #expect(bench.report?.link.connections ?? 0 > 50)
            #expect(bench.linkLines.count <= 3, "\(bench.linkLines.count) lines")
        }
    }

    @Test("what waits while the port is away is acknowledged after its return")
    func requestMeanwhile() async throws {
        try await Bench.with { bench in
            await bench.run(.seconds(20))
            bench.link.refuseOpening(Bench.portMissing)
            bench.link.hangUp()
            await bench.run(.seconds(20))
            await bench.ask("10")
            await bench.run(.seconds(5))
            #expect(bench.outcomes.isEmpty)
            #expect(bench.records.last?.reason == Bench.portMissing.words)
            bench.link.refuseOpening(nil)
            await bench.run(.seconds(30))
            #expect(bench.outcomes.map(\.outcome) == [.acknowledged])
        }
    }

    @Test("stopping ends what is being written as interrupted, and the last state goes out")
    func stop() async throws {
        try await Bench.with { bench in
            await bench.run(.seconds(20))
            bench.charger { $0.faults.ignoredRequests = .max }
            await bench.ask("10")
            await bench.run(.milliseconds(100))
            await bench.stop()
            #expect(bench.hasEnded)
            #expect(bench.outcomes.map(\.outcome) == [.interrupted])
            let state = try #require(bench.states.last)
            #expect(state.wish?.limit == CurrentLimit(deciamperes: 100))
            #expect(state.openRequests.isEmpty)
            #expect(state.wear?.lifetime == 1)
        }
    }

    @Test("stopping ends what waits as interrupted too, also without a port")
    func stopWaiting() async throws {
        var setup = Bench.Setup()
        setup.isPortThere = false
        try await Bench.with(setup) { bench in
            await bench.run(.seconds(20))
            await bench.ask("10")
            await bench.run(.seconds(5))
            await bench.stop()
            #expect(bench.hasEnded)
            #expect(bench.outcomes.map(\.outcome) == [.interrupted])
            #expect(bench.states.last?.openRequests.isEmpty == true)
        }
    }

    @Test("what comes after the last word is not taken: nobody would hear of its end")
    func tooLate() async throws {
        try await Bench.with { bench in
            await bench.run(.seconds(20))
            await bench.ask("12")
            await bench.run(.seconds(2))
            await bench.stop()
            let kept = try #require(bench.states.last)
            await bench.ask("10")
            await bench.live.command(Array("9".utf8), isRetained: false)
            #expect(await bench.live.ask(.limit, Array("8".utf8), source: .page) == nil)
            await bench.run(.seconds(2))
            #expect(bench.outcomes.map(\.asked) == ["12.0"])
            #expect(bench.log.all.filter { $0.contains("request 1 (") }.count == 1)
            #expect(bench.log.all.allSatisfy { !$0.contains("request 2 (") })
            #expect(bench.log.all.filter { $0.contains("came too late") }.count == 3)
            #expect(await bench.live.report().snapshot.wish == kept.wish?.limit)
        }
    }

    @Test("a kept identity is shown before the charger is heard")
    func kept() async throws {
        var state = KeptState()
        state.identity = ChargerIdentity(productID: 0xA330, model: "Blue Smart IP22 12|30 (1)")
        var setup = Bench.Setup()
        setup.kept = state
        setup.isPortThere = false
        try await Bench.with(setup) { bench in
            await bench.run(.seconds(2))
            #expect(bench.snapshot?.identity?.productID == 0xA330)
            #expect(bench.snapshot?.isOnline == false)
        }
    }
}

extension Bench {
    /// What the log says of the link.
    var linkLines: [String] {
        log.all.filter { $0.contains("link to the charger") || $0.contains("is open") }
    }
}
