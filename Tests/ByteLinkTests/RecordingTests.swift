// SPDX-License-Identifier: MIT
import ByteLink
import Glibc
import Synchronization
import Testing

@Suite("Recordings as files")
struct RecordingTests {
    private let header = RecordingHeader(program: "1.2.3", port: "serial", baudRate: 19200)

    @Test("A file is text: a header, and a line for each chunk with time, direction and bytes")
    func text() {
        let recording = Recording(
            header: header,
            chunks: [
                .init(time: .zero, direction: .fromCharger, bytes: Array("\r\nPID\t0xA334".utf8)),
                .init(time: .microseconds(1_500_042), direction: .toCharger, bytes: Array(":154\n".utf8)),
                .init(time: .seconds(3600), direction: .fromCharger, bytes: [0x00, 0x20, 0x5C, 0x7F, 0xFF]),
            ])
        #expect(
            recording.text == """
                chargebridge-recording 1 program=1.2.3 port=serial baud=19200
                0.000000 < \\r\\nPID\\t0xA334
                1.500042 > :154\\n
                3600.000000 < \\x00\\x20\\\\\\x7F\\xFF

                """)
    }

    @Test("What was written is read again, whichever bytes they are")
    func everyByte() throws {
        let header = RecordingHeader(of: .tcp(host: "a", port: 1), program: "1", hidesSerialNumbers: true)
        var recording = Recording(header: header, chunks: [])
        for byte in UInt8.min ... .max {
            let direction = Recording.Direction.allCases[Int(byte % 2)]
            recording.chunks.append(
                .init(time: .milliseconds(Int(byte) * 7), direction: direction, bytes: [byte, 10, byte]))
        }
        let read = try Recording(file: Array(recording.text.utf8))
        #expect(read == recording)
        #expect(read.header.port == "tcp" && read.header.baudRate == nil && read.header.hidesSerialNumbers)
        #expect(read.duration == .milliseconds(255 * 7))
    }

    @Test("Remarks, empty lines, unknown keys, DOS line ends and a line that was cut short are passed over")
    func tolerance() throws {
        let file = """
            chargebridge-recording 1 later=things baud=9600\r
            # a remark
            \r

            1 < abc\r
            1.5 > \\x6a
            2.0 < cut sho
            """
        let recording = try Recording(file: Array(file.utf8))
        #expect(recording.header.baudRate == 9600 && recording.header.program == nil)
        #expect(
            recording.chunks == [
                .init(time: .seconds(1), direction: .fromCharger, bytes: Array("abc".utf8)),
                .init(time: .milliseconds(1500), direction: .toCharger, bytes: Array("j".utf8)),
            ])
    }

    @Test(
        "What can't be read is named with its line",
        arguments: [
            ("", 1, "no recording"), ("PID\t0xA334\n", 1, "no recording"),
            ("chargebridge-recording\n", 1, "no recording"),
            ("chargebridge-recording 2\n", 1, "version 2"),
            ("chargebridge-recording 1\n0 < a\nx < a\n", 3, "seconds"),
            ("chargebridge-recording 1\n-1 < a\n", 2, "seconds"),
            ("chargebridge-recording 1\n99999999999999999999 < a\n", 2, "seconds"),
            ("chargebridge-recording 1\n1.1234567 < a\n", 2, "seconds"),
            ("chargebridge-recording 1\n2 < a\n1 < a\n", 3, "backwards"),
            ("chargebridge-recording 1\n1 = a\n", 2, "direction"),
            ("chargebridge-recording 1\n1 < \n", 2, "expected"),
            ("chargebridge-recording 1\n1 < a b\n", 2, "expected"),
            ("chargebridge-recording 1\n1 < \\y\n", 2, "bytes"),
            ("chargebridge-recording 1\n1 < \\x0\n", 2, "bytes"),
            ("chargebridge-recording 1\n1 < ä\n", 2, "bytes"),
        ])
    func errors(file: String, line: Int, words: String) {
        let error = #expect(throws: RecordingError.self) { try Recording(file: Array(file.utf8)) }
        #expect(error?.line == line)
        #expect(error?.description.contains(words) == true, "\(error?.description ?? "")")
    }
}

@Suite("A link that is recorded")
struct RecordingLinkTests {
    @Test("What is read and written is heard, in its order and as it came", arguments: LinkKind.allCases)
    func both(kind: LinkKind) async throws {
        try await kind.withOpener { opener, connect in
            let heard = Heard()
            let recorded = RecordingLinkOpener(opener, recorder: heard)
            #expect(recorded.name == opener.name)
            try await recorded.withLink { link in
                let farEnd = try await connect()
                try await farEnd.send(Array("from the charger".utf8))
                #expect(try await link.receive(16) == Array("from the charger".utf8))
                try link.write(Array(":154\n".utf8))
                #expect(try await farEnd.receive(5) == Array(":154\n".utf8))
                #expect(heard.bytes(.fromCharger) == Array("from the charger".utf8))
                #expect(heard.bytes(.toCharger) == Array(":154\n".utf8))
                try await farEnd.hangUp()
            }
        }
    }

    @Test("What the recorder does not allow is not sent, and not recorded")
    func refused() async throws {
        let pair = InMemoryLink()
        let heard = Heard()
        try await RecordingLinkOpener(pair, recorder: heard).withLink { link in
            let error = #expect(throws: LinkError.self) { try link.write(Array("x".utf8)) }
            #expect(error?.code == .unusable)
            try link.write(Array("y".utf8))
            #expect(try await pair.device.receive(1) == Array("y".utf8))
        }
        #expect(heard.bytes(.toCharger) == Array("y".utf8))
    }

    @Test("A file holds every chunk at once, and nothing is overwritten")
    func file() async throws {
        let path = temporaryPath()
        defer { unlink(path) }
        let header = RecordingHeader(program: "1")
        let file = try RecordingFile(path: path, header: header) { _ in true }
        file.record(Array("abc".utf8), .fromCharger)
        file.record(Array("d".utf8), .toCharger)
        let recording = try Recording(file: contents(of: path))
        #expect(recording.header == header)
        #expect(recording.bytes(.fromCharger) == Array("abc".utf8))
        #expect(recording.bytes(.toCharger) == Array("d".utf8))
        #expect(file.byteCount == 4 && file.failure == nil)
        let error = #expect(throws: RecordingFileError.self) {
            try RecordingFile(path: path, header: header)
        }
        #expect(error?.description.contains("there already") == true)
    }

    @Test("A file that can't be made is told in words")
    func noFolder() {
        let error = #expect(throws: RecordingFileError.self) {
            try RecordingFile(path: "/nowhere/file", header: RecordingHeader())
        }
        #expect(error?.description.contains("folder") == true)
    }
}

/// Keeps what it hears; lets nothing with an `x` in it be sent.
private final class Heard: LinkRecorder {
    private let chunks = Mutex<[(bytes: [UInt8], direction: Recording.Direction)]>([])

    func record(_ bytes: [UInt8], _ direction: Recording.Direction) {
        chunks.withLock { $0.append((bytes, direction)) }
    }

    func allows(_ bytes: [UInt8]) -> Bool { !bytes.contains(UInt8(ascii: "x")) }

    func bytes(_ direction: Recording.Direction) -> [UInt8] {
        chunks.withLock { chunks in chunks.filter { $0.direction == direction }.flatMap(\.bytes) }
    }
}

private func temporaryPath() -> String { "/tmp/recording-test-\(getpid())-\(UInt64.random(in: 0 ... .max))" }

private func contents(of path: String) throws -> [UInt8] {
    let file = open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { throw Failure("\(path) can't be opened") }
    defer { close(file) }
    var buffer = [UInt8](repeating: 0, count: 65536)
    return Array(buffer[..<max(0, read(file, &buffer, buffer.count))])
}
