// SPDX-License-Identifier: MIT
extension RecordingHeader {
    /// What every recording begins with.
    static let mark = "chargebridge-recording"

    /// The header as the first line of a file, newline included.
    public var line: String {
        var words = [Self.mark, String(Self.version)]
        if let program { words.append("program=\(Self.word(program))") }
        if let port { words.append("port=\(Self.word(port))") }
        if let baudRate { words.append("baud=\(baudRate)") }
        if hidesSerialNumbers { words.append("serials=hidden") }
        return words.joined(separator: " ") + "\n"
    }

    /// A word without anything that would end it.
    private static func word(_ text: String) -> String {
        String(text.unicodeScalars.map { (0x21...0x7E).contains($0.value) ? Character($0) : "_" })
    }
}

extension Recording.Chunk {
    /// The chunk as a line of a file, newline included.
    public var line: String {
        let bytes = RecordedBytes.text(bytes)
        return "\(Self.seconds(time)) \(direction.rawValue) \(bytes)\n"
    }

    /// Seconds with six digits behind the point.
    private static func seconds(_ time: Duration) -> String {
        let parts = max(time, .zero).components
        let microseconds = String(parts.attoseconds / 1_000_000_000_000)
        return "\(parts.seconds)." + String(repeating: "0", count: 6 - microseconds.count) + microseconds
    }
}

extension Recording {
    /// The whole file.
    public var text: String { header.line + chunks.map(\.line).joined() }
}
