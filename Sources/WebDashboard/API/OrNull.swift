// SPDX-License-Identifier: MIT
/// A value that is written as null when it is missing, so that a reader always finds its key.
@propertyWrapper
public struct OrNull<Value: Encodable & Sendable & Hashable>: Encodable, Sendable, Hashable {
    /// The value.
    public var wrappedValue: Value?

    /// Wraps a value.
    public init(wrappedValue: Value?) { self.wrappedValue = wrappedValue }

    /// Writes the value, or null.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        if let wrappedValue { try container.encode(wrappedValue) } else { try container.encodeNil() }
    }
}
