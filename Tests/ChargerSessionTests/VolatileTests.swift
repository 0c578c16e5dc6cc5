// SPDX-License-Identifier: MIT
import ChargerControl
import ChargerSession
import ChargerSimulator
import Testing

@Suite("The limit that lapses, on the wire")
struct VolatileTests {
    private static let mode = "80E2000051A"
    private static let twelve = "81520007800A0"
    private static let back = "7152000"

    private static func setup(_ change: @escaping (inout SimulatedCharger.Configuration) -> Void = { _ in })
        -> Bench.Setup
    {
        var setup = Bench.Setup()
        setup.settings.register = .volatile
        setup.configure = change
        return setup
    }

    private static let held = CurrentLimit(deciamperes: 120)

    @Test("is the mode, the limit and a reading back, and is in force")
    func exchange() async throws {
        try await Bench.with(Self.setup()) { bench in
            await bench.run(.seconds(20))
            #expect(bench.sets.isEmpty)
            await bench.ask("12")
            await bench.run(.seconds(1))
            let asked = bench.requests.suffix(4)
            #expect(asked.dropLast().dropLast() == [Self.mode, Self.twelve])
            #expect(asked.dropLast().last?.hasPrefix(Self.back) == true)
            #expect(asked.last?.hasPrefix("7012000") == true)
            #expect(bench.outcomes.map(\.outcome) == [.acknowledged])
            #expect(bench.snapshot?.limitInForce == Self.held)
            #expect(bench.charger { $0.limitInForce } == 120)
            #expect(bench.held == 300)
        }
    }

    @Test("is renewed every 20 s, so that it holds for hours, and the memory is not written")
    func renewal() async throws {
        try await Bench.with(Self.setup()) { bench in
            await bench.run(.seconds(20))
            await bench.ask("12")
            await bench.run(.seconds(1))
            for _ in 0..<60 {
                await bench.run(.seconds(60))
                #expect(bench.charger { $0.limitInForce } == 120)
            }
            #expect(bench.charger { $0.nonVolatileWrites } == 0)
            let times = bench.talk.filter { $0.line == Self.twelve && $0.isRequest }.map(\.at)
            #expect(times.count >= 160)
            for (first, second) in zip(times, times.dropFirst()) { #expect(second - first < .seconds(25)) }
            #expect(bench.snapshot?.volatile?.givenUp == nil)
        }
    }

    @Test("lapses when the bridge is gone: the kept limit holds again")
    func lapses() async throws {
        try await Bench.with(Self.setup()) { bench in
            await bench.run(.seconds(20))
            await bench.ask("12")
            await bench.run(.seconds(5))
            await bench.stop()
            await bench.run(.seconds(45))
            #expect(bench.charger { $0.limitInForce } == 120)
            await bench.run(.seconds(15))
            #expect(bench.charger { $0.limitInForce } == 300)
        }
    }

    @Test("survives lost and late answers, and garbled bytes")
    func noise() async throws {
        try await Bench.with(Self.setup { $0.seed = 5 }) { bench in
            await bench.run(.seconds(20))
            bench.charger {
                $0.faults.lostAnswers = 2
                $0.faults.answerDelay = .milliseconds(400)
            }
            await bench.ask("12")
            await bench.run(.seconds(20))
            #expect(bench.charger { $0.limitInForce } == 120)
            #expect(bench.outcomes.map(\.outcome) == [.acknowledged])
            bench.charger { $0.faults.lostAnswers = 1 }
            await bench.run(.seconds(60))
            #expect(bench.charger { $0.limitInForce } == 120)
            #expect(bench.held == 300)
        }
    }

    /// What a charger can do against it.
    enum Trouble: String, CaseIterable {
        case disobeys, flags, network, externalControl, setPoint
    }

    @Test("is given up for the kept one, with words", arguments: Trouble.allCases)
    func givenUp(trouble: Trouble) async throws {
        try await Bench.with(Self.setup()) { bench in
            await bench.run(.seconds(30))
            await bench.ask("12")
            await bench.run(.seconds(30))
            bench.charger { charger in
                switch trouble {
                case .disobeys: charger.faults.disobeysNetworkLimit = true
                case .flags: charger.faults.networkControlFlags = 0x02
                case .network: charger.faults.inNetwork = true
                case .externalControl: charger.faults.reportedState = 252
                case .setPoint:
                    charger.writeByAnotherHand(0xEDF1, [0xFF])
                    charger.writeByAnotherHand(0xEDF7, [0x0E, 0x06])
                }
            }
            await bench.run(.seconds(45))
            #expect(bench.held == 120)
            #expect(bench.snapshot?.limitInForce == Self.held)
            #expect(bench.snapshot?.problem?.contains("given up") == true)
            #expect(bench.log.all.count { $0.contains("given up") } == 1)
            let count = bench.sets.count
            await bench.run(.seconds(120))
            #expect(bench.sets.count == count)
            #expect(bench.charger { $0.limitInForce } == 120)
        }
    }

    @Test(
        "is not tried on a charger without the register, or one that answers it with flags",
        arguments: [true, false])
    func absent(isAbsent: Bool) async throws {
        try await Bench.with(Self.setup { if isAbsent { $0.networkLimit = .absent } }) { bench in
            if !isAbsent { bench.charger { $0.faults.networkControlFlags = 0x02 } }
            await bench.run(.seconds(20))
            await bench.ask("12")
            await bench.run(.seconds(5))
            #expect(bench.sets == ["8F0ED0078" + "00F8"])
            #expect(bench.snapshot?.limitInForce == Self.held)
            #expect(bench.snapshot?.volatile?.givenUp?.contains("0x2015") == true)
        }
    }

    @Test("is found to have no effect by the current, and the kept one takes its place")
    func ignored() async throws {
        try await Bench.with(Self.setup { $0.networkLimit = .ignored }) { bench in
            await bench.run(.seconds(20))
            await bench.ask("12")
            await bench.run(.seconds(40))
            #expect(bench.snapshot?.volatile?.givenUp?.contains("flow") == true)
            #expect(bench.held == 120)
        }
    }
}
