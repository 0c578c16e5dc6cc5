// SPDX-License-Identifier: MIT
import VEDirect

/// The registers that can be read by name.
public struct RegisterTable: Sendable {
    /// A register and what it is called on the command line.
    public struct Entry: Sendable, Hashable {
        /// What it is called, such as `current-limit`.
        public let name: String
        /// What it is, in words.
        public let title: String
        /// Where it is, such as `0xEDF0`.
        public let address: String
        /// What it is measured in; empty for a code, a count, bits or text.
        public let unit: String
        let number: UInt16
    }

    /// Every register of the table, by address.
    public static let entries: [Entry] = Register.all.sorted { $0.address < $1.address }.map { register in
        Entry(
            name: shortNames[register.address] ?? word(register.name), title: register.name,
            address: hexadecimal(register.address), unit: register.unit.rawValue, number: register.address)
    }

    /// Shorter than the table's words for what is asked for most.
    private static let shortNames: [UInt16: String] = [
        Register.chargeCurrentLimit.address: "current-limit",
        Register.minimumCurrent.address: "minimum-current",
        Register.chargerMaximumCurrent.address: "maximum-current",
    ]

    /// Why a name can't be looked up, in words.
    public struct NotFound: Error, Sendable, Hashable, CustomStringConvertible {
        /// The reason, with the nearest name where there is one.
        public let reason: String
        /// The same as ``reason``.
        public var description: String { reason }
    }

    /// The address of a register that may be read.
    /// - Parameter text: a name of the table, or a number such as `0xEDF0`.
    /// - Throws: ``NotFound`` with the reason.
    public static func address(_ text: String) throws(NotFound) -> UInt16 {
        let address: UInt16
        if let number = try number(text) { address = number } else { address = try named(text) }
        guard !Register.networkBookkeeping.contains(address) else {
            throw NotFound(
                reason: "\(hexadecimal(address)) is the charger's radio network's own: it is not read")
        }
        return address
    }

    private static func number(_ text: String) throws(NotFound) -> UInt16? {
        let isHexadecimal = text.lowercased().hasPrefix("0x")
        guard isHexadecimal || text.first?.isNumber == true else { return nil }
        let number = isHexadecimal ? UInt16(text.dropFirst(2), radix: 16) : UInt16(text)
        guard let number else {
            throw NotFound(reason: "'\(text)' is no register: they are 0x0000 to 0xFFFF")
        }
        return number
    }

    private static func named(_ text: String) throws(NotFound) -> UInt16 {
        let wanted = word(text)
        if let entry = entries.first(where: { $0.name == wanted || word($0.title) == wanted }) {
            return entry.number
        }
        let hint = Spelling.nearest(to: wanted, among: entries.map(\.name)).map { "; did you mean '\($0)'?" }
        throw NotFound(
            reason: "there is no register '\(text)'\(hint ?? "; 'chargebridge get --list' shows all names")")
    }

    /// Words as one: lower case, with hyphens.
    private static func word(_ text: String) -> String {
        text.lowercased().filter { $0 != "'" }.split { !($0.isLetter || $0.isNumber) }.joined(separator: "-")
    }

    static func hexadecimal(_ address: UInt16) -> String {
        let digits = String(address, radix: 16, uppercase: true)
        return "0x" + String(repeating: "0", count: 4 - digits.count) + digits
    }
}
