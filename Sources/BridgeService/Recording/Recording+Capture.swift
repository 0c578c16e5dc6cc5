// SPDX-License-Identifier: MIT
public import ByteLink
import VEDirect

extension Recording {
    /// A recording of a capture that has no times: it gets the pace of a charger.
    ///
    /// Each text block ends a second after the one before; what came between is spread over that second, a
    /// HEX frame at a time.
    ///
    /// - Parameter capture: the bytes as they came from the charger.
    public init(capture: [UInt8]) {
        self.init(header: RecordingHeader(program: ProgramVersion.text, port: "capture"), chunks: [])
        var parser = StreamParser()
        var second: [ArraySlice<UInt8>] = []
        var start = capture.startIndex
        for (index, byte) in capture.enumerated() {
            guard let event = parser.push(byte) else { continue }
            second.append(capture[start...index])
            start = index + 1
            guard case .block = event else { continue }
            append(second)
            second = []
        }
        append(second + (start < capture.endIndex ? [capture[start...]] : []))
    }

    /// Adds the pieces of one second, evenly spread.
    private mutating func append(_ pieces: [ArraySlice<UInt8>]) {
        let start = chunks.last?.time ?? .zero
        for (index, piece) in pieces.enumerated() {
            let offset = Duration.microseconds(1_000_000 * (index + 1) / pieces.count)
            chunks.append(Chunk(time: start + offset, direction: .fromCharger, bytes: Array(piece)))
        }
    }

    /// Reads a file: a recording, or a raw capture, which gets the pace of a charger.
    ///
    /// - Parameter content: its content.
    /// - Throws: ``RecordingError`` when it is a recording that can't be read.
    public init(content: [UInt8]) throws(RecordingError) {
        if Recording.isRecording(content) {
            try self.init(file: content)
        } else {
            self.init(capture: content)
        }
    }
}
