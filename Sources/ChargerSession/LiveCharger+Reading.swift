// SPDX-License-Identifier: MIT
import ByteLink
import ChargerControl

/// Registers that somebody asks for.
extension LiveCharger {
    /// Registers that are asked for at a time, so that what the bridge itself needs is not kept waiting.
    private static let mostReaders = 8

    /// Reads a register at the charger, between what is exchanged anyway.
    ///
    /// It takes as long as the charger needs: usually less than a second, some seconds when it does not answer.
    /// - Parameter address: where the register is.
    public func read(_ address: UInt16) async -> RegisterReading {
        guard link != nil else {
            return .notConnected(reason: lastLinkReason ?? "\(opener.name) is not open yet")
        }
        guard readers.values.reduce(0, { $0 + $1.count }) < Self.mostReaders else { return .busy }
        let (readings, reader) = AsyncStream<RegisterReading>.makeStream(bufferingPolicy: .bufferingNewest(1))
        readers[address, default: []].append(reader)
        let now = time.now()
        process(machine.read(address, at: now.uptime), at: now)
        flush()
        for await reading in readings { return reading }
        return .unanswered
    }

    /// Answers everybody who waits for a register.
    func tell(_ reading: RegisterReading, toReadersOf address: UInt16) {
        for reader in readers.removeValue(forKey: address) ?? [] {
            reader.yield(reading)
            reader.finish()
        }
    }

    /// Answers everybody who waits: there is no link any more.
    func endReading(_ reason: String) {
        for address in readers.keys { tell(.notConnected(reason: reason), toReadersOf: address) }
    }
}
