// SPDX-License-Identifier: MIT
/// Turns a meter's registers into watts.
struct RegisterSum {
    let settings: ModbusMeterSettings

    /// The requests that a value needs.
    var blocks: [RegisterBlock] {
        RegisterBlock.covering(settings.registers, words: settings.type.words)
    }

    /// The power.
    /// - Parameter registers: what ``blocks`` hold, one after another.
    /// - Returns: watts, positive when drawn from the grid.
    /// - Throws: `MeterTrouble` when it is no power.
    func watts(_ registers: [UInt16]) throws(MeterTrouble) -> Double {
        var sum = 0.0
        var rest = registers[...]
        while !rest.isEmpty {
            let words = rest.prefix(settings.type.words)
            guard let value = settings.type.value(of: words, order: settings.wordOrder) else {
                throw MeterTrouble(
                    words: "the meter at \(settings.authority) shows something that is no number; "
                        + "are type and word order right?")
            }
            sum += value * settings.scale * settings.positive.sign
            rest = rest.dropFirst(words.count)
        }
        guard sum.magnitude <= largestPower else {
            throw MeterTrouble(
                words: "the meter at \(settings.authority) shows more than \(Int(largestPower / 1000)) kW; "
                    + "are registers, type and scale right?")
        }
        guard !settings.zeroIsMissing || registers.contains(where: { $0 != 0 }) else {
            throw MeterTrouble(
                words:
                    "the meter at \(settings.authority) shows exactly 0 everywhere, which a GX device also does "
                    + "when it has no grid meter or has lost it")
        }
        return sum
    }
}

/// Why there is no value, in words for people.
struct MeterTrouble: Error, Hashable {
    let words: String
}
