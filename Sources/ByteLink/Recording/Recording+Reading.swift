// SPDX-License-Identifier: MIT
/// Why a file can't be read as a recording.
public struct RecordingError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The line, from 1.
    public let line: Int
    /// What is wrong and what is expected.
    public let description: String

    init(line: Int, _ words: String) {
        self.line = line
        description = "line \(line): \(words)"
    }
}

extension Recording {
    /// Whether a file's first bytes are those of a recording; otherwise it may be a raw capture.
    ///
    /// - Parameter file: its content, or the beginning of it.
    public static func isRecording(_ file: some Sequence<UInt8>) -> Bool {
        file.starts(with: Array((RecordingHeader.mark + " ").utf8))
    }

    /// Reads a file.
    ///
    /// A last line without a newline is left out: the program that wrote it was cut short.
    ///
    /// - Parameter file: its content.
    /// - Throws: ``RecordingError`` for the first line that can't be read.
    public init(file: [UInt8]) throws(RecordingError) {
        var lines = file.split(separator: 0x0A, omittingEmptySubsequences: false)
        // What follows the last newline is nothing, or was cut short.
        lines.removeLast()
        guard let first = lines.first else { throw RecordingError(line: 1, RecordingHeader.expected) }
        header = try RecordingHeader(line: first)
        chunks = []
        for (index, line) in lines.enumerated().dropFirst() {
            if let chunk = try Self.chunk(line, number: index + 1, after: chunks.last?.time ?? .zero) {
                chunks.append(chunk)
            }
        }
    }

    /// - Returns: nil for an empty line or a remark.
    private static func chunk(
        _ line: ArraySlice<UInt8>, number: Int, after last: Duration
    ) throws(RecordingError) -> Chunk? {
        let words = line.split(whereSeparator: { $0 == 0x20 || $0 == 0x0D })
        guard let first = words.first, first.first != UInt8(ascii: "#") else { return nil }
        guard words.count == 3 else {
            throw RecordingError(line: number, "a time, < or >, and bytes are expected, parted by spaces")
        }
        guard let time = time(first) else {
            throw RecordingError(line: number, "the time must be seconds such as 12.345678")
        }
        guard time >= last else { throw RecordingError(line: number, "the time runs backwards") }
        guard let direction = Direction(rawValue: String(decoding: words[1], as: UTF8.self)) else {
            throw RecordingError(line: number, "the direction must be < (from the charger) or > (to it)")
        }
        guard let bytes = RecordedBytes.bytes(words[2]) else {
            throw RecordingError(
                line: number, "bytes are printable ASCII, \\r \\n \\t \\\\ or \\x and two digits")
        }
        return Chunk(time: time, direction: direction, bytes: bytes)
    }

    /// The most seconds a time may have: a hundred years, so that no sum of times overflows.
    private static let longest = 3_155_760_000

    private static func time(_ text: ArraySlice<UInt8>) -> Duration? {
        let parts = text.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard (1...2).contains(parts.count), let seconds = number(parts[0]), seconds <= longest else {
            return nil
        }
        guard parts.count == 2 else { return .seconds(seconds) }
        guard parts[1].count <= 6, let fraction = number(parts[1]) else { return nil }
        let microseconds = (parts[1].count..<6).reduce(fraction) { value, _ in value * 10 }
        return .seconds(seconds) + .microseconds(microseconds)
    }

    private static func number(_ digits: ArraySlice<UInt8>) -> Int? {
        guard !digits.isEmpty, digits.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        return Int(String(decoding: digits, as: UTF8.self))
    }
}

extension RecordingHeader {
    fileprivate static let expected =
        "this is no recording; the first line of one begins with '\(mark) \(version)'"

    fileprivate init(line: ArraySlice<UInt8>) throws(RecordingError) {
        let text = String(decoding: line, as: UTF8.self)
        let words = text.split(whereSeparator: { $0 == " " || $0 == "\r" })
        guard words.count >= 2, words[0] == Self.mark, let version = Int(words[1]), version >= 1 else {
            throw RecordingError(line: 1, Self.expected)
        }
        guard version <= Self.version else {
            throw RecordingError(
                line: 1,
                "the recording has version \(version), this program reads \(Self.version): use a newer one")
        }
        self.init()
        for word in words.dropFirst(2) {
            let pair = word.split(separator: "=", maxSplits: 1).map(String.init)
            guard pair.count == 2 else { continue }
            take(pair[0], pair[1])
        }
    }

    /// Keys that are not known are for later versions of the program.
    private mutating func take(_ key: String, _ value: String) {
        switch key {
        case "program": program = value
        case "port": port = value
        case "baud": baudRate = Int(value)
        case "serials": hidesSerialNumbers = value == "hidden"
        default: break
        }
    }
}
