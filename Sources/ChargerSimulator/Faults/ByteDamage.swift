// SPDX-License-Identifier: MIT
extension Faults {
    /// What arrives of bytes that were sent.
    func damage(_ bytes: [UInt8], using random: inout SeededRandom) -> [UInt8] {
        guard garbledBytes > 0 || lostBytes > 0 || extraBytes > 0 else { return bytes }
        var arrived: [UInt8] = []
        arrived.reserveCapacity(bytes.count)
        for byte in bytes {
            if random.happens(lostBytes) { continue }
            arrived.append(
                random.happens(garbledBytes) ? byte ^ UInt8.random(in: 1...255, using: &random) : byte)
            if random.happens(extraBytes) { arrived.append(UInt8.random(in: 0...255, using: &random)) }
        }
        return arrived
    }
}
