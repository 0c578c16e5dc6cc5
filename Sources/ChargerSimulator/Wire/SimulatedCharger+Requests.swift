// SPDX-License-Identifier: MIT
extension SimulatedCharger {
    /// Hears what the host sends, at the charger's present time; answers come out of `advance(to:)`.
    /// - Parameter bytes: Any bytes; whole requests, parts of them, noise.
    public mutating func receive(_ bytes: [UInt8]) {
        guard isPowered, now >= silentUntil else { return }
        for line in requestLines.take(bytes) {
            requests.append(ReceivedRequest(time: now, line: String(decoding: line, as: UTF8.self)))
            if requests.count > max(configuration.rememberedRequests, 0) { requests.removeFirst() }
            textPausedUntil = now + faults.textPauseAfterRequest
            if spend(\.ignoredRequests) { continue }
            guard let answer = obey(line) else { continue }
            if spend(\.lostAnswers) { continue }
            let time = now + configuration.timing.answer + faults.answerDelay
            let place = answers.firstIndex { $0.time > time } ?? answers.endIndex
            answers.insert((time, answer), at: place)
        }
    }

    /// Uses up one of a number of faults; `Int.max` never runs out.
    private mutating func spend(_ fault: WritableKeyPath<Faults, Int>) -> Bool {
        let left = faults[keyPath: fault]
        guard left > 0 else { return false }
        if left != .max { faults[keyPath: fault] = left - 1 }
        return true
    }

    /// Does what a request asks and returns the answer; nil for the one that has none.
    private mutating func obey(_ line: [UInt8]) -> [UInt8]? {
        guard let (command, payload) = HexLine.parse(line) else { return HexLine.frame(4, [0xAA, 0xAA]) }
        switch command {
        case 1: return HexLine.frame(5, applicationVersion)
        case 3: return HexLine.frame(1, applicationVersion)
        case 4: return HexLine.frame(1, littleEndian(Int(configuration.model.productID), bytes: 2))
        case 6:
            start()
            return nil
        case 7, 8:
            guard payload.count >= 3 else { return HexLine.frame(4, [0xAA, 0xAA]) }
            let register = UInt16(payload[0]) | UInt16(payload[1]) << 8
            return command == 7 ? get(register) : set(register, Array(payload[3...]))
        default: return HexLine.frame(3, [command, 0])
        }
    }

    /// Version in the lower 14 bits; above them 1 for an application, 3 for a release candidate.
    private var applicationVersion: [UInt8] {
        let isRelease = configuration.firmware & 0xFF == 0xFF
        let version = Int(configuration.firmware >> 8) & 0x3FFF
        return littleEndian(version | (isRelease ? 0x4000 : 0xC000), bytes: 2)
    }

    private func get(_ register: UInt16) -> [UInt8] {
        guard let cell = store.cells[register] else { return answer(7, register, flags: 0x01, []) }
        return answer(7, register, flags: ownFlags(of: register), cell.value)
    }

    private mutating func set(_ register: UInt16, _ value: [UInt8]) -> [UInt8] {
        let flags = faults.answerFlags | ownFlags(of: register)
        if flags != 0 {
            return answer(8, register, flags: flags, store.cells[register]?.value ?? [])
        }
        switch store.write(register, value) {
        case .accepted(let inForce):
            afterWrite(of: register)
            return answer(8, register, flags: 0, inForce)
        case .unknown: return answer(8, register, flags: 0x01, [])
        case .readOnly(let value): return answer(8, register, flags: 0x02, value)
        case .invalid(let nearest): return answer(8, register, flags: 0x04, nearest)
        }
    }

    private func ownFlags(of register: UInt16) -> UInt8 {
        register == 0x200E || register == 0x2015 ? faults.networkControlFlags : 0
    }

    private func answer(_ command: UInt8, _ register: UInt16, flags: UInt8, _ value: [UInt8]) -> [UInt8] {
        HexLine.register(command, faults.answerRegister ?? register, flags: flags | faults.answerFlags, value)
    }
}
