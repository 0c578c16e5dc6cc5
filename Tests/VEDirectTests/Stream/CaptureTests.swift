// SPDX-License-Identifier: MIT
import Captures
import Testing
import VEDirect

@Suite("Recordings of real chargers")
struct CaptureTests {
    @Test(
        "every block and frame of a recording is published, and nothing is dropped",
        arguments: [(Capture.charging, 20, 525), (Capture.bulk, 1, 36)])
    func everything(capture: Capture, blocks: Int, frames: Int) throws {
        var parser = StreamParser()
        let bytes = try capture.bytes
        let events = parser.events(in: bytes)
        #expect(events.blocks.count == blocks)
        #expect(events.frames.count == frames)
        #expect(events.faults.isEmpty)
        #expect(parser.counters.bytes == UInt64(bytes.count))
        #expect(parser.counters.blocks == UInt64(blocks))
        #expect(parser.counters.frames == UInt64(frames))
        #expect(parser.counters.faults == 0)
        #expect(parser.counters.strayBytes == 0)
    }

    @Test("a block of the 24|8 says what the log says")
    func realBlock() throws {
        let bytes = try Capture.realBlock
        let block = try #require(parse(bytes).blocks.first)
        #expect(block.fields.map(\.label) == ["PID", "FWE", "SER#", "V", "I", "T", "ERR", "CS", "HC#"])
        #expect(block.productID == 0xA332)
        #expect(block.productID.map { Product(id: $0).name } == "Blue Smart IP22 24|8 (1)")
        #expect(block.firmware?.description == "3.42")
        #expect(block.serialNumber == "HQ2249NMTVF")
        #expect(block.millivolts == 26870)
        #expect(block.milliamperes == 2000)
        #expect(block.batteryTemperature == nil)
        #expect(block["T"] == "---")
        #expect(block.error == ChargerError.none)
        #expect(block.state == .bulk)
        #expect(block.operationSeconds == 57825)
        #expect(block.encoded == bytes)
    }

    @Test("the 24|12 goes from bulk to absorption while the current falls")
    func charging() throws {
        let blocks = parse(try Capture.charging.bytes).blocks
        #expect(blocks.allSatisfy { $0.productID == 0xA334 && $0.error == ChargerError.none })
        #expect(blocks.prefix(4).map(\.millivolts) == [28680, 28800, 28780, 28790])
        #expect(blocks.prefix(4).map(\.milliamperes) == [9000, 7300, 6500, 6000])
        #expect(blocks.first?.state == .bulk)
        #expect(blocks.last?.state == .absorption)
        #expect(blocks.last?.milliamperes == 4100)
        #expect(blocks.allSatisfy { $0.operationSeconds == 1_105_659 })
    }

    @Test("the frames of the 24|12 decode, and agree with its blocks")
    func registers() throws {
        let answers = try parse(try Capture.charging.bytes).frames.map { try HexAnswer(frame: $0) }
        var latest: [UInt16: [UInt8]] = [:]
        for case .async(let answer) in answers {
            #expect(answer.flags.isEmpty)
            latest[answer.address] = answer.value
            if let register = answer.register {
                #expect(register.decode(answer.value) != nil, "\(register.name)")
            }
        }
        #expect(latest[0xED8C].flatMap(Register.outputCurrent.thousandths(in:)) == 4060)
        #expect(latest[0xED8F].flatMap(Register.outputCurrentCoarse.thousandths(in:)) == 4100)
        #expect(latest[0xEDDB].flatMap(Register.internalTemperature.thousandths(in:)) == 24600)
        #expect(latest[0xEE16].map { Register.voltageSense.decode($0) } == .notAvailable)
        #expect(latest[0x2013].map { Register.networkBatteryCurrent.decode($0) } == .notAvailable)
        #expect(latest[0x0201].map { Register.deviceState.decode($0) } == .integer(4))
    }

    @Test(
        "the totals and the active cycle of the 24|12 are read, and agree with the operation time of its blocks"
    )
    func records() throws {
        let events = parse(try Capture.charging.bytes)
        var values: [UInt16: [UInt8]] = [:]
        for frame in events.frames {
            if case .async(let answer) = try HexAnswer(frame: frame) { values[answer.address] = answer.value }
        }
        let service = try #require(values[0x1042].flatMap { CumulativeRecord($0) })
        let user = try #require(values[0x1043].flatMap { CumulativeRecord($0) })
        #expect(service.operationSeconds == 1_109_027)
        #expect(service.chargeTenthsAh == 20_924)
        #expect(service.cyclesStarted == 485)
        #expect(service.cyclesCompleted == 8)
        #expect(service.powerUps == 918)
        #expect(service.deepDischarges == 0)
        #expect(user.operationSeconds == 3368)
        #expect(
            (service.operationSeconds ?? 0) - (user.operationSeconds ?? 0)
                == events.blocks.last?.operationSeconds)

        let cycle = try #require(values[0x1070].flatMap { ChargeCycle($0) })
        #expect(cycle.startSeconds == 1_109_021)
        #expect(cycle.seconds.bulk == 6)
        #expect(cycle.seconds.absorption == 0)
        #expect(cycle.tenthsAh.storage == 0)
        #expect(cycle.startCentivolts == 2880)
        #expect(cycle.endCentivolts == nil)
        #expect(cycle.batteryType == 0)
        #expect(cycle.terminationReason == nil)
        #expect(cycle.error == ChargerError.none)
    }
}
