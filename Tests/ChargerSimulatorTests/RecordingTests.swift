// SPDX-License-Identifier: MIT
import Captures
import ChargerSimulator
import Testing
import VEDirect

@Suite("The simulated stream against the recordings")
struct RecordingTests {
    private let real: [StreamEvent]
    private let simulated: [StreamEvent]

    init() throws {
        real = events(in: try Capture.charging.bytes)
        var charger = try SimulatedCharger.typical {
            $0.battery = SimulatedBattery(
                chemistry: .leadAcid, nominalVolts: 24, capacityAmpereHours: 100, stateOfCharge: 0.93)
        }
        simulated = charger.listen(seconds: 40)
    }

    @Test("Every block and frame holds")
    func holds() {
        #expect(simulated.faults.isEmpty)
        #expect(simulated.blocks.count >= 35)
    }

    @Test("A block has the labels of a real one, in their order")
    func labels() throws {
        let wanted = try #require(real.blocks.first).fields.map(\.label)
        for block in simulated.blocks { #expect(block.fields.map(\.label) == wanted) }
    }

    @Test("A block has values of the same form, in the same steps")
    func values() throws {
        for block in real.blocks + simulated.blocks {
            #expect(block["PID"] == "0xA334")
            #expect(block["FWE"] == "0342FF")
            #expect(block["T"] == "---")
            #expect(block.number("V").map { $0 % 10 } == 0)
            #expect(block.number("I").map { $0 % 100 } == 0)
            #expect(block.number("HC#") == 1_105_659)
        }
    }

    @Test("The same registers are sent unasked, no more and no fewer")
    func registers() {
        #expect(Set(simulated.unasked.map(\.address)) == Set(real.unasked.map(\.address)))
    }

    @Test("Their values have the same sizes")
    func sizes() {
        func sizes(_ events: [StreamEvent]) -> [UInt16: Int] {
            Dictionary(events.unasked.map { ($0.address, $0.value.count) }) { $1 }
        }
        #expect(sizes(simulated) == sizes(real))
    }

    @Test("Within a second, registers stand in an order that a real charger shows")
    func order() {
        let known = Second.orders(Second.cut(real.unasked))
        for pair in Second.orders(Second.cut(simulated.unasked)) {
            let isReversed = known.contains([pair[1], pair[0]]) && !known.contains(pair)
            #expect(!isReversed, "\(pair.map { String($0, radix: 16) }) stand the other way round")
        }
    }

    @Test("Per second there are as many beats and frames as a real charger sends")
    func counts() {
        let beats = Second.cut(real.unasked).map(\.beats.count)
        let others = Second.cut(real.unasked).map(\.others.count)
        for second in Second.cut(simulated.unasked) {
            #expect((17...23).contains(second.beats.count))
            #expect((1...(others.max() ?? 0) + 2).contains(second.others.count))
        }
        #expect(beats.allSatisfy { (17...23).contains($0) })
    }

    @Test("0x2009 and 0x200E take turns")
    func beats() {
        for second in Second.cut(simulated.unasked) where second.beats.count > 1 {
            let repeated = zip(second.beats, second.beats.dropFirst()).filter { $0 == $1 }
            // The network's registers, sent once, have a 0x200E of their own.
            #expect(repeated.count <= (second.others.contains(0x200D) ? 1 : 0))
        }
    }

    @Test("0x200E begins as 0x01 and becomes 0x21 ten seconds after power-up")
    func networkMode() {
        var uptime = 0
        var modes: [Int: Set<Int>] = [:]
        for answer in simulated.unasked {
            if answer.address == 0x0120 { uptime = answer.number }
            if answer.address == 0x200E { modes[uptime, default: []].insert(answer.number) }
        }
        #expect(modes[1] == [0x01] && modes[8] == [0x01])
        #expect(modes[11] == [0x21] && modes[30] == [0x21])
    }

    @Test(
        "What is sent once after power-up is sent once",
        arguments: [0x1070, 0x1042, 0x1043, 0x200D, 0x2001] as [UInt16])
    func once(register: UInt16) {
        #expect(real.unasked.count { $0.address == register } == 1)
        #expect(simulated.unasked.count { $0.address == register } == 1)
    }

    @Test("A measurement comes again only when it changed")
    func onlyChanges() {
        for events in [real, simulated] {
            for register in [0xED8C, 0xED8D, 0xED8F, 0xEDD5, 0xEDD7, 0xEDDB] as [UInt16] {
                let values = events.unasked.filter { $0.address == register }.map(\.number)
                #expect(zip(values, values.dropFirst()).allSatisfy { $0 != $1 })
            }
        }
    }

    @Test("A block tells what the frames before it told")
    func blocksFollowFrames() {
        for events in [real, simulated] {
            var volts: Int?
            for event in events {
                if case .frame(let frame) = event, case .async(let answer)? = try? HexAnswer(frame: frame),
                    answer.address == 0xED8D
                {
                    volts = answer.number * 10
                }
                if case .block(let block) = event, let volts { #expect(block.number("V") == volts) }
            }
        }
    }

    @Test("The cycle record is read by the protocol library as meant")
    func cycleRecord() throws {
        let answer = try #require(simulated.unasked.first { $0.address == 0x1070 })
        let cycle = try #require(ChargeCycle(answer.value))
        #expect(cycle.startSeconds == 1_105_659)
        #expect(cycle.seconds.bulk == 6)
        #expect(cycle.terminationReason == nil)
        #expect(cycle.endCentivolts == nil)
        #expect(cycle.startCentivolts ?? 0 > 2400)
    }

    @Test("Bytes leave at 19200 baud, never faster")
    func pacing() throws {
        var charger = try SimulatedCharger.typical()
        var most = 0
        var total = 0
        for turn in 1...2000 {
            let count = charger.advance(to: .milliseconds(16 * turn)).count
            most = max(most, count)
            total += count
        }
        #expect(most <= 31)
        #expect((300...800).contains(total / 32))
    }
}
