// SPDX-License-Identifier: MIT
import EnergySources
import Foundation
import TestBroker
import TestMeter
import Testing

/// Registers as a device holds them, how they are to be read, and the watts they mean.
struct RegisterCase: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let content: ModbusContent
    let watts: Double
    let change: @Sendable (inout ModbusMeterSettings) -> Void

    init(
        _ name: String, _ input: [String: [UInt16]], _ watts: Double, holding: [String: [UInt16]]? = nil,
        unit: Int = 100, _ change: @escaping @Sendable (inout ModbusMeterSettings) -> Void = { _ in }
    ) {
        testDescription = name
        content = ModbusContent(unit: unit, input: input.isEmpty ? nil : input, holding: holding)
        self.watts = watts
        self.change = change
    }

    static let all = [
        RegisterCase("a GX device", ["820": [500, 65036, 1]], 1),
        RegisterCase("a GX device feeding in", ["820": [65036, 0, 0]], -500),
        RegisterCase("the ends of int16", ["820": [0x8000, 0x7FFF, 0xFFFF]], -2),
        RegisterCase("one phase", ["820": [0xFFFF]], -1) { $0.registers = [820] },
        RegisterCase("uint16 and export positive", ["5": [0xFFFF]], -65535) {
            ($0.registers, $0.type, $0.positive) = ([5], .uint16, .intoGrid)
        },
        RegisterCase("registers apart, and a scale", ["10": [100], "20": [200]], 30) {
            ($0.registers, $0.scale) = ([20, 10], 0.1)
        },
        RegisterCase("int32", ["0": [0xFFFF, 0xFE0C, 0, 1000]], 500) {
            ($0.registers, $0.type) = ([0, 2], .int32)
        },
        RegisterCase("int32, lower half first", ["0": [0xFE0C, 0xFFFF]], -500) {
            ($0.registers, $0.type, $0.wordOrder) = ([0], .int32, .little)
        },
        RegisterCase("uint32", ["0": [0x0001, 0x0000]], 65536) { ($0.registers, $0.type) = ([0], .uint32) },
        RegisterCase("float32", ["70": [0xC2F6, 0xE979]], Double(Float(-123.456))) {
            ($0.registers, $0.type) = ([70], .float32)
        },
        RegisterCase("float32, lower half first, in kilowatts", ["0": [0, 0x3FC0]], 1500) {
            ($0.registers, $0.type, $0.wordOrder, $0.scale) = ([0], .float32, .little, 1000)
        },
        RegisterCase("holding registers of another unit", [:], 42, holding: ["40": [42]], unit: 7) {
            ($0.registers, $0.kind, $0.unit) = ([40], .holding, 7)
        },
        RegisterCase("a true zero", ["820": [0, 0, 0]], 0) { $0.zeroIsMissing = false },
        RegisterCase("the last register", ["65534": [0, 9]], 9) {
            ($0.registers, $0.type) = ([65534], .uint32)
        },
    ]
}

@Suite("A meter over Modbus", .timeLimit(.minutes(5)))
struct ModbusMeterTests {
    @Test("Registers become watts", arguments: RegisterCase.all)
    func registers(test: RegisterCase) async throws {
        try await withModbusServer(test.content) { port in
            var settings = ModbusMeterSettings.local(port)
            test.change(&settings)
            // Only the pace of the test is none that a user could set.
            settings.interval = .seconds(1)
            #expect(settings.problem == nil)
            settings.interval = .milliseconds(20)
            try await withMeter(settings) { reader in
                for _ in 0..<3 {
                    try await reader.expect(test.watts)
                }
            }
        }
    }

    @Test(
        "A device that says no is told in words",
        arguments: [
            (
                ModbusContent(input: ["5": [1]]),
                "unit 100 at 127.0.0.1:PORT has no input registers 820 to 822"
            ),
            (
                ModbusContent(input: ["820": [1, 2]]),
                "has no input registers 820 to 822; is a grid meter set up"
            ),
            (ModbusContent(holding: ["820": [1, 2, 3]]), "has no input registers 820 to 822"),
            (
                ModbusContent(unit: 1, input: ["820": [1, 2, 3]]),
                "can't read its registers 820 to 822 (exception 4)"
            ),
            (
                ModbusContent(input: ["820": [1, 2, 3]], refuse: 1),
                "has no input registers; is the kind right?"
            ),
            (ModbusContent(input: ["820": [1, 2, 3]], refuse: 6), "is busy"),
            (
                ModbusContent(input: ["820": [1, 2, 3]], refuse: 10),
                "there is no unit 100 behind 127.0.0.1:PORT"
            ),
            (ModbusContent(input: ["820": [1, 2, 3]], refuse: 11), "there is no unit 100 behind"),
            (ModbusContent(input: ["820": [0, 0, 0]]), "shows exactly 0 everywhere"),
        ])
    func refusal(content: ModbusContent, words: String) async throws {
        try await withModbusServer(content) { port in
            try await withMeter(.local(port)) { reader in
                try await reader.expectTrouble(words.replacing("PORT", with: "\(port)"))
            }
        }
    }

    @Test(
        "A number that can't be is no reading",
        arguments: [[0x7F80, 0], [0xFF80, 0], [0x7FC0, 0], [0x7F7F, 0xFFFF]] as [[UInt16]])
    func impossible(registers: [UInt16]) async throws {
        try await withModbusServer(ModbusContent(input: ["0": registers])) { port in
            var settings = ModbusMeterSettings.local(port)
            (settings.registers, settings.type) = ([0], .float32)
            try await withMeter(settings) { reader in
                let words = try await reader.trouble()
                #expect(words.contains("no number") || words.contains("more than 1000 kW"))
            }
        }
    }

    @Test("A device that restarts is found again, and says what is true then")
    func restart() async throws {
        let port = try FreePorts.take()
        try await withMeter(.local(port)) { reader in
            #expect(
                try await reader.trouble().contains(
                    "refuses the connection; is Modbus TCP switched on there?"))
            try await withModbusServer(ModbusContent(input: ["820": [1, 2, 3]]), port: port) { _ in
                try await reader.reading(of: 6)
            }
            try await reader.expectTrouble("127.0.0.1:\(port)")
            try await withModbusServer(ModbusContent(input: ["820": [4, 5, 6]]), port: port) { _ in
                try await reader.expect(15)
            }
        }
    }

    @Test("A network that swallows everything is waited out")
    func blackHole() async throws {
        try await withModbusServer(ModbusContent(input: ["820": [1, 2, 3]])) { port in
            let network = TestNetwork()
            let cable = try TestServer.cable(to: port, through: network)
            defer { cable.stop() }
            var settings = ModbusMeterSettings.local(cable.port)
            settings.timeout = .milliseconds(500)
            try await withMeter(settings) { reader in
                try await reader.expect(6)
                network.condition = .blackHole
                try await reader.expectTrouble("does not answer (timed out after 0.5 s)")
                network.condition = .open
                try await reader.expect(6)
            }
        }
    }

    @Test("A name that is not known is told")
    func unknownName() async throws {
        var settings = ModbusMeterSettings(host: "meter.invalid")
        settings.timeout = .seconds(30)
        try await withMeter(settings) { reader in
            let words = try await reader.trouble()
            #expect(words.hasPrefix("the meter can't be found: ") && words.contains("meter.invalid"))
        }
    }

    @Test("A name that is known is used")
    func knownName() async throws {
        try await withModbusServer(ModbusContent(input: ["820": [1, 2, 3]])) { port in
            var settings = ModbusMeterSettings.local(port)
            settings.host = "localhost"
            try await withMeter(settings) { reader in
                try await reader.expect(6)
            }
        }
    }

    @Test("Settings that can't work are found")
    func problems() {
        let good = ModbusMeterSettings(host: "venus.local")
        #expect(good.problem == nil)
        let breaks: [(inout ModbusMeterSettings) -> Void] = [
            { $0.host = "" }, { $0.host = "a\u{0}" }, { $0.port = 0 }, { $0.port = 65536 }, { $0.unit = -1 },
            { $0.unit = 248 }, { $0.unit = 256 }, { $0.registers = [] }, { $0.registers = [-1] },
            { $0.registers = [65536] }, { $0.registers = [820, 820] }, { $0.registers = Array(0...16) },
            { ($0.type, $0.registers) = (.int32, [65535]) }, { $0.type = .float32 }, { $0.scale = 0 },
            { $0.scale = .nan }, { $0.scale = .infinity }, { $0.interval = .zero },
            { $0.interval = .seconds(61) },
            { $0.timeout = .zero }, { $0.timeout = .seconds(11) }, { $0.registers = [.max] },
        ]
        for (index, spoil) in breaks.enumerated() {
            var settings = good
            spoil(&settings)
            #expect(settings.problem != nil, "number \(index)")
        }
    }
}
