// SPDX-License-Identifier: MIT
/// Why a HEX frame, sound as it is, cannot be understood.
public struct HexError: Error, Sendable, Hashable {
    /// What is wrong.
    public enum Kind: Sendable, Hashable, CaseIterable {
        /// The command or answer code is not one of the protocol's.
        case unknownCommand
        /// The payload is shorter or longer than the command has it.
        case payloadLength
        /// A request whose flags are not zero.
        case requestFlags
    }

    /// What is wrong.
    public let kind: Kind
    /// The frame it is about.
    public let frame: HexFrame

    init(_ kind: Kind, in frame: HexFrame) {
        self.kind = kind
        self.frame = frame
    }
}

extension HexError: CustomStringConvertible {
    /// The error in words, with the frame.
    public var description: String {
        switch kind {
        case .unknownCommand: "HEX frame \(frame): unknown code \(frame.command)"
        case .payloadLength:
            "HEX frame \(frame): a payload of \(frame.payload.count) bytes does not fit its code"
        case .requestFlags: "HEX frame \(frame): the flags of a request must be zero"
        }
    }
}
