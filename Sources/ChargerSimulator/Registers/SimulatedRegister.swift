// SPDX-License-Identifier: MIT
/// One register of the simulated charger: a value, who may write it, and which values it takes.
public struct SimulatedRegister: Sendable, Equatable {
    /// Who may write a register, and whether a value outlives a power cycle.
    public enum Storage: Sendable, Equatable {
        /// The charger alone writes it.
        case readOnly
        /// Writable; back to its first value after a power cycle.
        case volatile
        /// Writable and kept; each write wears the memory.
        case nonVolatile
    }

    /// Which values a writable register takes.
    public enum Rule: Sendable, Equatable {
        /// Every value of the right size.
        case any
        /// Values outside are taken as the nearest end, without an error.
        case clamped(ClosedRange<Int>)
        /// Values outside are refused with flag 0x04 and the nearest end.
        case checked(ClosedRange<Int>)
        /// As `checked`, and only while the battery type (0xEDF1) is 0xFF, user-defined.
        case userDefined(ClosedRange<Int>)
    }

    /// The value, lowest byte first.
    public var value: [UInt8]
    /// Who may write it.
    public let storage: Storage
    /// Which values it takes.
    public let rule: Rule
    let first: [UInt8]

    /// Creates a register.
    /// - Parameters:
    ///   - value: Its first value, lowest byte first.
    ///   - storage: Who may write it.
    ///   - rule: Which values it takes.
    public init(value: [UInt8], storage: Storage, rule: Rule = .any) {
        self.value = value
        self.storage = storage
        self.rule = rule
        self.first = value
    }

    static func number(
        _ value: Int, bytes: Int, _ storage: Storage = .readOnly, _ rule: Rule = .any
    ) -> SimulatedRegister {
        SimulatedRegister(value: littleEndian(value, bytes: bytes), storage: storage, rule: rule)
    }

    static func text(_ value: String, _ storage: Storage = .readOnly) -> SimulatedRegister {
        SimulatedRegister(value: Array(value.utf8) + [0], storage: storage)
    }
}
