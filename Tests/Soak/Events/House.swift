// SPDX-License-Identifier: MIT
import ChargerSimulator
import MQTTBridge
import MQTTClient

/// What happens around the chargers: the owner's requests, the battery and its management, broker and bridge.
struct House {
    enum Happening: CaseIterable {
        case request, flood, sameAgain, battery, outsideCap, broker, brokerReturns, sever, birth, hostile
        case calendar, bridgeEnds, bridgeReturns, mood, mode
    }

    /// When each happens next; all of it once in the first hour, for the memory to be compared with.
    var next: [Happening: Duration] = [
        .request: .seconds(60), .battery: .seconds(600), .outsideCap: .seconds(1), .broker: .seconds(900),
        .hostile: .seconds(700), .flood: .seconds(1300), .sever: .seconds(1600), .birth: .seconds(1800),
        .sameAgain: .seconds(2000), .bridgeEnds: .seconds(2300), .calendar: .seconds(2600),
        .mood: .seconds(86_400), .mode: .seconds(1000),
    ]
    /// Seconds between two requests on average; changes from day to day.
    fileprivate var pace = 400.0
    fileprivate var isOutsideCapSilent = false
    fileprivate var cap = 100.0

    var nextEvent: Duration { next.values.min() ?? .seconds(1_000_000_000) }

    /// Nothing more is to go wrong.
    mutating func comeToRest() {
        for happening in [
            Happening.request, .flood, .sameAgain, .broker, .sever, .hostile, .calendar, .bridgeEnds, .mode,
        ] {
            next[happening] = nil
        }
        isOutsideCapSilent = false
    }
}

extension Soak {
    func runHouse() {
        while house.nextEvent <= now {
            // In a fixed order, so that a seed gives the same month.
            guard
                let due = House.Happening.allCases.first(where: { house.next[$0].map { $0 <= now } ?? false })
            else { return }
            house.next[due] = nil
            happen(due)
        }
    }

    private func happen(_ happening: House.Happening) {
        switch happening {
        case .request:
            schedule(.request, random.wait(house.pace))
            sendRequest()
        case .flood:
            schedule(.flood, random.wait(86_400))
            flood()
        case .sameAgain:
            schedule(.sameAgain, random.wait(86_400))
            askTheSame()
        case .battery:
            schedule(.battery, random.wait(1800))
            changeBatteries()
        case .outsideCap:
            schedule(.outsideCap, .seconds(20))
            sendCap()
        case .broker: brokerGoes()
        case .brokerReturns: brokerReturns()
        case .sever:
            schedule(.sever, random.wait(14_400))
            ledger.count("house: connection to the broker cut")
            for index in stands.indices { stands[index].note("a connection to the broker is cut", at: now) }
            broker.sever(
                clientID: (["bridge"] + stands.map { "status-\($0.site.name)" }).randomElement(using: &random)
                    ?? "")
            seeRetained()
            tellPlugs()
            calmSince = now
            settle()
        case .birth:
            schedule(.birth, random.wait(43_200))
            ledger.count("house: Home Assistant restarted")
            send("homeassistant/status", "online")
        case .hostile: sendHostile()
        case .calendar: setCalendar()
        case .bridgeEnds: bridgeEnds()
        case .bridgeReturns:
            start()
            schedule(.bridgeEnds, random.wait(28_800))
        case .mood:
            schedule(.mood, .seconds(86_400))
            house.pace = random.time(90, 3000) / .seconds(1)
        case .mode:
            schedule(.mode, random.wait(14_400))
            chooseMode()
        }
    }

    func schedule(_ happening: House.Happening, _ wait: Duration) {
        house.next[happening] = now + wait
    }

    func send(_ topic: String, _ payload: String, retain: Bool = false) {
        broker.publish(MQTTMessage(topic: topic, payload: payload, retain: retain))
        settle()
    }

    // MARK: The battery

    private func changeBatteries() {
        for index in stands.indices {
            let most = Double(stands[index].site.model.maximumDeciamperes) / 10
            stands[index].charger.battery.loadAmperes = max(
                0, Double.random(in: -most...most * 1.2, using: &random))
            guard stands[index].site.hasTemperature,
                let last = stands[index].charger.battery.temperatureCelsius
            else { continue }
            let change = Double.random(in: -4...4, using: &random)
            stands[index].charger.battery.temperatureCelsius = min(max(last + change, -6), 50)
        }
    }

    private func sendCap() {
        if random.chance(0.002) {
            house.isOutsideCapSilent.toggle()
            if house.isOutsideCapSilent { ledger.count("house: cap from outside stops coming") }
        }
        house.cap = min(max(house.cap + Double.random(in: -10...10, using: &random), -5), 140)
        guard !house.isOutsideCapSilent else { return }
        for index in stands.indices {
            guard let topic = stands[index].site.topics.cap else { continue }
            let limit = max(0, Int(house.cap))
            if life != nil, isBrokerUp { stands[index].outsideCap = (limit, now) }
            expectLowering(to: .max, index)
            send(topic, "\(Double(limit) / 10)")
        }
    }
}
