// SPDX-License-Identifier: MIT
import Testing
import VEDirect

@Suite("Registers")
struct RegisterTests {
    @Test("the table has every register once, by ascending address, and finds it")
    func table() {
        let addresses = Register.all.map(\.address)
        #expect(addresses == addresses.sorted())
        #expect(Set(addresses).count == addresses.count)
        #expect(addresses.count == 51)
        for register in Register.all { #expect(Register.at(register.address) == register) }
        #expect(Register.at(0x1234) == nil)
    }

    @Test(
        "addresses, types, scales and wear are the documents'",
        arguments: [
            (Register.chargeCurrentLimit, 0xEDF0, Register.Format.un16, -1, Register.Unit.ampere, true, true),
            (.chargerMaximumCurrent, 0xEDDF, .un16, -1, .ampere, false, false),
            (.minimumCurrent, 0xEDC8, .un16, -1, .ampere, false, false),
            (.outputCurrent, 0xED8C, .sn32, -3, .ampere, false, false),
            (.outputVoltage, 0xED8D, .sn16, -2, .volt, false, false),
            (.deviceState, 0x0201, .un8, 0, .none, false, false),
            (.errorCode, 0xEDDA, .un8, 0, .none, false, false),
            (.internalTemperature, 0xEDDB, .sn16, -2, .degreeCelsius, false, false),
            (.networkMode, 0x200E, .bits(1), 0, .none, true, false),
            (.networkCurrentLimit, 0x2015, .un16, -1, .ampere, true, false),
            (.lowCurrentMode, 0xE001, .un8, 0, .none, true, false),
            (.uptime, 0x0120, .un32, 0, .second, false, false),
            (.bulkTimeLimit, 0xEDFC, .un16, -2, .hour, true, true),
        ])
    func rows(
        register: Register, address: Int, format: Register.Format, power: Int, unit: Register.Unit,
        writable: Bool,
        wears: Bool
    ) {
        #expect(Int(register.address) == address)
        #expect(register.format == format)
        #expect(register.scale.powerOfTen == power)
        #expect(register.unit == unit)
        #expect((register.access == .readWrite) == writable)
        #expect((register.storage == .nonVolatile) == wears)
    }

    @Test(
        "every number says \"not available\" as its format does, and is never that number",
        arguments: Register.all.filter { $0.format.isNumber && $0 != .batteryType })
    func notAvailable(register: Register) throws {
        let length = try #require(register.format.length)
        var ones = [UInt8](repeating: 0xFF, count: length)
        if register.format.isSigned { ones[length - 1] = 0x7F }
        #expect(register.notAvailableBytes == ones)
        #expect(register.decode(ones) == .notAvailable)
        #expect(register.thousandths(in: ones) == nil)
        let raw = try #require(register.notAvailableValues.first)
        #expect(throws: RegisterError.meansNotAvailable(register, raw: raw)) { try register.encode(raw) }
    }

    @Test("0xFF is a battery type, not a missing one")
    func batteryType() throws {
        #expect(Register.batteryType.decode([0xFF]) == .integer(255))
        #expect(Register.batteryType.notAvailableBytes == nil)
        #expect(try Register.batteryType.encode(0xFF) == [0xFF])
    }

    @Test(
        "the wrong number of bytes is no value",
        arguments: Register.all.filter { $0.format.length != nil })
    func wrongLength(register: Register) throws {
        let length = try #require(register.format.length)
        #expect(register.decode([UInt8](repeating: 1, count: length - 1)) == nil)
        #expect(register.decode([UInt8](repeating: 1, count: length + 1)) == nil)
        #expect(register.decode([UInt8](repeating: 1, count: length)) != nil)
    }

    @Test(
        "numbers come back as they were, at and between the ends of their format",
        arguments: Register.all.filter(\.format.isNumber))
    func roundTrip(register: Register) throws {
        let range = try #require(register.format.range)
        var random = SplitMix(seed: UInt64(register.address))
        let samples =
            [range.lowerBound, range.upperBound - 1, 0, 1]
            + (0..<50).map { _ in
                Int.random(in: range.lowerBound..<range.upperBound, using: &random)
            }
        for raw in samples { #expect(register.decode(try register.encode(raw)) == .integer(raw)) }
        for raw in [range.lowerBound - 1, range.upperBound + 1, .min, .max] {
            #expect(throws: RegisterError.outOfRange(register, raw: raw)) { try register.encode(raw) }
        }
    }

    @Test(
        "negative numbers are read as such",
        arguments: [
            (Register.outputCurrent, [UInt8](arrayLiteral: 0xFF, 0xFF, 0xFF, 0xFF), -1),
            (.internalTemperature, [0xFE, 0xFF], -2), (.internalTemperature, [0x00, 0x80], -32768),
        ])
    func negative(register: Register, bytes: [UInt8], raw: Int) {
        #expect(register.decode(bytes) == .integer(raw))
    }

    @Test(
        "8 and 24 bit formats read and write too",
        arguments: [
            (Register.Format.sn8, [UInt8](arrayLiteral: 0x80), -128), (.un24, [0xFE, 0xFF, 0xFF], 0xFFFFFE),
        ])
    func otherFormats(format: Register.Format, bytes: [UInt8], raw: Int) throws {
        let register = Register(0x7000, "made up", format)
        #expect(register.decode(bytes) == .integer(raw))
        #expect(try register.encode(raw) == bytes)
    }

    @Test(
        "quantities are exact in thousandths, and too large ones none",
        arguments: [
            (Register.chargeCurrentLimit, 275, 27500), (.outputVoltage, 2880, 28800),
            (.outputCurrent, 4060, 4060),
            (.uptime, 24, 24000), (.internalTemperature, -1250, -12500),
        ])
    func thousandths(register: Register, raw: Int, thousandths: Int) {
        #expect(register.thousandths(raw) == thousandths)
        #expect(register.raw(thousandths: thousandths) == raw)
        #expect(Register.uptime.thousandths(.max) == nil)
    }

    @Test(
        "text ends at its zero byte; memory never written is not text",
        arguments: [
            ("IP22", [UInt8]("IP22\0\0x".utf8)), ("", [0]), ("", []), ("IP22", [UInt8]("IP22".utf8)),
        ])
    func text(text: String, bytes: [UInt8]) {
        #expect(Register.modelName.decode(bytes) == .text(text))
        #expect(Register.modelName.decode([0xFF, 0xFF]) == .notAvailable)
        #expect(throws: RegisterError.notANumber(.modelName)) { try Register.modelName.encode(1) }
    }

    @Test("a charge cycle is found by its number")
    func cycles() {
        #expect(Register.cycle(0)?.address == Register.activeCycle.address)
        #expect(Register.cycle(3)?.address == 0x1073)
        #expect(Register.cycle(39)?.address == 0x1097)
        #expect(Register.cycle(40) == nil)
        #expect(Register.cycle(-1) == nil)
    }

    @Test("the network's bookkeeping is told apart from readings")
    func bookkeeping() {
        #expect(Register.networkBookkeeping.contains(0xEC31))
        #expect(Register.all.allSatisfy { !Register.networkBookkeeping.contains($0.address) })
    }
}
