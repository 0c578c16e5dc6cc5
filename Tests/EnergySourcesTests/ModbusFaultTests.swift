// SPDX-License-Identifier: MIT
import EnergySources
import Foundation
import Synchronization
import TestBroker
import Testing

/// A question as it came over the wire (Modbus Messaging on TCP/IP 1.0b, section 3.1).
struct ModbusQuestion: Sendable {
    let bytes: [UInt8]

    /// Waits for a question; nil when the far side has gone.
    init?(_ socket: Int32) {
        let bytes = TestServer.receive(socket)
        guard bytes.count == 12 else { return nil }
        self.bytes = bytes
    }

    /// The answer with one value in each register.
    func answer(_ value: UInt16, transaction: UInt16 = 0, function: UInt8? = nil, registers: Int = 3)
        -> [UInt8]
    {
        let number = (UInt16(bytes[0]) << 8 | UInt16(bytes[1])) &+ transaction
        let data = (0..<registers).flatMap { _ in [UInt8(value >> 8), UInt8(value & 0xFF)] }
        let length = UInt8(3 + data.count)
        return [UInt8(number >> 8), UInt8(number & 0xFF), 0, 0, 0, length, bytes[6], function ?? bytes[7]]
            + [UInt8(data.count)] + data
    }
}

/// What a device does wrong on its first connection.
struct Misdeed: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let words: String
    let deed: @Sendable (Int32, ModbusQuestion) -> Void

    init(_ name: String, _ words: String, _ deed: @escaping @Sendable (Int32, ModbusQuestion) -> Void) {
        testDescription = name
        self.words = words
        self.deed = deed
    }

    /// Sends bytes and then nothing, until the far side gives up.
    private static func send(_ socket: Int32, _ bytes: [UInt8]) {
        TestServer.send(bytes, socket)
        while !TestServer.receive(socket).isEmpty {}
    }

    static let all = [
        Misdeed("silence", "timed out") { socket, _ in send(socket, []) },
        Misdeed("half an answer and silence", "timed out") { send($0, Array($1.answer(666).prefix(10))) },
        Misdeed("one byte", "timed out") { socket, _ in send(socket, [0]) },
        Misdeed("half an answer and the end", "closed the connection") {
            _ = TestServer.send(Array($1.answer(666).prefix(10)), $0)
        },
        Misdeed("the end", "closed the connection") { _, _ in },
        Misdeed("an answer to another question", "no answer to the question") {
            send($0, $1.answer(666, transaction: 1))
        },
        Misdeed("an answer to an earlier question", "no answer to the question") {
            send($0, $1.answer(666, transaction: .max))
        },
        Misdeed("another function", "no answer to the question") { send($0, $1.answer(666, function: 3)) },
        Misdeed("too few registers", "no answer to the question") { send($0, $1.answer(666, registers: 2)) },
        Misdeed("too many registers", "no answer to the question") { send($0, $1.answer(666, registers: 4)) },
        Misdeed("a web server", "no answer to the question") { socket, _ in
            send(socket, Array("HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n".utf8))
        },
        Misdeed("zeros", "no answer to the question") { socket, _ in
            send(socket, Array(repeating: 0, count: 4000))
        },
        Misdeed("ones", "no answer to the question") { socket, _ in
            send(socket, Array(repeating: 0xFF, count: 4000))
        },
        Misdeed("an exception of another function", "no answer to the question") { socket, question in
            send(socket, Array(question.bytes[0..<4]) + [0, 3, question.bytes[6], 0x83, 2])
        },
        Misdeed("an exception that nobody knows", "no answer to the question") { socket, question in
            send(socket, Array(question.bytes[0..<4]) + [0, 3, question.bytes[6], 0x84, 0xEE])
        },
        Misdeed("an answer byte by byte, too slowly", "timed out") { socket, question in
            for byte in question.answer(666) {
                usleep(150_000)
                guard TestServer.send([byte], socket) else { return }
            }
        },
    ]
}

@Suite("A Modbus device that misbehaves", .timeLimit(.minutes(5)))
struct ModbusFaultTests {
    @Test("A fault is told, nothing of it is taken, and the next connection works", arguments: Misdeed.all)
    func fault(misdeed: Misdeed) async throws {
        let server = try TestServer { socket, number, _ in
            while let question = ModbusQuestion(socket) {
                guard number > 0 else { return misdeed.deed(socket, question) }
                TestServer.send(question.answer(7), socket)
            }
        }
        defer { server.stop() }
        var settings = ModbusMeterSettings.local(server.port)
        settings.timeout = .milliseconds(500)
        try await withMeter(settings) { reader in
            let first = try await reader.next()
            guard case .trouble(let words) = first else {
                Issue.record("told \(first)")
                return
            }
            #expect(words.contains(misdeed.words))
            #expect(words.contains("127.0.0.1:\(server.port)"))
            #expect(try await reader.next().watts == 21)
        }
    }

    @Test("An answer that comes twice is not taken for the next one's")
    func duplicate() async throws {
        let asked = Atomic<Int>(0)
        try await expectTrueReadings { socket, question in
            let value = UInt16(asked.add(1, ordering: .relaxed).newValue & 0xFFF)
            TestServer.send(question.answer(value) + question.answer(value), socket)
            return value
        }
    }

    @Test("A device that closes after each answer gives readings without a trouble")
    func closing() async throws {
        let server = try TestServer { socket, _, _ in
            guard let question = ModbusQuestion(socket) else { return }
            TestServer.send(question.answer(5), socket)
        }
        defer { server.stop() }
        // Slow enough for the end of the connection to have arrived.
        var settings = ModbusMeterSettings.local(server.port)
        settings.interval = .milliseconds(200)
        try await withMeter(settings) { reader in
            for _ in 0..<5 {
                let report = try await reader.next()
                #expect(report.watts == 15)
            }
        }
    }

    @Test("The end of the program does not wait for an answer")
    func stop() async throws {
        let isAsked = AsyncStream<Void>.makeStream()
        let server = try TestServer { socket, _, _ in
            while ModbusQuestion(socket) != nil { isAsked.continuation.yield() }
        }
        defer { server.stop() }
        var settings = ModbusMeterSettings.local(server.port)
        // Waited for, it would be longer than the test's patience.
        (settings.timeout, settings.interval) = (.seconds(3600), .seconds(3600))
        try await withMeter(settings) { _ in
            _ = try await patiently("a question") { await isAsked.stream.first { _ in true } }
        }
    }

    @Test("The end of the program does not wait for the next question")
    func stopBetween() async throws {
        let server = try TestServer { socket, _, _ in
            while let question = ModbusQuestion(socket) { TestServer.send(question.answer(5), socket) }
        }
        defer { server.stop() }
        var settings = ModbusMeterSettings.local(server.port)
        settings.interval = .seconds(3600)
        try await withMeter(settings) { reader in
            try await reader.expect(15)
        }
    }

    @Test("A meter that was stopped before it started ends at once")
    func stopFirst() async throws {
        let meter = ModbusMeter(settings: .local(1)) { at(0) }
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { await meter.run() }
            group.cancelAll()
            try await patiently("the meter to end") { for await _ in meter.reports {} }
        }
    }

    /// Every reading is one that was given as the answer to its own question, and none comes twice.
    private func expectTrueReadings(
        _ answer: @escaping @Sendable (Int32, ModbusQuestion) -> UInt16
    ) async throws {
        let server = try TestServer { socket, _, _ in
            while let question = ModbusQuestion(socket) { _ = answer(socket, question) }
        }
        defer { server.stop() }
        try await withMeter(.local(server.port)) { reader in
            var last = 0.0
            for _ in 0..<10 {
                let watts = try await reader.reading()
                #expect(watts > last)
                last = watts
            }
        }
    }
}

extension GridMeterReport {
    /// The watts of a reading.
    var watts: Double? { if case .reading(let reading) = self { reading.watts } else { nil } }
}
