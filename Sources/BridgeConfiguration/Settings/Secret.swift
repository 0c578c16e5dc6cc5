// SPDX-License-Identifier: MIT
/// A text that must not be seen: it shows itself nowhere, only `reveal()` gives it out.
public struct Secret: Sendable, Hashable {
    private let text: String

    /// Wraps a text.
    ///
    /// - Parameter text: The text to hide.
    public init(_ text: String) {
        self.text = text
    }

    /// The text itself, for whoever has to send it.
    ///
    /// - Returns: The hidden text.
    public func reveal() -> String {
        text
    }
}

extension Secret: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// A stand-in that says nothing about the text, not even its length.
    public var description: String { "‹hidden›" }

    /// The same stand-in.
    public var debugDescription: String { description }

    /// A mirror without children, so that `dump` sees nothing either.
    public var customMirror: Mirror {
        Mirror(self, children: [] as [Mirror.Child], displayStyle: .struct)
    }
}
