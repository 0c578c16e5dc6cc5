// SPDX-License-Identifier: MIT
extension SimulatedCharger {
    /// The measurements as last sent: only what changed is sent again.
    struct Sent: Sendable {
        var measured: Measurements
        var centidegrees: Int
    }

    /// One of the frames that keep coming: 0x2009 and 0x200E in turn.
    mutating func sendBeat() {
        if !faults.withoutFrames { wire.send(nextBeatFrame(), at: now) }
    }

    mutating func nextBeatFrame() -> [UInt8] {
        beatIsMode.toggle()
        return asynchronous(beatIsMode ? 0x2009 : 0x200E)
    }

    /// The frames of one second: what changed, then the sensed voltage and the uptime.
    mutating func sendSecond() {
        if random.happens(faults.unaskedFrameErrors) { wire.send(HexLine.frame(4, [0xAA, 0xAA]), at: now) }
        guard !faults.withoutFrames else { return }
        let timing = configuration.timing
        if uptime > timing.cyclesAtUptime, stateSent != reportedState {
            stateSent = reportedState
            send([0x0201, 0x0207])
        }
        send(changedMeasurements() + [0xEE16, 0x0120])
        if faults.inNetwork { sendNetwork() }
        if uptime == timing.cyclesAtUptime { send([0x1070, 0x1043, 0x1042]) }
        if uptime == timing.networkAtUptime {
            send([0x200D, 0x200E, 0x2001, 0x200C, 0x2007, 0x2008, 0x2042, 0x2013, 0xEC15])
        }
    }

    private mutating func changedMeasurements() -> [UInt16] {
        let last = sent
        var kept = sent?.centidegrees ?? measured.internalCentidegrees
        let volts = last?.measured.centivolts != measured.centivolts
        let amperes = last?.measured.deciamperes != measured.deciamperes
        let milliamperes = last?.measured.milliamperes != measured.milliamperes
        let warmer = abs(measured.internalCentidegrees - kept) >= 20
        if warmer { kept = measured.internalCentidegrees }
        sent = Sent(measured: measured, centidegrees: kept)
        let order: [(register: UInt16, changed: Bool)] = [
            (0xED8D, volts), (0xED8F, amperes), (0xED8C, milliamperes), (0xEDD5, volts), (0xEDD7, amperes),
            (0xEDDB, warmer),
        ]
        return order.filter(\.changed).map(\.register)
    }

    private mutating func send(_ registers: [UInt16]) {
        for register in registers where store.cells[register] != nil {
            wire.send(asynchronous(register), at: now)
        }
    }

    /// As a charger in a network sent them: the voltage sensed by another, its own current and the battery's.
    private mutating func sendNetwork() {
        let frames: [(UInt16, [UInt8])] = [
            (0x2002, littleEndian(measured.centivolts, bytes: 2)),
            (0x200A, littleEndian(measured.milliamperes, bytes: 4)),
            (0x2013, littleEndian(measured.milliamperes, bytes: 4)), (0xEC30, [5]),
        ]
        for (register, value) in frames { wire.send(HexLine.register(0xA, register, value), at: now) }
    }

    private func asynchronous(_ register: UInt16) -> [UInt8] {
        HexLine.register(0xA, register, store.cells[register]?.value ?? [])
    }
}
