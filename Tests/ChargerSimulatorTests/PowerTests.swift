// SPDX-License-Identifier: MIT
import ChargerSimulator
import Testing
import VEDirect

@Suite("Mains, memory and the network's limit")
struct PowerTests {
    @Test("Without mains nothing is said, and nothing is answered")
    func silence() throws {
        var charger = try SimulatedCharger.typical()
        _ = charger.listen(seconds: 5.03)
        charger.powerOff()
        charger.receive(Array(":154\n".utf8))
        #expect(charger.advance(to: .seconds(3600)).isEmpty)
        charger.powerOn()
        #expect(charger.listen(seconds: 1).answers.isEmpty)
    }

    @Test("Power-up begins with frames; text follows, and the burst of registers once")
    func powerUp() throws {
        var charger = try SimulatedCharger.typical()
        _ = charger.listen(seconds: 30)
        charger.powerOff()
        _ = charger.listen(seconds: 100)
        charger.powerOn()
        let early = charger.listen(seconds: 2)
        #expect(early.blocks.isEmpty && !early.unasked.isEmpty)
        #expect(early.unasked.last { $0.address == 0x200E }?.value == [0x01])
        let later = charger.listen(seconds: 10)
        #expect(later.blocks.count >= 8)
        for register in [0x1070, 0x1043, 0x1042, 0x0201, 0x0207, 0x200D, 0x2042] as [UInt16] {
            #expect(later.unasked.count { $0.address == register } == 1)
        }
        #expect(later.unasked.last { $0.address == 0x200E }?.value == [0x21])
    }

    @Test("A power cycle keeps what is non-volatile and counts itself; the volatile limit is forgotten")
    func memory() throws {
        var charger = try SimulatedCharger.typical()
        charger.receive(HexRequest.set(0xEDF0, value: [0x46, 0x00]).encoded)
        charger.receive(HexRequest.set(0x200E, value: [0x05]).encoded)
        charger.receive(HexRequest.set(0x2015, value: [0x32, 0x00]).encoded)
        _ = charger.listen(seconds: 2)
        #expect(charger.limitInForce == 50)
        #expect(charger.nonVolatileWrites == 1)
        let before = try #require(CumulativeRecord(charger.registers[0x1042]?.value ?? []))
        charger.powerOff()
        charger.powerOn()
        #expect(charger.limitInForce == 70)
        #expect(charger.registers[0xEDF0]?.value == [0x46, 0x00])
        #expect(charger.registers[0x2015]?.value == [0xFF, 0xFF])
        let after = try #require(CumulativeRecord(charger.registers[0x1042]?.value ?? []))
        #expect(after.powerUps == before.powerUps.map { $0 + 1 })
    }

    @Test("Every write to non-volatile memory is counted, also one of the same value")
    func wear() throws {
        var charger = try SimulatedCharger.typical()
        for _ in 0..<5 { #expect(charger.ask(":8F0ED0064000C") == [":8F0ED0064000C"]) }
        _ = charger.ask(":8F0ED0078F8")
        #expect(charger.nonVolatileWrites == 5)
    }

    @Test(
        "The network's limit holds while it and the mode are renewed, and falls back 55 s after the last time"
    )
    func networkLimit() throws {
        var charger = try SimulatedCharger.typical()
        for _ in 0..<5 {
            charger.receive(HexRequest.set(0x200E, value: [0x05]).encoded)
            charger.receive(HexRequest.set(0x2015, value: [0x1E, 0x00]).encoded)
            _ = charger.listen(seconds: 30)
            #expect(charger.limitInForce == 30)
        }
        let late = charger.listen(seconds: 40)
        #expect(charger.limitInForce == 120)
        #expect(late.blocks.last?.number("I") == 12_000)
        #expect(charger.registers[0x2015]?.value == [0xFF, 0xFF])
        #expect(charger.registers[0x200E]?.value == [0x21])
        #expect(charger.nonVolatileWrites == 0)
    }

    @Test(
        "A charger that ignores the network's limit takes it without effect, one without it does not know it",
        arguments: [SimulatedCharger.NetworkLimit.ignored, .absent])
    func withoutNetworkLimit(kind: SimulatedCharger.NetworkLimit) throws {
        var charger = try SimulatedCharger.typical { $0.networkLimit = kind }
        charger.receive(HexRequest.set(0x200E, value: [0x05]).encoded)
        _ = charger.listen(seconds: 1)
        charger.receive(HexRequest.set(0x2015, value: [0x1E, 0x00]).encoded)
        let answers = charger.listen(seconds: 1).answers
        let flags: AnswerFlags = kind == .absent ? .unknownID : []
        let value: [UInt8] = kind == .absent ? [] : [0x1E, 0x00]
        #expect(answers == [HexAnswer.set(RegisterAnswer(address: 0x2015, flags: flags, value: value)).frame])
        #expect(charger.limitInForce == 120)
    }

    @Test("Once told of a BMS, the charger stops for good when it hears no more of it")
    func bms() throws {
        var charger = try SimulatedCharger.typical()
        charger.receive(HexRequest.set(0x200E, value: [0x08]).encoded)
        #expect(charger.listen(seconds: 50).blocks.last?["ERR"] == "0")
        #expect(charger.listen(seconds: 20).blocks.last?["ERR"] == "67")
        charger.powerOff()
        charger.powerOn()
        #expect(charger.listen(seconds: 8).blocks.last?["ERR"] == "67")
    }

    @Test("The charge goes on in battery time while the wire keeps its pace")
    func speed() throws {
        var slow = try SimulatedCharger.typical()
        var fast = try SimulatedCharger.typical { $0.speed = 100 }
        let slowBlocks = slow.listen(seconds: 60).blocks.count
        let fastBlocks = fast.listen(seconds: 60).blocks.count
        #expect(slowBlocks == fastBlocks)
        let ratio = (fast.battery.stateOfCharge - 0.4) / (slow.battery.stateOfCharge - 0.4)
        #expect((99...101).contains(ratio))
    }

    @Test("On demand the network's limit is not obeyed, or answered with flags; the memory is not touched")
    func networkFaults() throws {
        var charger = try SimulatedCharger.typical()
        _ = charger.ask(":80E2000051A")
        _ = charger.ask(":81520001E00FA")
        #expect(charger.limitInForce == 30)
        charger.faults.disobeysNetworkLimit = true
        #expect(charger.limitInForce == 120)
        charger.faults.disobeysNetworkLimit = false
        charger.faults.networkControlFlags = 0x02
        #expect(charger.ask(":7152000" + "19") == [":71520021E00F9"])
        #expect(charger.ask(":81520003200E6") == [":81520021E00F8"])
        #expect(charger.ask(":7F0ED0071").count == 1)
        #expect(charger.limitInForce == 30)
        #expect(charger.nonVolatileWrites == 0)
    }

    @Test("On demand it sends what a recorded member of a network sent")
    func network() throws {
        var charger = try SimulatedCharger.typical()
        let signs: Set<UInt16> = [0x2002, 0x200A, 0x2013, 0xEC30]
        let alone = charger.listen(seconds: 9).unasked.map(\.address)
        #expect(signs.isDisjoint(with: alone))
        charger.faults.inNetwork = true
        let member = charger.listen(seconds: 5).unasked
        #expect(signs.isSubset(of: member.map(\.address)))
        #expect(member.last { $0.address == 0x200E }?.value == [0x21])
    }
}
