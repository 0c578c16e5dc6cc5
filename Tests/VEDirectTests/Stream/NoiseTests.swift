// SPDX-License-Identifier: MIT
import Testing
import VEDirect

@Suite("Noise")
struct NoiseTests {
    @Test("after noise of any kind the next whole block comes through", arguments: UInt64(0)..<2000)
    func nextBlock(seed: UInt64) throws {
        var random = SplitMix(seed: seed)
        let noise = Noise.bytes(count: Int.random(in: 0...300, using: &random), &random)
        let block = try SampleBlock.charger(millivolts: Int.random(in: 0...32000, using: &random))
        #expect(parse(noise + block.encoded).blocks.last == block)
    }

    @Test(
        "after noise of any kind the next whole frame comes through, but as the checksum of a block",
        arguments: UInt64(0)..<2000)
    func nextFrame(seed: UInt64) {
        var random = SplitMix(seed: seed)
        let noise = Noise.bytes(count: Int.random(in: 0...300, using: &random), &random)
        let frame = HexFrame(command: 7, payload: [0xF0, 0xED, 0, 0x96, 0])
        #expect(parse(noise + frame.encoded).last == .frame(frame))
    }

    @Test("what comes out of noise keeps the limits, and its sum holds", arguments: UInt64(0)..<500)
    func limits(seed: UInt64) {
        var random = SplitMix(seed: seed)
        var parser = StreamParser()
        let noise = Noise.bytes(count: 1000, &random)
        for event in parser.events(in: noise) {
            switch event {
            case .block(let block):
                #expect(parse(block.encoded).blocks == [block] || parse(block.encoded).isEmpty)
                #expect(block.encoded.reduce(0, &+) == 0)
                #expect(1...TextBlock.maximumFieldCount ~= block.fields.count)
            case .frame(let frame): #expect(parse(frame.encoded) == [event])
            case .fault: break
            }
        }
        #expect(parser.counters.bytes == UInt64(noise.count))
    }

    @Test(
        "a lost checksum field costs one block, whatever the next one begins with",
        arguments: ["PID", "V", "BMV"])
    func lostChecksum(opening: String) throws {
        let block = try TextBlock(fields: [.init(opening, "12"), .init("X", "7"), .init("Y", "8")])
        let torn = block.encoded.dropLast(TextBlock.checksumLength)
        #expect(
            parse(block.encoded + torn + block.encoded) == [
                .block(block), .fault(.blockUnfinished), .block(block),
            ])
    }

    @Test("a message of several blocks gives each of them, time after time")
    func severalBlocks() throws {
        let first = try TextBlock(fields: [.init("PID", "0x203"), .init("V", "12800"), .init("BMV", "700")])
        let second = try TextBlock(fields: [.init("H1", "-1000"), .init("H2", "0"), .init("H18", "5")])
        let message = first.encoded + second.encoded
        #expect(parse(message + message) == [.block(first), .block(second), .block(first), .block(second)])
    }

    @Test("a block that has its product id elsewhere than at its beginning costs one block, then is known")
    func productIDLater() throws {
        let block = try TextBlock(fields: [.init("V", "12800"), .init("PID", "0x203")])
        let events = parse(block.encoded + block.encoded + block.encoded)
        #expect(events == [.fault(.blockUnfinished), .fault(.blockChecksum), .block(block), .block(block)])
    }
}

extension TextBlock {
    /// The length of the checksum field with its byte.
    static let checksumLength = 12
}
