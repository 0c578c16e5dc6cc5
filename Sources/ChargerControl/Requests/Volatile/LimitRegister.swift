// SPDX-License-Identifier: MIT
/// Which of the charger's registers takes the limit.
public enum LimitRegister: String, Sendable, Hashable, Codable {
    /// 0xEDF0: kept without power, and worn a little by each write.
    case persistent
    /// 0x2015: lapses by itself some 55 s after it was last renewed, then 0xEDF0 alone holds; wears nothing.
    ///
    /// Documented for the maker's MPPT family, not proven on a Blue Smart charger.
    case volatile
}

/// Something the charger said about who governs it.
public enum NetworkSign: Sendable, Hashable {
    /// A register that only a member of a VE.Smart network sends with a value.
    case member
    /// Its network mode (register 0x200E).
    case mode(isGovernedByOthers: Bool, isExternallyControlled: Bool)
    /// The voltage set-point in use (register 0x2001).
    case voltageSetPoint(Millivolts)
}

/// How the register that lapses is doing, where it is chosen.
public struct VolatileStatus: Sendable, Hashable {
    /// Whether a limit stands in it and is renewed.
    public var isInUse: Bool
    /// Limits written to it since the program started, renewals included; none of them wears anything.
    public var writes: Int
    /// Why it is not used any more until the program starts again; nil while it may be.
    public var givenUp: String?

    /// Makes a status.
    public init(isInUse: Bool, writes: Int, givenUp: String?) {
        self.isInUse = isInUse
        self.writes = writes
        self.givenUp = givenUp
    }
}
