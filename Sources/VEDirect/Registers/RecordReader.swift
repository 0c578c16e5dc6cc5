// SPDX-License-Identifier: MIT
/// Takes little-endian values from a record, one after the other.
///
/// All ones is nil: not available.
struct RecordReader {
    private var rest: ArraySlice<UInt8>

    init(_ bytes: [UInt8]) { rest = bytes[...] }

    mutating func un8() -> Int? { next(1) }
    mutating func un16() -> Int? { next(2) }
    mutating func un32() -> Int? { next(4) }

    private mutating func next(_ length: Int) -> Int? {
        guard rest.count >= length else { return nil }
        let bytes = rest.prefix(length)
        rest = rest.dropFirst(length)
        guard bytes.contains(where: { $0 != 0xFF }) else { return nil }
        return Int(exactly: littleEndian(bytes))
    }
}

/// Puts little-endian values into a record.
///
/// Nil, and what does not fit, becomes all ones: not available.
struct RecordWriter {
    private(set) var bytes: [UInt8] = []

    mutating func un8(_ value: Int?) { append(value.flatMap(UInt8.init(exactly:)) ?? .max) }
    mutating func un16(_ value: Int?) { append(value.flatMap(UInt16.init(exactly:)) ?? .max) }
    mutating func un32(_ value: Int?) { append(value.flatMap(UInt32.init(exactly:)) ?? .max) }

    private mutating func append<Number: FixedWidthInteger>(_ number: Number) {
        withUnsafeBytes(of: number.littleEndian) { bytes += $0 }
    }
}
