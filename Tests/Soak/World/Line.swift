// SPDX-License-Identifier: MIT
import ChargerSimulator

/// One direction of the wire, with what goes wrong on it.
///
/// A rate is a probability for each byte unless it says otherwise.
struct Line: Sendable {
    struct Faults: Sendable, Equatable {
        var garbled = 0.0
        var flippedBits = 0.0
        var lost = 0.0
        var extra = 0.0
        /// Probability for each piece of a burst of noise in its place or behind it.
        var noiseBursts = 0.0
        /// Probability for each piece that one digit becomes another.
        var wrongDigit = 0.0
        /// The same for two digits at once: what a sum is worst at.
        var twoWrongDigits = 0.0
        var isDead = false
    }

    var faults = Faults()
    private(set) var damagedPieces = 0

    /// What arrives.
    mutating func pass(_ bytes: [UInt8], using random: inout SeededRandom) -> [UInt8] {
        if bytes.isEmpty || faults == Faults() { return bytes }
        if faults.isDead { return [] }
        var arrived = damage(bytes, using: &random)
        if random.chance(faults.wrongDigit) { changeDigit(in: &arrived, using: &random) }
        if random.chance(faults.twoWrongDigits) {
            changeDigit(in: &arrived, using: &random)
            changeDigit(in: &arrived, using: &random)
        }
        if random.chance(faults.noiseBursts) { addNoise(to: &arrived, using: &random) }
        if arrived != bytes { damagedPieces += 1 }
        return arrived
    }

    private func damage(_ bytes: [UInt8], using random: inout SeededRandom) -> [UInt8] {
        guard faults.garbled + faults.flippedBits + faults.lost + faults.extra > 0 else { return bytes }
        var arrived: [UInt8] = []
        arrived.reserveCapacity(bytes.count + 16)
        for byte in bytes {
            if random.chance(faults.lost) { continue }
            var byte = byte
            if random.chance(faults.garbled) { byte ^= UInt8.random(in: 1...255, using: &random) }
            if random.chance(faults.flippedBits) { byte ^= 1 << UInt8.random(in: 0...7, using: &random) }
            arrived.append(byte)
            if random.chance(faults.extra) { arrived.append(UInt8.random(in: 0...255, using: &random)) }
        }
        return arrived
    }

    private func changeDigit(in bytes: inout [UInt8], using random: inout SeededRandom) {
        let digits = bytes.indices.filter { (0x30...0x39).contains(bytes[$0]) }
        guard let index = digits.randomElement(using: &random) else { return }
        bytes[index] = 0x30 + (bytes[index] - 0x30 + UInt8.random(in: 1...9, using: &random)) % 10
    }

    private func addNoise(to bytes: inout [UInt8], using random: inout SeededRandom) {
        let noise = (0..<Int.random(in: 1...200, using: &random)).map { _ in
            UInt8.random(in: 0...255, using: &random)
        }
        let start = Int.random(in: 0...bytes.count, using: &random)
        let replaced = Bool.random(using: &random) ? min(noise.count, bytes.count - start) : 0
        bytes.replaceSubrange(start..<(start + replaced), with: noise)
    }
}

extension SeededRandom {
    mutating func chance(_ probability: Double) -> Bool {
        probability > 0 && Double.random(in: 0..<1, using: &self) < probability
    }

    /// A time between two, short ones as likely as long ones.
    mutating func time(_ shortest: Double, _ longest: Double) -> Duration {
        let seconds =
            shortest * exponential(of: Double.random(in: 0...1, using: &self), base: longest / shortest)
        return .milliseconds(Int64(seconds * 1000))
    }

    /// A time until the next of events that come so often on average.
    mutating func wait(_ mean: Double) -> Duration {
        // Four dice rather than a logarithm: between none and four times the mean, most around it.
        let dice = (0..<4).reduce(0.0) { sum, _ in sum + Double.random(in: 0...0.5, using: &self) }
        return .milliseconds(Int64(mean * dice * 1000) + 1)
    }

    private func exponential(of power: Double, base: Double) -> Double {
        var (low, high, result, root) = (0.0, 1.0, 1.0, base)
        // base to the power of a number between 0 and 1, bit by bit.
        for _ in 0..<24 {
            root = root.squareRoot()
            let middle = (low + high) / 2
            if power >= middle {
                result *= root
                low = middle
            } else {
                high = middle
            }
        }
        return result
    }
}
