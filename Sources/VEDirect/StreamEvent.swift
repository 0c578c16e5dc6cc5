// SPDX-License-Identifier: MIT
/// What the bytes seen so far have completed.
public enum StreamEvent: Sendable, Hashable {
    /// A text block whose checksum holds.
    case block(TextBlock)
    /// A HEX frame whose check holds.
    case frame(HexFrame)
    /// Something that was dropped, and why.
    case fault(StreamFault)
}
