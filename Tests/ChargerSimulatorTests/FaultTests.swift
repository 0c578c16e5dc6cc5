// SPDX-License-Identifier: MIT
import ChargerSimulator
import Testing
import VEDirect

@Suite("Faults on demand")
struct FaultTests {
    private static func charger(_ faults: (inout Faults) -> Void) throws -> SimulatedCharger {
        var charger = try SimulatedCharger.typical()
        _ = charger.listen(seconds: 12)
        faults(&charger.faults)
        return charger
    }

    @Test(
        "Damaged bytes cost blocks and frames, and what gets through is right",
        arguments: [\Faults.garbledBytes, \.lostBytes, \.extraBytes]
            as [any WritableKeyPath<Faults, Double> & Sendable])
    func damage(fault: any WritableKeyPath<Faults, Double> & Sendable) throws {
        var charger = try Self.charger { $0[keyPath: fault] = 0.002 }
        let stream = charger.listen(seconds: 300)
        #expect(stream.faults.count > 20)
        #expect((100..<292).contains(stream.blocks.count))
        #expect(stream.blocks.count { $0["SER#"] == "HQ2200SIMUL" } > 100)
        charger.faults = .none
        _ = charger.listen(seconds: 3)
        #expect(charger.listen(seconds: 30).faults.isEmpty)
    }

    @Test("Frames inside a block harm neither", arguments: Faults.FramesInText.allCases)
    func framesInText(place: Faults.FramesInText) throws {
        var charger = try Self.charger { $0.framesInText = place }
        let bytes = charger.advance(to: charger.now + .seconds(60))
        let stream = events(in: bytes)
        #expect(stream.faults.isEmpty)
        #expect(stream.blocks.count >= 57)
        // Where a frame begins right after something other than a line end or checksum, it stands inside.
        let text = String(decoding: bytes, as: Unicode.ASCII.self)
        let split = text.split(separator: "PID").dropFirst().count { $0.prefix { $0 != "k" }.contains(":A") }
        #expect((split > 0) == (place != .never))
    }

    @Test("In silence nothing is heard or said, and the charge goes on")
    func silence() throws {
        var charger = try Self.charger { _ in }
        let before = charger.battery.stateOfCharge
        charger.silence(for: .seconds(20))
        charger.receive(Array(":8F0ED0064000C\n".utf8))
        #expect(charger.advance(to: charger.now + .seconds(19)).isEmpty)
        #expect(charger.nonVolatileWrites == 0)
        #expect(charger.battery.stateOfCharge > before)
        #expect(charger.listen(seconds: 10).blocks.count >= 7)
    }

    @Test("Requests are ignored as often as wanted, then obeyed again")
    func ignored() throws {
        var charger = try Self.charger { $0.ignoredRequests = 2 }
        #expect(charger.ask(":8F0ED0064000C").isEmpty)
        #expect(charger.ask(":154").isEmpty)
        #expect(charger.nonVolatileWrites == 0)
        #expect(charger.ask(":8F0ED0064000C") == [":8F0ED0064000C"])
        charger.faults.ignoredRequests = .max
        for _ in 0..<20 { #expect(charger.ask(":154").isEmpty) }
    }

    @Test("An answer gets lost, and the request is obeyed all the same")
    func lostAnswer() throws {
        var charger = try Self.charger { $0.lostAnswers = 1 }
        #expect(charger.ask(":8F0ED0064000C").isEmpty)
        #expect(charger.limitInForce == 100)
        #expect(charger.ask(":7F0ED0071") == [":7F0ED0064000D"])
    }

    @Test("An answer comes late")
    func late() throws {
        var charger = try Self.charger { $0.answerDelay = .seconds(5) }
        #expect(charger.ask(":154", seconds: 4.9).isEmpty)
        #expect(charger.listen(seconds: 0.3).answers.count == 1)
    }

    @Test("Answers carry flags, and nothing is written")
    func flags() throws {
        var charger = try Self.charger { $0.answerFlags = 0x02 }
        #expect(charger.ask(":8F0ED0064000C") == [":8F0ED027800F6"])
        #expect(charger.nonVolatileWrites == 0)
    }

    @Test("Answers name another register")
    func wrongRegister() throws {
        var charger = try Self.charger { $0.answerRegister = 0xEDF1 }
        #expect(charger.ask(":7F0ED0071") == [":7F1ED007800F8"])
    }

    @Test("Text stops while frames go on, or frames while text goes on")
    func oneProtocol() throws {
        var charger = try Self.charger { $0.withoutText = true }
        _ = charger.listen(seconds: 0.5)
        let frames = charger.listen(seconds: 10)
        #expect(frames.blocks.isEmpty && frames.unasked.count > 200)
        charger.faults.withoutText = false
        charger.faults.withoutFrames = true
        _ = charger.listen(seconds: 0.5)
        let text = charger.listen(seconds: 10)
        #expect(text.frames.isEmpty && text.blocks.count >= 9)
        #expect(charger.ask(":154") == [":54243CB"])
    }

    @Test("Old firmware: text pauses while requests come")
    func textPause() throws {
        var charger = try Self.charger { $0.textPauseAfterRequest = .seconds(5) }
        for _ in 0..<4 { #expect(charger.ask(":154", seconds: 2) == [":54243CB"]) }
        _ = charger.listen(seconds: 1)
        #expect(charger.listen(seconds: 1.5).blocks.isEmpty)
        #expect(charger.listen(seconds: 4).blocks.count >= 2)
    }

    @Test("An error stops the charge and is told, until it is gone")
    func errorCode() throws {
        var charger = try Self.charger { $0.errorCode = 17 }
        let block = try #require(charger.listen(seconds: 3).blocks.last)
        #expect(block["ERR"] == "17" && block["CS"] == "2" && block["I"] == "0")
        #expect(charger.registers[0xEDDA]?.value == [17])
        charger.faults.errorCode = 0
        #expect(charger.listen(seconds: 4).blocks.last?["CS"] == "3")
    }

    @Test("Another state is reported in text and frames")
    func reportedState() throws {
        var charger = try Self.charger { $0.reportedState = 252 }
        let stream = charger.listen(seconds: 4)
        #expect(stream.blocks.last?["CS"] == "252")
        #expect(stream.unasked.contains { $0.address == 0x0201 && $0.value == [252] })
    }

    @Test("Noise on the host's idle line is answered as a bad frame, unasked")
    func unaskedErrors() throws {
        var charger = try Self.charger { $0.unaskedFrameErrors = 1 }
        #expect(
            charger.listen(seconds: 10.5).answers.map(\.description)
                == [String](repeating: ":4AAAAFD", count: 10))
    }

    @Test("Another hand changes the limit without a word on the wire")
    func anotherHand() throws {
        var charger = try Self.charger { _ in }
        let isTaken = charger.writeByAnotherHand(0xEDF0, [0x50, 0x00])
        #expect(isTaken)
        let stream = charger.listen(seconds: 3)
        #expect(stream.answers.isEmpty)
        #expect(stream.blocks.last?["I"] == "8000")
        #expect(charger.ask(":7F0ED0071") == [":7F0ED00500021"])
        let isTakenReadOnly = charger.writeByAnotherHand(0x0201, [0])
        #expect(!isTakenReadOnly)
    }

    @Test("The same seed, times and requests give the same bytes; another seed gives others")
    func deterministic() throws {
        func run(seed: UInt64, step: Duration) throws -> [UInt8] {
            var charger = try SimulatedCharger.typical { $0.seed = seed }
            charger.faults.garbledBytes = 0.01
            charger.faults.framesInText = .anywhere
            var bytes: [UInt8] = []
            while charger.now < .seconds(60) {
                if charger.now == .seconds(30) { charger.receive(Array(":7F0ED0071\n".utf8)) }
                bytes += charger.advance(to: charger.now + step)
            }
            return bytes
        }
        let first = try run(seed: 7, step: .milliseconds(10))
        #expect(try run(seed: 7, step: .milliseconds(10)) == first)
        #expect(try run(seed: 7, step: .seconds(2)) == first, "the length of the steps must not matter")
        #expect(try run(seed: 8, step: .milliseconds(10)) != first)
    }
}
