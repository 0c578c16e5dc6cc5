// SPDX-License-Identifier: MIT
import Testing
import VEDirect

@Suite("HEX requests")
struct HexRequestTests {
    @Test(
        "requests are written as in the maker's documents, and read back",
        arguments: [
            (HexRequest.ping, ":154"), (.appVersion, ":352"), (.productID, ":451"), (.restart, ":64F"),
            (.get(0xEDF0), ":7F0ED0071"), (.get(0x1000), ":70010003E"),
            (.set(0xEDF0, value: [0x64, 0]), ":8F0ED0064000C"),
            (.set(0xEDF0, value: [0x13, 0x01]), ":8F0ED0013015C"),
            (.set(0xEDF0, value: [0x2C, 0x01]), ":8F0ED002C0143"),
            (.set(0x1000, value: [0, 0]), ":800100000003D"),
            (.set(0x1000, value: [0xF4, 0x01]), ":8001000F40148"),
        ])
    func vectors(request: HexRequest, line: String) throws {
        #expect(request.encoded == bytes(line + "\n"))
        #expect(request.frame.description == line)
        let frame = try #require(hexFrame(line))
        #expect(try HexRequest(frame: frame) == request)
    }

    @Test(
        "10, 27.5 and 30 A are written as two bytes",
        arguments: [
            (100, ":8F0ED0064000C"), (275, ":8F0ED0013015C"), (300, ":8F0ED002C0143"),
        ])
    func limits(raw: Int, line: String) throws {
        let register = Register.chargeCurrentLimit
        let request = HexRequest.set(register.address, value: try register.encode(raw))
        #expect(request.frame.description == line)
    }

    @Test(
        "what is no request is refused with the reason",
        arguments: [
            (HexFrame(command: 2), HexError.Kind.unknownCommand), (HexFrame(command: 15), .unknownCommand),
            (HexFrame(command: 1, payload: [1]), .payloadLength),
            (HexFrame(command: 7, payload: [1, 2]), .payloadLength),
            (HexFrame(command: 7, payload: [1, 2, 0, 4]), .payloadLength),
            (HexFrame(command: 7, payload: [1, 2, 3]), .requestFlags),
            (HexFrame(command: 8, payload: [1]), .payloadLength),
            (HexFrame(command: 8, payload: [1, 2, 3]), .requestFlags),
        ])
    func refused(frame: HexFrame, kind: HexError.Kind) throws {
        let error = try #require(throws: HexError.self) { try HexRequest(frame: frame) }
        #expect(error.kind == kind)
        #expect(error.description.contains(frame.description))
    }

    @Test("random requests come back as they were", arguments: UInt64(0)..<200)
    func roundTrip(seed: UInt64) throws {
        var random = SplitMix(seed: seed)
        let value = (0..<Int.random(in: 0...150, using: &random)).map { _ in
            UInt8.random(in: 0...255, using: &random)
        }
        let request = HexRequest.set(UInt16.random(in: 0 ... .max, using: &random), value: value)
        let frames = parse(request.encoded).frames
        #expect(frames == [request.frame])
        #expect(try HexRequest(frame: request.frame) == request)
    }
}

@Suite("HEX answers")
struct HexAnswerTests {
    @Test(
        "answers are read as in the maker's documents, and written back",
        arguments: [
            (":51641F9", HexAnswer.ping(FirmwareVersion(digits: 0x0116))),
            (":11641FD", .done([0x16, 0x41])), (":1000351", .done([0x00, 0x03])),
            (":7F0ED009600DB", .get(RegisterAnswer(address: 0xEDF0, value: [0x96, 0]))),
            (":8F0ED0064000C", .set(RegisterAnswer(address: 0xEDF0, value: [0x64, 0]))),
            (":3020050", .unknownCommand([2, 0])), (":4AAAAFD", .frameError(0xAAAA)),
            (":A0102000543", .async(RegisterAnswer(address: 0x0201, value: [5]))),
            (":8001004010038", .set(RegisterAnswer(address: 0x1000, flags: .parameterError, value: [1, 0]))),
            (":7001000C80076", .get(RegisterAnswer(address: 0x1000, value: [200, 0]))),
            (":8001000F40148", .set(RegisterAnswer(address: 0x1000, value: [0xF4, 1]))),
        ])
    func vectors(line: String, answer: HexAnswer) throws {
        let frame = try #require(hexFrame(line))
        #expect(try HexAnswer(frame: frame) == answer)
        #expect(answer.encoded == bytes(line + "\n"))
    }

    @Test("the host's deliberately wrong frames are what the documents say")
    func wrongFrames() throws {
        let frame = try #require(hexFrame(":253"))
        #expect(frame.command == 2)
        #expect(throws: HexError.self) { try HexRequest(frame: frame) }
        #expect(parse(bytes(":452\n")) == [.fault(.frameCheck)])
    }

    @Test("done answers give version and product id")
    func done() throws {
        guard case .done(let version) = try HexAnswer(frame: HexFrame(command: 1, payload: [0x16, 0x41]))
        else {
            Issue.record("not a done answer")
            return
        }
        #expect(version.count == 2)
        #expect(
            FirmwareVersion(word: UInt16(littleEndianBytes: version[0], version[1])).description == "1.16")
        #expect(UInt16(littleEndianBytes: 0x00, 0x03) == 0x0300)
        #expect(UInt16(0x0300).littleEndianBytes == [0x00, 0x03])
    }

    @Test(
        "what is no answer is refused with the reason",
        arguments: [
            (HexFrame(command: 0), HexError.Kind.unknownCommand), (HexFrame(command: 2), .unknownCommand),
            (HexFrame(command: 6), .unknownCommand), (HexFrame(command: 11), .unknownCommand),
            (HexFrame(command: 4), .payloadLength), (HexFrame(command: 5, payload: [1]), .payloadLength),
            (HexFrame(command: 5, payload: [1, 2, 3]), .payloadLength),
            (HexFrame(command: 7, payload: [1, 2]), .payloadLength), (HexFrame(command: 10), .payloadLength),
        ])
    func refused(frame: HexFrame, kind: HexError.Kind) throws {
        let error = try #require(throws: HexError.self) { try HexAnswer(frame: frame) }
        #expect(error.kind == kind)
    }

    @Test("a flagged answer may be without a value")
    func flagged() throws {
        let answer = RegisterAnswer(address: 0x0200, flags: [.unknownID], value: [])
        #expect(try HexAnswer(frame: HexAnswer.get(answer).frame) == .get(answer))
        #expect(answer.flags.description == "unknown register")
        #expect(AnswerFlags([]).description == "ok")
        #expect(
            AnswerFlags(rawValue: 0x16).description
                == "not supported or read-only, value out of range, flags 0x10")
    }

    @Test("any frame that is an answer is written back as it came", arguments: UInt8(0)..<16)
    func roundTrip(command: UInt8) {
        var random = SplitMix(seed: UInt64(command))
        for length in 0...60 {
            let payload = (0..<length).map { _ in UInt8.random(in: 0...255, using: &random) }
            let frame = HexFrame(command: command, payload: payload)
            #expect(parse(frame.encoded).frames == [frame])
            if let answer = try? HexAnswer(frame: frame) { #expect(answer.frame == frame) }
            if let request = try? HexRequest(frame: frame) { #expect(request.frame == frame) }
        }
    }
}
