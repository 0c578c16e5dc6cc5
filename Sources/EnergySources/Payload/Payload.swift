// SPDX-License-Identifier: MIT
import FoundationEssentials

/// What a payload says at the place that was asked for.
enum PayloadValue: Hashable {
    case number(Double)
    case text(String)
    case flag(Bool)
    /// JSON's null.
    case null
}

/// Why a payload says nothing at the place that was asked for.
enum PayloadFault: Error, Hashable, CaseIterable {
    case tooLong
    case notText
    case empty
    case notJSON
    case missing
    case compound
}

/// Reads payloads that anybody may have sent.
enum Payload {
    /// The longest payload that is looked at, in bytes.
    static let longest = 65_536

    /// Finds a value in a payload.
    /// - Parameters:
    ///   - bytes: the payload.
    ///   - pointer: its place in a JSON document; nil: the whole payload is the value, as plain text.
    static func value(in bytes: [UInt8], at pointer: JSONPointer?) throws(PayloadFault) -> PayloadValue {
        guard bytes.count <= longest else { throw .tooLong }
        guard let text = String(validating: bytes, as: UTF8.self) else { throw .notText }
        let trimmed = text.trimmed
        guard !trimmed.isEmpty else { throw .empty }
        guard let pointer else { return .text(trimmed) }
        return try jsonValue(in: bytes, at: pointer)
    }

    private static func jsonValue(
        in bytes: [UInt8], at pointer: JSONPointer
    ) throws(PayloadFault) -> PayloadValue {
        do {
            return try JSONDecoder().decode(Pointed.self, from: Data(bytes), configuration: pointer).value
        } catch {
            // Not JSON: also nested more deeply than the decoder's limit of 512.
            throw error as? PayloadFault ?? .notJSON
        }
    }
}

extension String {
    /// Without white space and line ends around it.
    var trimmed: String {
        let isBlank: (Unicode.Scalar) -> Bool = { $0 == " " || (0x09...0x0D).contains($0.value) }
        var scalars = unicodeScalars[...]
        scalars = scalars.drop(while: isBlank)
        while scalars.last.map(isBlank) == true { scalars.removeLast() }
        return String(scalars)
    }
}

/// The value at the pointer's place; decodes nothing but the way there.
private struct Pointed: DecodableWithConfiguration {
    let value: PayloadValue

    init(from decoder: any Decoder, configuration pointer: JSONPointer) throws {
        var place = decoder
        for token in pointer.tokens { place = try Self.step(token, from: place) }
        value = try Self.leaf(place)
    }

    private static func step(_ token: String, from place: any Decoder) throws -> any Decoder {
        if let object = try? place.container(keyedBy: JSONKey.self) {
            let key = JSONKey(stringValue: token)
            guard object.contains(key) else { throw PayloadFault.missing }
            return try object.superDecoder(forKey: key)
        }
        guard var array = try? place.unkeyedContainer(), let index = JSONPointer.index(token),
            let count = array.count, index < count
        else { throw PayloadFault.missing }
        for _ in 0..<index { _ = try array.superDecoder() }
        return try array.superDecoder()
    }

    private static func leaf(_ place: any Decoder) throws -> PayloadValue {
        let leaf = try place.singleValueContainer()
        if leaf.decodeNil() { return .null }
        if let flag = try? leaf.decode(Bool.self) { return .flag(flag) }
        if let number = try? leaf.decode(Double.self) { return .number(number) }
        if let text = try? leaf.decode(String.self) { return .text(text.trimmed) }
        throw PayloadFault.compound
    }
}

private struct JSONKey: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }

    init(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
}
