// SPDX-License-Identifier: MIT
import ChargerSimulator
import MQTTBridge
import MQTTClient

/// What is published, and what stands at the broker.
extension Soak {
    func judge(_ message: MQTTMessage) {
        ledger.count("messages published")
        guard let text = message.text else { return }
        for index in stands.indices {
            let topics = stands[index].site.topics
            guard message.topic.hasPrefix(topics.root) else { continue }
            if message.topic == topics.status, text == "online" {
                stands[index].judgeOnline(at: now, &ledger)
            }
            if message.topic == topics.energy || message.topic == topics.charge {
                checkTotal(message.topic, text, index)
            }
            stands[index].judge(message.topic, text, at: now, &ledger)
        }
    }

    private func checkTotal(_ topic: String, _ text: String, _ index: Int) {
        guard let total = Double(text) else { return ledger.check(.totals, false) { "\(topic) is \(text)" } }
        let last = lastTotals[topic] ?? 0
        lastTotals[topic] = total
        let isCharge = topic == stands[index].site.topics.charge
        let given = stands[index].coulombs / 3600
        ledger.check(.totals, total >= last && (!isCharge || total <= given * 1.01 + 0.1)) {
            "\(topic) \(last) → \(total), given \(given) Ah"
        }
    }

    /// Once a second: what anyone who subscribes now would be told.
    func look() {
        guard life != nil, isBrokerUp else { return }
        let retained = broker.retained
        for index in stands.indices {
            let topics = stands[index].site.topics
            let isOnline = retained[topics.status]?.text == "online"
            let hasLapsingLimit = stands[index].charger.number(0x2015) != 0xFFFF
            ledger.count("seconds with a limit that lapses", hasLapsingLimit ? 1 : 0)
            if isOnline {
                stands[index].judgeOnline(at: now, &ledger)
                for topic in [topics.voltage, topics.current, topics.chargeState, topics.limit, topics.power]
                {
                    guard let text = retained[topic]?.text else { continue }
                    stands[index].judge(topic, text, at: now, slack: .seconds(3), &ledger)
                }
            }
            lookForRecovery(index, retained, isOnline: isOnline)
        }
        ledger.check(.bounded, clock.sleepers <= 4 * stands.count + 2 && retained.count < 34 * stands.count) {
            "\(clock.sleepers) sleep, \(retained.count) messages are retained"
        }
        noteMemory()
    }

    private func lookForRecovery(_ index: Int, _ retained: [String: MQTTMessage], isOnline: Bool) {
        let quiet = now - max(calmSince, weather[index].calmSince)
        let (site, charger) = (stands[index].site, stands[index].charger)
        guard quiet > .seconds(90), charger.isPowered, now - stands[index].poweredSince > .seconds(90) else {
            return
        }
        let missing = [
            site.topics.voltage, site.topics.current, site.topics.chargeState, site.topics.limit,
            site.topics.power, site.topics.energy, site.topics.errorCode,
        ].filter { retained[$0].flatMap(\.text) ?? "None" == "None" }
        ledger.check(.recovery, isOnline && missing.isEmpty) {
            "\(site.name): \(quiet) after the last fault online is \(isOnline), missing are \(missing)"
        }
        let isAnnounced = retained["homeassistant/device/victron_\(site.name)/config"] != nil
        ledger.check(.recovery, isAnnounced) { "\(site.name): not announced to Home Assistant" }
        guard now - stands[index].changedAt > .seconds(60), now - stands[index].writtenAt > .seconds(1) else {
            return
        }
        let shown = retained[site.topics.limit]?.text.flatMap { Double($0) }.map { Int(($0 * 10).rounded()) }
        ledger.check(.recovery, shown == charger.limitOfBoth) {
            "\(site.name): limit \(shown ?? -1) is shown, \(charger.limitOfBoth) is in force"
        }
        ledger.check(.bounds, charger.limitOfBoth <= site.range.upperBound) {
            "\(site.name): \(charger.limitOfBoth) is in force, above \(site.range.upperBound)"
        }
    }

    /// Hours after which the memory is noted; not each one, since the notes are memory too.
    static let marks = [0, 1, 2, 6, 12, 24, 48, 96, 168, 336, 504, 672]

    private func noteMemory() {
        guard memory.count < Self.marks.count, now >= .seconds(3600 * Self.marks[memory.count]) else {
            return
        }
        memory.append(Memory(at: now))
    }
}
