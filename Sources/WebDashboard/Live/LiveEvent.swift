// SPDX-License-Identifier: MIT
import NIOCore

/// A server-sent event (HTML Living Standard, section 9.2).
enum LiveEvent {
    /// What a browser waits before it tries again, sent first.
    static let retry = ByteBuffer(string: "retry: 2000\n\n")

    /// An event with JSON, which has no line breaks.
    static func make(_ name: String, _ value: some Encodable) -> ByteBuffer {
        var buffer = ByteBuffer(string: "event: \(name)\ndata: ")
        buffer.writeBytes(JSONText.line(value))
        buffer.writeString("\n\n")
        return buffer
    }

    struct Heartbeat: Encodable { var time = Timestamp.now }
}
