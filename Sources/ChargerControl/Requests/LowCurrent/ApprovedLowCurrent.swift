// SPDX-License-Identifier: MIT
/// A write of the low-current mode (register 0xE001) that the policy has allowed.
///
/// Only the policy can make one.
public struct ApprovedLowCurrent: Sendable, Hashable {
    /// Number of the write, for matching its result.
    public let id: Int
    /// The mode to write.
    public let mode: LowCurrentMode

    init(id: Int, mode: LowCurrentMode) {
        self.id = id
        self.mode = mode
    }
}

/// What came of reading the low-current mode.
public enum LowCurrentReading: Sendable, Hashable {
    /// The charger's mode.
    case mode(LowCurrentMode)
    /// A mode that is not known here, with the register's number.
    case unknown(Int)
    /// The charger has no such mode, with what it says in words.
    case absent(reason: String)
    /// There is no answer that can be read, with the reason in words.
    case notRead(reason: String)
}

/// What became of an approved write of the low-current mode.
public enum LowCurrentResult: Sendable, Hashable {
    /// The charger answered, or was read back, and is in the mode written.
    case confirmed
    /// The charger declined, with its reason in words.
    case declined(reason: String)
    /// It is not in the mode written, after all tries; what it is in, if it could be read.
    case unanswered(holds: LowCurrentReading?)
    /// The link broke meanwhile; whether the write reached the charger is not known.
    case linkLost(reason: String)
}
