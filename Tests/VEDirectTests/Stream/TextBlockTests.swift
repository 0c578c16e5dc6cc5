// SPDX-License-Identifier: MIT
import Testing
import VEDirect

@Suite("Text blocks")
struct TextBlockTests {
    @Test(
        "fields missing, '---' or malformed are none",
        arguments: [nil, "", "---", "x", "1.5", "0x", "99999999999999999999", " 1"])
    func noValue(value: String?) throws {
        let labels = ["PID", "FWE", "V", "I", "T", "ERR", "CS", "HC#", "V2", "I3"]
        let fields = value.map { value in labels.map { TextBlock.Field($0, value) } } ?? [.init("X", "1")]
        let block = try TextBlock(fields: fields)
        #expect(block.productID == nil && block.firmware == nil && block.serialNumber == nil)
        #expect(block.millivolts == nil && block.milliamperes == nil && block.batteryTemperature == nil)
        #expect(block.error == nil && block.state == nil && block.operationSeconds == nil)
        #expect(block.millivolts(output: 2) == nil && block.milliamperes(output: 3) == nil)
    }

    @Test("numbers beyond their field's range are none")
    func outOfRange() throws {
        let block = try TextBlock(fields: [
            .init("PID", "0x1A334"), .init("ERR", "256"), .init("CS", "-1"), .init("HC#", "-5"),
            .init("I", "-100"),
        ])
        #expect(
            block.productID == nil && block.error == nil && block.state == nil
                && block.operationSeconds == nil)
        #expect(block.milliamperes == -100)
    }

    @Test("three outputs are read, others are none")
    func outputs() throws {
        let block = try TextBlock(fields: [
            .init("V", "13200"), .init("I", "1000"), .init("V2", "13300"), .init("I2", "2000"),
            .init("V3", "13400"),
            .init("I3", "-30"), .init("FW", "C208"), .init("T", "-7"),
        ])
        #expect((1...3).map { block.millivolts(output: $0) } == [13200, 13300, 13400])
        #expect((1...3).map { block.milliamperes(output: $0) } == [1000, 2000, -30])
        #expect(block.millivolts(output: 0) == nil && block.milliamperes(output: 4) == nil)
        #expect(block.firmware?.description == "2.08-rc-C")
        #expect(block.batteryTemperature == -7)
    }

    @Test("labels are found whole, values may be empty, and come in order")
    func lookup() throws {
        let fields: [TextBlock.Field] = [
            .init("V", ""), .init("V2", "2"), .init("VV", "a b"), .init("V2", "3"),
        ]
        let block = try TextBlock(fields: fields)
        #expect(block.fields == fields)
        #expect(block["V"]?.isEmpty == true)
        #expect(block["V2"] == "2")
        #expect(block["VV"] == "a b")
        #expect(block["VVV"] == nil && block[""] == nil)
        #expect(parse(block.encoded) == [.block(block)])
    }

    @Test(
        "what cannot be sent is refused in words",
        arguments: [
            ([TextBlock.Field](), TextBlockError.noFields), ([.init("", "1")], .badLabel("")),
            ([.init("A:", "1")], .badLabel("A:")),
            ([.init("Label_too_long", "1")], .badLabel("Label_too_long")),
            ([.init("A B", "1")], .badLabel("A B")), ([.init("Checksum", "1")], .reservedLabel),
            ([.init("V", "1:2")], .badValue(label: "V", value: "1:2")),
            ([.init("V", "1\r\n")], .badValue(label: "V", value: "1\r\n")),
            ([.init("V", "µ")], .badValue(label: "V", value: "µ")),
            ([TextBlock.Field](repeating: .init("V", "1"), count: 23), .tooManyFields(23)),
        ])
    func refused(fields: [TextBlock.Field], error: TextBlockError) {
        #expect(throws: error) { try TextBlock(fields: fields) }
        #expect(!error.description.isEmpty)
    }

    @Test("random blocks come back as they were", arguments: UInt64(0)..<300)
    func roundTrip(seed: UInt64) throws {
        var random = SplitMix(seed: seed)
        var fields = [TextBlock.Field("PID", "0xA334")]
        for index in 0..<Int.random(in: 0...21, using: &random) {
            let characters = (0..<Int.random(in: 0...32, using: &random)).map { _ in
                UInt8.random(in: 0x20...0x39, using: &random)
            }
            fields.append(.init("L\(index)", String(decoding: characters, as: UTF8.self)))
        }
        let block = try TextBlock(fields: fields)
        #expect(block.encoded.reduce(0, &+) == 0)
        #expect(parse(block.encoded) == [.block(block)])
        #expect(block.fields == fields)
    }
}
