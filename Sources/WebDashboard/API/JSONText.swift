// SPDX-License-Identifier: MIT
import FoundationEssentials

/// Writes the API's JSON: keys in snake case and in order, so that equal things read alike.
enum JSONText {
    /// Readable, for an answer.
    static func pretty(_ value: some Encodable) -> [UInt8] { bytes(value, [.prettyPrinted]) }

    /// On one line, for an event.
    static func line(_ value: some Encodable) -> [UInt8] { bytes(value, []) }

    private static func bytes(_ value: some Encodable, _ form: JSONEncoder.OutputFormatting) -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = form.union([.sortedKeys, .withoutEscapingSlashes])
        encoder.keyEncodingStrategy = .convertToSnakeCase
        // All our numbers are finite, which is all that can go wrong.
        return (try? encoder.encode(value)).map { Array($0) } ?? Array("null".utf8)
    }
}
