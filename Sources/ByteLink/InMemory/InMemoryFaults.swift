// SPDX-License-Identifier: MIT
/// What goes wrong on an in-memory link, in one direction.
public struct InMemoryFaults: Sendable, Hashable {
    /// Of a thousand bytes, how many are lost: 0 to 1000.
    public var lostPerThousand: Int
    /// Of a thousand bytes, how many have one bit flipped: 0 to 1000.
    public var garbledPerThousand: Int
    /// Nothing arrives at all, as with a charger without mains.
    public var isSilent: Bool

    /// Creates a set of faults; without arguments, none.
    ///
    /// - Parameters:
    ///   - lostPerThousand: bytes lost of a thousand, 0 to 1000.
    ///   - garbledPerThousand: bytes with one bit flipped of a thousand, 0 to 1000.
    ///   - isSilent: whether nothing arrives at all.
    public init(lostPerThousand: Int = 0, garbledPerThousand: Int = 0, isSilent: Bool = false) {
        self.lostPerThousand = lostPerThousand
        self.garbledPerThousand = garbledPerThousand
        self.isSilent = isSilent
    }

    /// A perfect line.
    public static let none = InMemoryFaults()
    /// A line on which nothing arrives.
    public static let silence = InMemoryFaults(isSilent: true)
}

/// One direction of an in-memory link: its faults, and the numbers that decide which byte they hit.
struct FaultyLine {
    var faults = InMemoryFaults.none
    private var random: SplitMix

    init(seed: UInt64) { random = SplitMix(state: seed) }

    /// The bytes as they arrive.
    ///
    /// The same seed and bytes give the same result, however they are cut.
    mutating func pass(_ bytes: [UInt8]) -> [UInt8] {
        if faults.isSilent { return [] }
        if faults == .none { return bytes }
        return bytes.compactMap { pass($0) }
    }

    private mutating func pass(_ byte: UInt8) -> UInt8? {
        let (loss, garbling, bit) = (random.below(1000), random.below(1000), random.below(8))
        if loss < faults.lostPerThousand { return nil }
        return garbling < faults.garbledPerThousand ? byte ^ (1 << UInt8(truncatingIfNeeded: bit)) : byte
    }
}

/// A small generator whose numbers depend on its seed alone (Steele, Lea and Flood, 2014).
private struct SplitMix {
    var state: UInt64

    mutating func below(_ bound: UInt64) -> Int {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return Int(truncatingIfNeeded: (mixed ^ (mixed >> 31)) % bound)
    }
}
