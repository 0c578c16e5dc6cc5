// SPDX-License-Identifier: MIT
import Captures
import Testing
import VEDirect

@Suite("Chunks of any size")
struct ChunkingTests {
    @Test("a recording in random chunks gives what it gives whole", arguments: Capture.allCases)
    func recordings(capture: Capture) throws {
        let bytes = try capture.bytes
        let whole = parse(bytes)
        var random = SplitMix(seed: 1)
        for _ in 0..<20 { #expect(inChunks(bytes, &random) == whole) }
    }

    @Test("noise in random chunks gives what it gives whole", arguments: UInt64(0)..<200)
    func noise(seed: UInt64) {
        var random = SplitMix(seed: seed)
        let bytes = Noise.bytes(count: 600, &random)
        #expect(inChunks(bytes, &random) == parse(bytes))
    }

    @Test("a sequence without contiguous storage gives the same")
    func lazySequence() throws {
        let bytes = try Capture.bulk.bytes
        #expect(parse(bytes.lazy.map { $0 }) == parse(bytes))
    }

    @Test("byte by byte gives the same, and the same counters")
    func singleBytes() throws {
        let bytes = try Capture.charging.bytes
        var byByte = StreamParser()
        let events = bytes.compactMap { byByte.push($0) }
        var whole = StreamParser()
        #expect(events == whole.events(in: bytes))
        #expect(byByte.counters == whole.counters)
    }

    @Test("a copy of a parser goes its own way")
    func copies() throws {
        let block = try SampleBlock.charger()
        var parser = StreamParser()
        _ = parser.events(in: block.encoded.dropLast(3))
        var copy = parser
        #expect(copy.events(in: bytes("\r\nX\tnoise:")).isEmpty == false)
        #expect(parser.events(in: block.encoded.suffix(3)).blocks == [block])
    }

    private func inChunks(_ bytes: [UInt8], _ random: inout SplitMix) -> [StreamEvent] {
        var parser = StreamParser()
        var rest = bytes[...]
        var events: [StreamEvent] = []
        while !rest.isEmpty {
            let size = Int.random(in: 0...40, using: &random)
            events += parser.events(in: rest.prefix(size))
            rest = rest.dropFirst(size)
        }
        return events
    }
}
