// SPDX-License-Identifier: MIT
extension SimulatedCharger {
    /// Takes the mains away: silence at once; volatile registers are forgotten.
    public mutating func powerOff() {
        isPowered = false
        wire.clear()
        answers.removeAll()
        requestLines = RequestLines()
    }

    /// Gives mains (back): the charger starts, says so in its burst of registers, and begins a charge cycle.
    ///
    /// Without effect on a charger that runs.
    public mutating func powerOn() {
        if !isPowered { start() }
    }

    /// Says nothing and hears nothing for a while; what it would have sent is lost.
    ///
    /// The charge goes on.
    /// - Parameter duration: How long from now.
    public mutating func silence(for duration: Duration) {
        silentUntil = max(silentUntil, now + duration)
    }

    /// What power-up and the restart request do.
    mutating func start() {
        powerOff()
        isPowered = true
        store.forgetVolatile()
        networkModeWritten = nil
        networkLimitWritten = nil
        uptime = 0
        sent = nil
        stateSent = nil
        service.powerUps += 1
        user.powerUps += 1
        program.restart()
        beginCycle()
        nextTick = now + .seconds(1)
        nextBeat = now + .milliseconds(300)
        nextText = now + configuration.timing.textAfterPowerUp
        measure(0)
        refreshRegisters()
    }
}
