// SPDX-License-Identifier: MIT
/// A register of a charger, read on request, as the API shows it.
public struct RegisterShown: Encodable, Sendable, Hashable {
    /// The charger's name.
    public var charger: String
    /// Where the register is, such as `0xEDF0`.
    public var address: String
    /// Its name on the command line; nil when it is not in the table.
    @OrNull public var register: String?
    /// What it is, in words; nil when it is not in the table.
    @OrNull public var title: String?
    /// Its number in ``unit``; nil when it holds none, or none is available.
    @OrNull public var number: Double?
    /// What it is measured in; nil for a code, a count, bits or text.
    @OrNull public var unit: String?
    /// The value as a person reads it.
    public var text: String
    /// The bytes as the charger sent them, in hexadecimal.
    public var bytes: String

    /// Makes a register's answer.
    public init(
        charger: String, address: String, register: String?, title: String?, number: Double?, unit: String?,
        text: String, bytes: String
    ) {
        self.charger = charger
        self.address = address
        self.register = register
        self.title = title
        self.number = number.flatMap { $0.isFinite ? $0 : nil }
        self.unit = unit
        self.text = text
        self.bytes = bytes
    }
}

/// Why a register was not read, in words.
public enum RegisterUnread: Error, Sendable, Hashable {
    /// There is no register of this name, or it is not to be read.
    case unknown(String)
    /// The charger answered that it has no value to give.
    case declined(String)
    /// The charger did not answer.
    case unanswered(String)
}
