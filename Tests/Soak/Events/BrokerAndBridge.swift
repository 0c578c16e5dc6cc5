// SPDX-License-Identifier: MIT
import ChargerSimulator
import MQTTBridge
import MQTTClient

/// Broker, bridge and calendar have their troubles too.
extension Soak {
    func brokerGoes() {
        let isEmptied = Bool.random(using: &random)
        ledger.count(isEmptied ? "house: broker lost with all it kept" : "house: broker lost")
        broker.goDown(losingRetained: isEmptied)
        isBrokerUp = false
        calmSince = .seconds(1_000_000_000)
        expectations = expectations.map { _ in nil }
        // Soon in the first hour, in which all else is to happen too.
        schedule(.brokerReturns, random.time(1, now < .seconds(3600) ? 120 : 7200))
        settle()
    }

    func brokerReturns() {
        broker.comeUp()
        isBrokerUp = true
        seeRetained()
        tellPlugs()
        if life != nil { calmSince = now }
        schedule(.broker, random.wait(14_400))
        settle()
    }

    func bridgeEnds() {
        // In the first hour, with which the memory is compared, killed amid requests: what is said of them at the
        // next start is said for the first time then.
        let isFirst = now < .seconds(3600)
        let isKilled = Bool.random(using: &random) || isFirst
        ledger.count(isKilled ? "house: bridge killed" : "house: bridge stopped")
        if random.chance(0.5) || isFirst { askEach() }
        end(killed: isKilled)
        schedule(.bridgeReturns, random.time(0.5, 1800))
    }

    func setCalendar() {
        schedule(.calendar, random.wait(43_200))
        ledger.count("house: calendar set")
        let jump = Int64(random.time(1, 172_800) / .milliseconds(1))
        setCalendar(by: Bool.random(using: &random) ? jump : -jump)
    }

    func sendHostile() {
        schedule(.hostile, random.wait(7200))
        ledger.count("house: hostile message")
        let other = "bridge-\(Int.random(in: 0...1000, using: &random))"
        switch Int.random(in: 0...3, using: &random) {
        case 0: send("\(BridgeLife.base)/bridge/\(other)", "online")
        case 1: send(stands[0].site.topics.diagnostics, #"{"instance":"\#(other)"}"#)
        case 2: send(stands[0].site.topics.status, "offline", retain: true)
        default: send("homeassistant/device/victron_plain/config", "{", retain: true)
        }
    }
}
