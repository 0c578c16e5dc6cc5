// SPDX-License-Identifier: MIT
import MQTTBridge
import MQTTClient
import Synchronization

/// The bridge's process starts and ends.
extension Soak {
    func start() {
        guard life == nil else { return }
        for index in stands.indices where calendarLead[index].milliseconds > 0 {
            let saves = disks[index].saves.withLock { $0.count }
            if saves == calendarLead[index].saves { stands[index].wear.forgive() }
            calendarLead[index] = (0, 0)
        }
        disks = disks.map { Disk($0.bytes) }
        let life = BridgeLife(
            stands.indices.map { (stands[$0].site, disks[$0]) }, broker: broker, clock: clock)
        self.life = life
        for index in stands.indices { stands[index].note("the bridge starts", at: now) }
        for index in stands.indices where weather[index].isPortMissing { refuseOpening(index, true) }
        task = Task(executorPreference: executor) { await life.run() }
        seeRetained()
        tellPlugs()
        settle()
        calmSince = now
    }

    /// The process ends: killed, or told to stop and given the time it needs.
    func end(killed: Bool) {
        guard let life else { return }
        for index in stands.indices { stands[index].note(killed ? "killed" : "stopped", at: now) }
        if !killed {
            life.stop()
            let patience = now + .seconds(5)
            settle()
            while now < patience { stepAlone(to: patience) }
        }
        life.die()
        task?.cancel()
        executor.drain()
        if !killed {
            for index in stands.indices {
                for record in life.parts[index].records.take() { take(record, index) }
            }
        } else {
            for index in outcomes.indices { outcomes[index].killed() }
        }
        for index in stands.indices {
            let saves = disks[index].saves.withLock { $0 }
            let name = stands[index].site.name
            ledger.check(
                .bounded,
                saves.mostOpen <= 2 && saves.mostHandled <= 16 && saves.mostWrites <= 500
                    && saves.largest < 16_384
            ) { "\(name): the state file grew: \(saves)" }
        }
        self.life = nil
        task = nil
        expectations = expectations.map { _ in nil }
        calmSince = .seconds(1_000_000_000)
    }

    func setCalendar(by milliseconds: Int64) {
        clock.setCalendar(by: milliseconds)
        for index in stands.indices {
            stands[index].note("calendar set by \(milliseconds / 1000) s", at: now)
        }
        for index in stands.indices where milliseconds > 0 {
            calendarLead[index] = (
                calendarLead[index].milliseconds + milliseconds, disks[index].saves.withLock { $0.count }
            )
        }
    }
}
