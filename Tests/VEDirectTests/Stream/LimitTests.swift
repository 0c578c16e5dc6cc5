// SPDX-License-Identifier: MIT
import Testing
import VEDirect

@Suite("Limits")
struct LimitTests {
    @Test("labels, values and blocks of the greatest size are taken")
    func greatest() throws {
        let fields = (10..<10 + TextBlock.maximumFieldCount).map {
            TextBlock.Field("Label_\($0)", String(repeating: "9", count: TextBlock.maximumValueLength))
        }
        let block = try TextBlock(fields: fields)
        #expect(parse(block.encoded) == [.block(block)])
        #expect(block.fields == fields)
    }

    @Test(
        "what is too long is dropped with a reason, once, and the next block comes through",
        arguments: [
            ("\r\nLabelLong\t1", StreamFault.labelTooLong),
            ("\r\nV\t" + String(repeating: "1", count: 33), .valueTooLong),
            ("\r\nV\t" + String(repeating: "1", count: 100_000), .valueTooLong),
            ((1...23).map { "\r\nL\($0)\t1" }.joined(), .tooManyFields),
            ((1...50_000).map { "\r\nL\($0)\t1" }.joined(), .tooManyFields),
            ("\r\nV\t1\n2", .blockMalformed), ("\r\nV\t1\t2", .blockMalformed),
            ("\r\nV\t1\r2", .blockMalformed),
            ("\r\n\tx", .blockMalformed), ("\r\nV\r\nI\t1", .blockMalformed),
            ("\r\nV\t\u{1}", .blockMalformed),
        ])
    func tooLong(text: String, fault: StreamFault) throws {
        let block = try SampleBlock.charger()
        #expect(parse(bytes(text + "\r\nChecksum\tx") + block.encoded) == [.fault(fault), .block(block)])
        #expect(parse(bytes(text) + block.encoded) == [.fault(fault), .block(block)])
    }

    @Test("a frame of the greatest size is taken, one byte more is not")
    func frames() {
        let longest = HexFrame(
            command: 10, payload: [UInt8](repeating: 1, count: HexFrame.maximumPayloadLength))
        #expect(parse(longest.encoded) == [.frame(longest)])
        var longer = longest.encoded
        longer.insert(contentsOf: bytes("01"), at: 2)
        #expect(parse(longer) == [.fault(.frameTooLong)])
        #expect(parse(bytes(":A" + String(repeating: "0", count: 100_000) + "\n")) == [.fault(.frameTooLong)])
        #expect(HexFrame(command: 10, payload: [UInt8](repeating: 1, count: 500)).payload.count == 160)
    }

    @Test("a block without fields is not published, though its sum holds")
    func noFields() {
        var bytes = bytes("\r\nChecksum\t")
        bytes.append(0 &- bytes.reduce(0, &+))
        #expect(parse(bytes) == [.fault(.blockMalformed)])
    }

    @Test(
        "endless input of one kind gives no more than single faults",
        arguments: [
            "\r", "\n", "\t", "\r\n", "x", "0", "A\t", "\r\nA\t", "\r\nA\tb",
        ])
    func endless(piece: String) {
        let events = parse(bytes(String(repeating: piece, count: 100_000)))
        #expect(events.blocks.isEmpty && events.frames.isEmpty)
        #expect(events.faults.count <= 1)
    }

    @Test(
        "frames that are none are told apart",
        arguments: [
            (":\n", StreamFault.frameTruncated), (":1\n", .frameTruncated), (":15\n", .frameTruncated),
            (":1541\n", .frameTruncated), (":155\n", .frameCheck), (":15g\n", .frameMalformed),
            (":7f0ED0071\n", .frameMalformed), (":154\r", .frameTruncated),
        ])
    func noFrames(text: String, fault: StreamFault) {
        #expect(parse(bytes(text)) == [.fault(fault)])
        #expect(!fault.description.isEmpty)
    }

    @Test("every fault has words of its own")
    func words() {
        #expect(Set(StreamFault.allCases.map(\.description)).count == StreamFault.allCases.count)
    }

    @Test("bytes outside of blocks and frames are counted")
    func stray() {
        var parser = StreamParser()
        _ = parser.events(in: bytes("noise:154\nmore"))
        #expect(parser.counters.strayBytes == 9)
        #expect(parser.counters.frames == 1)
        _ = parser.events(in: bytes(":155\n:155\n"))
        #expect(parser.counters[.frameCheck] == 2)
        #expect(parser.counters.faults == 2)
    }
}
