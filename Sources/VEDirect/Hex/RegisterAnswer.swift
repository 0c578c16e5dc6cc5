// SPDX-License-Identifier: MIT
/// A register as a charger sends it.
public struct RegisterAnswer: Sendable, Hashable {
    /// The register's address.
    public let address: UInt16
    /// What was wrong with the request; empty when nothing was.
    public let flags: AnswerFlags
    /// The register's bytes, for ``Register/decode(_:)``; may be empty when flags are set.
    public let value: [UInt8]

    /// An answer about a register.
    public init(address: UInt16, flags: AnswerFlags = [], value: [UInt8]) {
        self.address = address
        self.flags = flags
        self.value = value
    }

    /// The register's description, nil when it is not in the table.
    public var register: Register? { Register.at(address) }

    init(frame: HexFrame) throws(HexError) {
        guard frame.payload.count >= 3 else { throw HexError(.payloadLength, in: frame) }
        address = UInt16(littleEndianBytes: frame.payload[0], frame.payload[1])
        flags = AnswerFlags(rawValue: frame.payload[2])
        value = Array(frame.payload[3...])
    }

    var payload: [UInt8] { address.littleEndianBytes + [flags.rawValue] + value }
}

/// What a charger found wrong with a request for a register.
public struct AnswerFlags: OptionSet, Sendable, Hashable {
    /// The bits as sent.
    public let rawValue: UInt8

    /// Flags from the bits as sent; unknown bits are kept.
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// The charger does not have this register.
    public static let unknownID = AnswerFlags(rawValue: 0x01)
    /// The register cannot be used this way, for example written.
    public static let notSupported = AnswerFlags(rawValue: 0x02)
    /// The value cannot be taken; the one sent back is the nearest that could, and nothing was changed.
    public static let parameterError = AnswerFlags(rawValue: 0x04)
}

extension AnswerFlags: CustomStringConvertible {
    /// The flags in words, such as "unknown register"; "ok" when there is none.
    public var description: String {
        if isEmpty { return "ok" }
        var words: [String] = []
        if contains(.unknownID) { words.append("unknown register") }
        if contains(.notSupported) { words.append("not supported or read-only") }
        if contains(.parameterError) { words.append("value out of range") }
        let rest = rawValue & ~0x07
        if rest != 0 { words.append("flags \(hexadecimal(rest))") }
        return words.joined(separator: ", ")
    }
}
