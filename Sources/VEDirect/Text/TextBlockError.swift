// SPDX-License-Identifier: MIT
/// Why fields cannot be sent as a text block.
public enum TextBlockError: Error, Sendable, Hashable {
    /// There is not one field.
    case noFields
    /// More than ``TextBlock/maximumFieldCount`` fields; carries how many.
    case tooManyFields(Int)
    /// `Checksum` is added by itself.
    case reservedLabel
    /// A label that is empty, too long, or has characters a label cannot have.
    case badLabel(String)
    /// A value that is too long or has characters a value cannot have.
    case badValue(label: String, value: String)
}

extension TextBlockError: CustomStringConvertible {
    /// The error in words.
    public var description: String {
        switch self {
        case .noFields: "a text block needs at least one field"
        case .tooManyFields(let count):
            "a text block has at most \(TextBlock.maximumFieldCount) fields, not \(count)"
        case .reservedLabel: "the Checksum field is added by itself"
        case .badLabel(let label):
            "label \"\(label)\": 1 to \(TextBlock.maximumLabelLength) printable ASCII characters without ':'"
        case .badValue(let label, let value):
            "value \"\(value)\" of \(label): up to \(TextBlock.maximumValueLength) printable ASCII characters"
                + " without ':'"
        }
    }
}
