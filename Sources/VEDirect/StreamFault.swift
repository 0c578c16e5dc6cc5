// SPDX-License-Identifier: MIT
/// Why a piece of the stream was dropped.
///
/// A fault never carries data: nothing of it may be used.
public enum StreamFault: Int, Sendable, Hashable, CaseIterable {
    /// The bytes of a text block do not sum to zero.
    case blockChecksum
    /// A new block began before the one in progress had its checksum.
    case blockUnfinished
    /// A byte stands in a text block where it cannot.
    case blockMalformed
    /// A label is longer than ``TextBlock/maximumLabelLength``.
    case labelTooLong
    /// A value is longer than ``TextBlock/maximumValueLength``.
    case valueTooLong
    /// A block has more than ``TextBlock/maximumFieldCount`` fields.
    case tooManyFields
    /// The bytes of a HEX frame do not sum to 0x55.
    case frameCheck
    /// A HEX frame ended early: too few digits, half a byte, another frame or a text block within it.
    case frameTruncated
    /// A HEX frame contains something other than upper-case hexadecimal digits.
    case frameMalformed
    /// A HEX frame is longer than ``HexFrame/maximumPayloadLength`` allows.
    case frameTooLong
}

extension StreamFault: CustomStringConvertible {
    /// The fault in words, such as "text block dropped: checksum does not hold".
    public var description: String {
        switch self {
        case .blockChecksum: "text block dropped: checksum does not hold"
        case .blockUnfinished: "text block dropped: the next one began before its checksum"
        case .blockMalformed: "text block dropped: a byte where it cannot stand"
        case .labelTooLong: "text block dropped: label too long"
        case .valueTooLong: "text block dropped: value too long"
        case .tooManyFields: "text block dropped: too many fields"
        case .frameCheck: "HEX frame dropped: check does not hold"
        case .frameTruncated: "HEX frame dropped: it ended early"
        case .frameMalformed: "HEX frame dropped: not a hexadecimal digit"
        case .frameTooLong: "HEX frame dropped: too long"
        }
    }
}
