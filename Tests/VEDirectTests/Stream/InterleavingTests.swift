// SPDX-License-Identifier: MIT
import Testing
import VEDirect

/// Checksum bytes that mean something else elsewhere in the stream.
private let specialBytes = [UInt8(ascii: ":"), UInt8(ascii: "\r"), UInt8(ascii: "\n"), UInt8(ascii: "\t"), 0]

@Suite("HEX frames inside text blocks")
struct InterleavingTests {
    @Test("a frame at any place of a block is published, and so is the block", arguments: specialBytes)
    func everyPlace(checksum: UInt8) throws {
        let block = try SampleBlock.withChecksum(checksum)
        let frame = HexFrame(command: 10, payload: [0x09, 0x20, 0, 0])
        let next = try SampleBlock.charger()
        for place in 0...block.encoded.count {
            // Between the tab and a checksum byte ':' the frame's own ':' is that checksum byte.
            if checksum == UInt8(ascii: ":"), place == block.encoded.count - 1 { continue }
            var bytes = block.encoded
            bytes.insert(contentsOf: frame.encoded, at: place)
            let events = parse(bytes + next.encoded)
            #expect(events.blocks == [block, next], "at \(place)")
            #expect(events.frames == [frame], "at \(place)")
            #expect(events.faults.isEmpty, "at \(place)")
        }
    }

    @Test("a frame before a checksum byte ':' costs the frame, never the block")
    func ambiguousPlace() throws {
        let block = try SampleBlock.withChecksum(UInt8(ascii: ":"))
        let next = try SampleBlock.charger()
        let frame = HexFrame(command: 10, payload: [0x09, 0x20, 0, 0])
        let bytes = block.encoded.dropLast() + frame.encoded + [UInt8(ascii: ":")]
        #expect(parse(bytes + next.encoded).blocks == [block, next])
        #expect(parse(bytes + frame.encoded + next.encoded).frames == [frame])
    }

    @Test("a checksum byte ':' directly before a frame spoils neither", arguments: specialBytes)
    func directlyAfter(checksum: UInt8) throws {
        let block = try SampleBlock.withChecksum(checksum)
        let frame = HexFrame(command: 10, payload: [0x09, 0x20, 0, 0])
        let events = parse(block.encoded + frame.encoded + block.encoded + frame.encoded)
        #expect(events == [.block(block), .frame(frame), .block(block), .frame(frame)])
    }

    @Test(
        "a damaged block with a special checksum byte is dropped with one reason, and spoils nothing after it",
        arguments: specialBytes)
    func damagedWithSpecialChecksum(checksum: UInt8) throws {
        let frame = HexFrame(command: 10, payload: [0x09, 0x20, 0, 0])
        let next = try SampleBlock.charger()
        var damaged = try SampleBlock.withChecksum(checksum).encoded
        let digit = try #require(damaged.firstIndex(of: UInt8(ascii: "8")))
        damaged[digit] = UInt8(ascii: "9")
        let wrongSum: [StreamEvent] = [.fault(.blockChecksum), .block(next), .frame(frame)]
        #expect(parse(damaged + next.encoded + frame.encoded) == wrongSum)
        #expect(parse(damaged + frame.encoded + next.encoded).frames == [frame])
        #expect(parse(damaged + frame.encoded + next.encoded).faults == [.blockChecksum])
        damaged[digit] = 0xFF
        let events = parse(damaged + frame.encoded + next.encoded)
        #expect(events.blocks == [next] && events.frames == [frame])
        #expect(events.faults.first == .blockMalformed)
        // A ':' after a block already given up looks like a frame cut off by the next.
        #expect(events.faults.count == (checksum == UInt8(ascii: ":") ? 2 : 1))
    }

    @Test("several frames may stand in one field")
    func severalFrames() throws {
        let frame = HexFrame(command: 10, payload: [0x0E, 0x20, 0, 0x21])
        let block = try SampleBlock.charger()
        for place in block.encoded.indices {
            var bytes = block.encoded
            bytes.insert(contentsOf: frame.encoded + frame.encoded, at: place)
            #expect(parse(bytes) == [.frame(frame), .frame(frame), .block(block)], "at \(place)")
        }
    }

    @Test(
        "a frame cut off anywhere in a block swallows neither the next frame nor the next block",
        arguments: [1, 2, 5, 10, 11])
    func cutOffFrame(length: Int) throws {
        let frame = HexFrame(command: 10, payload: [0x09, 0x20, 0, 0])
        let block = try SampleBlock.charger()
        let next = try SampleBlock.charger(millivolts: 26900)
        for place in 0...block.encoded.count {
            var bytes = block.encoded
            bytes.insert(contentsOf: frame.encoded.prefix(length), at: place)
            let events = parse(bytes + frame.encoded + next.encoded)
            #expect(events.blocks.last == next, "at \(place)")
            #expect(events.blocks.dropLast().allSatisfy { $0 == block }, "at \(place)")
            #expect(events.frames == [frame], "at \(place)")
            #expect(!events.faults.isEmpty, "at \(place)")
        }
    }

    @Test("a broken frame inside a block takes the block with it, even when the sum of the rest holds")
    func brokenFrameInside() throws {
        let block = try SampleBlock.charger()
        let broken = bytes(":A0920000023\n")
        for place in 1..<block.encoded.count {
            var bytes = block.encoded
            bytes.insert(contentsOf: broken, at: place)
            let events = parse(bytes + block.encoded)
            #expect(events.blocks == [block], "at \(place)")
            #expect(events.faults.count == 1, "at \(place)")
        }
    }

    @Test("digits behind a ':' that was a digit are not taken for a frame, though the sum would hold")
    func colonForDigit() throws {
        // '1' + '1' + '1' + '6' + '7' is 0x100: without them, the rest sums to zero again.
        let block = try TextBlock(fields: [.init("PID", "0xA332"), .init("HC#", "11167")])
        var damaged = block.encoded
        let place = try #require(damaged.lastIndex(of: UInt8(ascii: "6")))
        damaged[place - 3] = UInt8(ascii: ":")
        #expect(parse(damaged).blocks.isEmpty)
    }

    @Test("two frames run into one another give one fault and the second frame")
    func frameIntoFrame() {
        #expect(
            parse(bytes(":A09200:A0920000022\n")) == [
                .fault(.frameTruncated), .frame(HexFrame(command: 10, payload: [9, 0x20, 0, 0])),
            ])
    }
}
