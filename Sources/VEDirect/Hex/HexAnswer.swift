// SPDX-License-Identifier: MIT
/// What a charger says in a HEX frame.
public enum HexAnswer: Sendable, Hashable {
    /// Answer to ``HexRequest/appVersion`` and ``HexRequest/productID``.
    case done([UInt8])
    /// The command is unknown to the charger; carries what it says of it, first the command.
    case unknownCommand([UInt8])
    /// The charger received a bad frame, or noise; 0xAAAA.
    case frameError(UInt16)
    /// Answer to a ping: the application's version.
    case ping(FirmwareVersion)
    /// Answer to ``HexRequest/get(_:)``.
    case get(RegisterAnswer)
    /// Answer to ``HexRequest/set(_:value:)``, with the value now in force.
    case set(RegisterAnswer)
    /// A register sent unasked. Never answered.
    case async(RegisterAnswer)

    /// Reads an answer.
    /// - Throws: ``HexError`` when the code is not an answer's, or its payload does not fit.
    public init(frame: HexFrame) throws(HexError) {
        switch frame.command {
        case 1: self = .done(frame.payload)
        case 3: self = .unknownCommand(frame.payload)
        case 4: self = .frameError(try Self.number(frame))
        case 5: self = .ping(FirmwareVersion(word: try Self.number(frame)))
        case 7: self = .get(try RegisterAnswer(frame: frame))
        case 8: self = .set(try RegisterAnswer(frame: frame))
        case 10: self = .async(try RegisterAnswer(frame: frame))
        default: throw HexError(.unknownCommand, in: frame)
        }
    }

    /// The answer as a frame.
    public var frame: HexFrame {
        switch self {
        case .done(let bytes): HexFrame(command: 1, payload: bytes)
        case .unknownCommand(let bytes): HexFrame(command: 3, payload: bytes)
        case .frameError(let code): HexFrame(command: 4, payload: code.littleEndianBytes)
        case .ping(let version): HexFrame(command: 5, payload: version.word.littleEndianBytes)
        case .get(let answer): HexFrame(command: 7, payload: answer.payload)
        case .set(let answer): HexFrame(command: 8, payload: answer.payload)
        case .async(let answer): HexFrame(command: 10, payload: answer.payload)
        }
    }

    /// The answer as it goes over the wire.
    public var encoded: [UInt8] { frame.encoded }

    private static func number(_ frame: HexFrame) throws(HexError) -> UInt16 {
        guard frame.payload.count == 2 else { throw HexError(.payloadLength, in: frame) }
        return UInt16(littleEndianBytes: frame.payload[0], frame.payload[1])
    }
}
