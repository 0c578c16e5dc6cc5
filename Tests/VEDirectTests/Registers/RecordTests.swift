// SPDX-License-Identifier: MIT
import Testing
import VEDirect

@Suite("Records")
struct RecordTests {
    @Test("a cumulative record comes back as it was", arguments: UInt64(0)..<50)
    func cumulative(seed: UInt64) throws {
        var random = SplitMix(seed: seed)
        let bytes = (0..<25).map { _ in UInt8.random(in: 0...255, using: &random) }
        let record = try #require(CumulativeRecord(bytes))
        #expect(record.encoded == bytes)
        #expect(CumulativeRecord(record.encoded) == record)
    }

    @Test("a charge cycle comes back as it was", arguments: UInt64(0)..<50)
    func cycle(seed: UInt64) throws {
        var random = SplitMix(seed: seed)
        let bytes = (0..<52).map { _ in UInt8.random(in: 0...255, using: &random) }
        let record = try #require(ChargeCycle(bytes))
        #expect(record.encoded == bytes)
    }

    @Test("all ones are values that are not available")
    func notAvailable() throws {
        let totals = try #require(CumulativeRecord([UInt8](repeating: 0xFF, count: 25)))
        #expect(totals.operationSeconds == nil && totals.chargeTenthsAh == nil && totals.cyclesStarted == nil)
        #expect(totals.cyclesCompleted == nil && totals.powerUps == nil && totals.deepDischarges == nil)
        let cycle = try #require(ChargeCycle([UInt8](repeating: 0xFF, count: 52)))
        #expect(cycle.startSeconds == nil && cycle.startCentivolts == nil && cycle.endCentivolts == nil)
        #expect(cycle.seconds == ChargeCycle.Phases() && cycle.tenthsAh == ChargeCycle.Phases())
        #expect(cycle.terminationReason == nil && cycle.error == nil && cycle.batteryType == 0xFF)
        #expect(cycle == ChargeCycle(version: 0xFF))
    }

    @Test("a record that is too short is none; a longer one is read")
    func lengths() throws {
        let bytes = (0..<60).map { UInt8($0) }
        #expect(CumulativeRecord(Array(bytes.prefix(24))) == nil)
        #expect(CumulativeRecord(Array(bytes.prefix(30))) == CumulativeRecord(Array(bytes.prefix(25))))
        #expect(ChargeCycle(Array(bytes.prefix(51))) == nil)
        #expect(ChargeCycle(Array(bytes.prefix(52)))?.terminationReason == 50)
        #expect(ChargeCycle(Array(bytes.prefix(53)))?.terminationReason == 51)
    }

    @Test("a record made for sending says what was put in")
    func made() throws {
        var cycle = ChargeCycle()
        cycle.startSeconds = 100
        cycle.seconds.float = 7
        cycle.tenthsAh.bulk = 12
        cycle.endCentivolts = 2760
        cycle.error = .fan
        #expect(ChargeCycle(cycle.encoded) == cycle)
        var totals = CumulativeRecord()
        totals.chargeTenthsAh = 5
        totals.powerUps = -1
        let read = try #require(CumulativeRecord(totals.encoded))
        #expect(read.chargeTenthsAh == 5)
        #expect(read.powerUps == nil)
    }
}
