// SPDX-License-Identifier: MIT
/// A text block: labelled values in the order they were sent.
///
/// The checksum is not among the fields.
///
/// Source of labels and limits: VE.Direct Protocol 3.33.
public struct TextBlock: Sendable, Hashable {
    /// The most characters a label has.
    public static let maximumLabelLength = 8
    /// The most characters a value has.
    public static let maximumValueLength = 32
    /// The most fields a block has, its checksum aside.
    public static let maximumFieldCount = 22

    static let maximumFieldLength = 3 + maximumLabelLength + maximumValueLength
    static let checksumField = Array("\r\nChecksum\t".utf8)
    static let maximumLength = maximumFieldCount * maximumFieldLength + checksumField.count

    /// One label and its value.
    public struct Field: Sendable, Hashable {
        /// 1 to 8 printable ASCII characters, no space and no `:`.
        public let label: String
        /// 0 to 32 printable ASCII characters, no `:`.
        public let value: String

        /// A field, not checked before it goes into a block.
        public init(_ label: String, _ value: String) {
            self.label = label
            self.value = value
        }
    }

    // The block as sent, up to its checksum field: one array instead of two strings a field.
    let bytes: [UInt8]

    init(verified bytes: [UInt8]) { self.bytes = bytes }

    /// A block of the given fields, for sending.
    /// - Parameter fields: 1 to 22 fields, in the order they are to be sent.
    /// - Throws: ``TextBlockError`` when there are too few or too many fields, or one cannot be sent.
    public init(fields: [Field]) throws(TextBlockError) {
        guard !fields.isEmpty else { throw .noFields }
        guard fields.count <= Self.maximumFieldCount else { throw .tooManyFields(fields.count) }
        var bytes: [UInt8] = []
        for field in fields {
            try field.check()
            bytes += [ASCII.carriageReturn, ASCII.newline] + Array(field.label.utf8)
            bytes += [ASCII.tab] + Array(field.value.utf8)
        }
        self.bytes = bytes
    }

    /// The fields in the order they were sent.
    public var fields: [Field] {
        slices.map {
            Field(String(decoding: $0.label, as: UTF8.self), String(decoding: $0.value, as: UTF8.self))
        }
    }

    /// The value of the first field with this label, nil if there is none.
    public subscript(label: String) -> String? {
        let wanted = label.utf8
        return slices.first { $0.label.elementsEqual(wanted) }.map {
            String(decoding: $0.value, as: UTF8.self)
        }
    }

    /// The block as it goes over the wire, with its checksum.
    public var encoded: [UInt8] {
        let all = bytes + Self.checksumField
        return all + [0 &- all.reduce(0, &+)]
    }

    private var slices: Slices { Slices(rest: bytes[...]) }
}

/// The fields of a block one after the other, without an array of them.
private struct Slices: Sequence, IteratorProtocol {
    var rest: ArraySlice<UInt8>

    mutating func next() -> (label: ArraySlice<UInt8>, value: ArraySlice<UInt8>)? {
        // Every field begins with a newline, which occurs nowhere else.
        while let newline = rest.firstIndex(of: ASCII.newline) {
            rest = rest[(newline + 1)...]
            let line = rest.prefix { $0 != ASCII.newline }
            guard let tab = line.firstIndex(of: ASCII.tab) else { continue }
            let end = line.last == ASCII.carriageReturn ? line.endIndex - 1 : line.endIndex
            return (line[..<tab], line[(tab + 1)..<end])
        }
        return nil
    }
}

extension TextBlock.Field {
    fileprivate func check() throws(TextBlockError) {
        guard label != "Checksum" else { throw .reservedLabel }
        guard 1...TextBlock.maximumLabelLength ~= label.utf8.count, label.utf8.allSatisfy(ASCII.isLabel)
        else {
            throw .badLabel(label)
        }
        guard value.utf8.count <= TextBlock.maximumValueLength, value.utf8.allSatisfy(ASCII.isValue) else {
            throw .badValue(label: label, value: value)
        }
    }
}
