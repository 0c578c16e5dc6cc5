// SPDX-License-Identifier: MIT
/// What a host asks of a charger.
public enum HexRequest: Sendable, Hashable {
    /// Are you there? Answered by ``HexAnswer/ping(_:)``.
    case ping
    /// Application version. Answered by ``HexAnswer/done(_:)`` with a 16 bit ``FirmwareVersion``.
    case appVersion
    /// Product id. Answered by ``HexAnswer/done(_:)`` with two bytes, little endian.
    case productID
    /// Restart. Not answered.
    case restart
    /// Read a register.
    case get(UInt16)
    /// Write a register; ``Register/encode(_:)`` makes the value.
    case set(UInt16, value: [UInt8])

    /// The request as a frame.
    public var frame: HexFrame {
        switch self {
        case .ping: HexFrame(command: 1)
        case .appVersion: HexFrame(command: 3)
        case .productID: HexFrame(command: 4)
        case .restart: HexFrame(command: 6)
        case .get(let address): HexFrame(command: 7, payload: address.littleEndianBytes + [0])
        case .set(let address, let value):
            HexFrame(command: 8, payload: address.littleEndianBytes + [0] + value)
        }
    }

    /// The request as it goes over the wire.
    public var encoded: [UInt8] { frame.encoded }

    /// Reads a request, as a charger does.
    /// - Throws: ``HexError`` when the command is not one, or its payload does not fit.
    public init(frame: HexFrame) throws(HexError) {
        switch frame.command {
        case 1: self = try Self.bare(.ping, frame)
        case 3: self = try Self.bare(.appVersion, frame)
        case 4: self = try Self.bare(.productID, frame)
        case 6: self = try Self.bare(.restart, frame)
        case 7:
            guard frame.payload.count == 3 else { throw HexError(.payloadLength, in: frame) }
            self = .get(try Self.address(frame))
        case 8: self = .set(try Self.address(frame), value: Array(frame.payload.dropFirst(3)))
        default: throw HexError(.unknownCommand, in: frame)
        }
    }

    private static func bare(_ request: HexRequest, _ frame: HexFrame) throws(HexError) -> HexRequest {
        guard frame.payload.isEmpty else { throw HexError(.payloadLength, in: frame) }
        return request
    }

    private static func address(_ frame: HexFrame) throws(HexError) -> UInt16 {
        guard frame.payload.count >= 3 else { throw HexError(.payloadLength, in: frame) }
        guard frame.payload[2] == 0 else { throw HexError(.requestFlags, in: frame) }
        return UInt16(littleEndianBytes: frame.payload[0], frame.payload[1])
    }
}
