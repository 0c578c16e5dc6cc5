// SPDX-License-Identifier: MIT
/// One HEX frame: a command and its payload.
///
/// The check is computed.
///
/// Source: HEX protocol of the BlueSolar/SmartSolar MPPT rev 18.
public struct HexFrame: Sendable, Hashable {
    /// The most payload bytes accepted from the line; the longest frame seen, a charge cycle, has 55.
    public static let maximumPayloadLength = 160
    static let checkTotal: UInt8 = 0x55

    /// The command or answer code, 0 to 15.
    public let command: UInt8
    /// The bytes between command and check.
    public let payload: [UInt8]

    /// A frame.
    /// - Parameters:
    ///   - command: 0 to 15; only the low four bits count.
    ///   - payload: at most ``maximumPayloadLength`` bytes; what is beyond is cut off.
    public init(command: UInt8, payload: [UInt8] = []) {
        self.command = command & 0x0F
        self.payload =
            payload.count > Self.maximumPayloadLength
            ? Array(payload[..<Self.maximumPayloadLength]) : payload
    }

    /// The byte that makes command, payload and check sum to 0x55.
    public var check: UInt8 { payload.reduce(Self.checkTotal &- command, &-) }

    /// The frame as it goes over the wire, `:` and newline included.
    public var encoded: [UInt8] {
        var bytes = [ASCII.colon, ASCII.digit(command)]
        bytes.reserveCapacity(2 * payload.count + 5)
        for byte in payload + [check] { bytes += [ASCII.digit(byte >> 4), ASCII.digit(byte)] }
        return bytes + [ASCII.newline]
    }
}

extension HexFrame: CustomStringConvertible {
    /// The frame as in the maker's documents, such as ":7F0ED0071".
    public var description: String { String(decoding: encoded.dropLast(), as: UTF8.self) }
}
