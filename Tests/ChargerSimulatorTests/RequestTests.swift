// SPDX-License-Identifier: MIT
import ChargerSimulator
import Testing
import VEDirect

@Suite("Requests")
struct RequestTests {
    /// The charger of the protocol documents' examples: v1.16, product 0x0300, a battery monitor's capacity.
    private static func documented() throws -> SimulatedCharger {
        try .typical {
            $0.model = ChargerModel(
                productID: 0x0300, name: "example", nominalVolts: 24, maximumDeciamperes: 600, outputs: 1)
            $0.firmware = 0x0116FF
            $0.registers[0xEDF0] = SimulatedRegister(
                value: [0x96, 0x00], storage: .nonVolatile, rule: .clamped(10...600))
            $0.registers[0x1000] = SimulatedRegister(
                value: [0xC8, 0x00], storage: .nonVolatile, rule: .checked(1...9999))
        }
    }

    @Test(
        "The requests of the protocol documents get the documents' answers",
        arguments: [
            (":154", ":51641F9"), (":352", ":11641FD"), (":451", ":1000351"),
            (":7F0ED0071", ":7F0ED009600DB"),
            (":8F0ED0064000C", ":8F0ED0064000C"), (":253", ":3020050"), (":452", ":4AAAAFD"),
            (":70010003E", ":7001000C80076"), (":8001000F40148", ":8001000F40148"),
            (":800100000003D", ":8001004010038"), (":8F0ED001301" + "5C", ":8F0ED0013015C"),
        ])
    func vectors(request: String, answer: String) throws {
        var charger = try Self.documented()
        #expect(charger.ask(request) == [answer])
    }

    @Test("A restart is not answered, and starts the charger anew")
    func restart() throws {
        var charger = try SimulatedCharger.typical()
        _ = charger.listen(seconds: 20)
        #expect(charger.ask(":64F", seconds: 0.5).isEmpty)
        #expect(charger.uptime == 0)
        #expect(charger.listen(seconds: 8).unasked.contains { $0.address == 0x1070 })
    }

    @Test(
        "What is wrong with a request is said in its answer's flags",
        arguments: [
            (":7EFBE00A1", ":7EFBE01A0"),  // no such register
            (":80102000545", ":80102020345"),  // read-only
            (":8F7ED00AA0AB5", ":8F7ED04180B42"),  // only with a user-defined battery
            (":8F0ED0078F8", ":8F0ED047800F4"),  // one byte too few
        ])
    func flags(request: String, answer: String) throws {
        var charger = try SimulatedCharger.typical()
        let writes = charger.nonVolatileWrites
        #expect(charger.ask(request) == [answer])
        #expect(charger.nonVolatileWrites == writes)
    }

    @Test("Every register it has can be read, with the bytes it holds")
    func everyRegister() throws {
        var charger = try SimulatedCharger.typical()
        _ = charger.listen(seconds: 5)
        for register in charger.registers.keys.sorted() {
            charger.receive(HexRequest.get(register).encoded)
            let answers = charger.listen(seconds: 0.2).answers
            let value = try #require(charger.registers[register]).value
            #expect(answers == [HexAnswer.get(RegisterAnswer(address: register, value: value)).frame])
        }
    }

    @Test("The protocol library finds every number it knows in the register's own size")
    func sizes() throws {
        let charger = try SimulatedCharger.typical()
        for (address, register) in charger.registers {
            guard let known = Register.at(address) else { continue }
            #expect(known.decode(register.value) != nil, "\(known.name)")
        }
    }

    @Test(
        "The limit is clamped to the model's bounds",
        arguments: [
            // model, written, in force; all in 0.1 A
            ("12|30", 0, 75), ("12|30", 74, 75), ("12|30", 75, 75), ("12|30", 300, 300), ("12|30", 301, 300),
            ("12|30", 65535, 300), ("24|12", 10, 30), ("24|12", 30, 30), ("24|12", 121, 120),
            ("24|16", 1, 40),
            ("24|16", 275, 160), ("24|8", 5, 20), ("12|15", 20, 38), ("12|20", 49, 50),
            ("IP43 12|50", 1, 125),
            ("IP43 12|50", 501, 500),
        ])
    func clamping(name: String, written: Int, inForce: Int) throws {
        var charger = try SimulatedCharger.typical {
            $0.model = try #require(ChargerModel(named: name))
        }
        func bytes(_ value: Int) -> [UInt8] { [UInt8(value & 0xFF), UInt8(value >> 8)] }
        charger.receive(HexRequest.set(0xEDF0, value: bytes(written)).encoded)
        let answer = HexAnswer.set(RegisterAnswer(address: 0xEDF0, value: bytes(inForce)))
        #expect(charger.listen(seconds: 1).answers == [answer.frame])
        #expect(charger.limitInForce == inForce)
        #expect(charger.registers[0xEDF0]?.value == bytes(inForce))
        #expect(charger.nonVolatileWrites == 1)
    }

    @Test(
        "What is not a whole frame is answered as such",
        arguments: [":7F0ED0072", ":8F0ED00113010", ":", ":G54", ":7f0ed0071", ":70"])
    func badFrames(request: String) throws {
        var charger = try SimulatedCharger.typical()
        #expect(charger.ask(request) == [":4AAAAFD"])
    }

    @Test("Noise without a colon is not answered, and harms no request after it")
    func noise() throws {
        var charger = try SimulatedCharger.typical()
        charger.receive([0xFF, 0x00, 0x0A, 0x55])
        charger.receive(Array(":7F0E".utf8))
        #expect(charger.ask("D0071") == [":7F0ED007800F9"])
        charger.receive([UInt8(ascii: ":")] + [UInt8](repeating: 0x41, count: 10_000))
        #expect(charger.ask(":154") == [":54243CB"])
    }

    @Test("An answer comes after its delay, in the order of the requests, between other frames")
    func delay() throws {
        var charger = try SimulatedCharger.typical()
        _ = charger.listen(seconds: 5)
        charger.receive(Array(":154\n:451\n".utf8))
        #expect(events(in: charger.advance(to: charger.now + .milliseconds(7))).answers.isEmpty)
        #expect(charger.listen(seconds: 0.3).answers.map(\.description) == [":54243CB", ":134A37D"])
    }

    @Test("Requests are remembered with their time")
    func remembered() throws {
        var charger = try SimulatedCharger.typical()
        _ = charger.listen(seconds: 2.5)
        _ = charger.ask(":154")
        #expect(charger.requests.map(\.time) == [.seconds(2.5)])
        #expect(charger.requests.map(\.line) == ["154"])
    }

    @Test("With a user-defined battery the voltages can be written")
    func userDefined() throws {
        var charger = try SimulatedCharger.typical()
        charger.writeByAnotherHand(0xEDF1, [0xFF])
        #expect(charger.ask(":8F7ED00AA0AB5") == [":8F7ED00AA0AB5"])
        charger.writeByAnotherHand(0xEDF1, [3])
        #expect(charger.registers[0xEDF7]?.value == [0x40, 0x0B])
    }

    @Test("A Phoenix Smart tells of three outputs and can be switched off; an IP22 has no device mode")
    func phoenix() throws {
        var charger = try SimulatedCharger.typical {
            $0.model = try #require(ChargerModel(named: "IP43 24|25 (3)"))
        }
        let labels = try #require(charger.listen(seconds: 5).blocks.last).fields.map(\.label)
        #expect(labels == ["PID", "FWE", "SER#", "V", "I", "V2", "I2", "V3", "I3", "T", "ERR", "CS", "HC#"])
        charger.receive(HexRequest.set(0x0200, value: [4]).encoded)
        #expect(charger.listen(seconds: 3).blocks.last?["CS"] == "0")
        var ip22 = try SimulatedCharger.typical()
        #expect(ip22.ask(":70002004C") == [":70002014B"])
    }
}
