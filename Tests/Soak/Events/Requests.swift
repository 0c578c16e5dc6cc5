// SPDX-License-Identifier: MIT
import ChargerSimulator
import MQTTBridge
import MQTTClient

/// What the owner and their automations ask for.
extension Soak {
    private static let nonsense = [
        "", " ", "abc", "NaN", "inf", "1e999", "-5", "0", "999999", "12,5", "0x10", "12.5 A", "12.5\u{0}",
        "٣", String(repeating: "9", count: 500), "{\"limit\":10}", "on", "1e3", "+-3",
    ]

    func sendRequest() {
        let index = Int.random(in: stands.indices, using: &random)
        guard !staysOutOfTheSun(index) else { return }
        if random.chance(0.15) {
            ask(index, nil, Self.nonsense.randomElement(using: &random) ?? "")
        } else {
            ask(index, wish(for: index))
        }
    }

    /// Whoever sets a limit holds the control off for an hour: mostly the sun is to be followed.
    func staysOutOfTheSun(_ index: Int) -> Bool { stands[index].roof != nil && random.chance(0.95) }

    /// A request to each charger at once.
    func askEach() {
        for index in stands.indices where !staysOutOfTheSun(index) { ask(index, wish(for: index)) }
    }

    /// An automation that has run wild: 200 in 2 s.
    func flood() {
        // In the first hour, with which the memory is compared, all of them.
        let isFirst = now < .seconds(3600)
        for index in isFirst ? Array(stands.indices) : [Int.random(in: stands.indices, using: &random)] {
            ledger.count("house: flood of 200 requests")
            for _ in 0..<200 {
                ask(index, wish(for: index))
                let soon = now + .milliseconds(10)
                while now < soon { stepAlone(to: soon) }
            }
        }
    }

    /// The same request 50 times.
    func askTheSame() {
        ledger.count("house: the same request 50 times")
        let index = Int.random(in: stands.indices, using: &random)
        let wish = wish(for: index)
        for _ in 0..<50 { ask(index, wish) }
    }

    /// 0.1 A, from below what the charger can be set to up to a little above.
    private func wish(for index: Int) -> Int {
        let most = stands[index].site.model.maximumDeciamperes
        return Int.random(in: most / 5...most * 11 / 10, using: &random)
    }

    private func ask(_ index: Int, _ wish: Int) { ask(index, wish, "\(Double(wish) / 10)") }

    /// - Parameter wish: what the payload asks for, 0.1 A; nil when it is nonsense.
    private func ask(_ index: Int, _ wish: Int?, _ payload: String) {
        let site = stands[index].site
        let isConfigured = Bool.random(using: &random)
        let isRetained = isConfigured && random.chance(0.3)
        guard let topic = isConfigured ? site.topics.configuredCommand : site.topics.limitCommand else {
            return
        }
        let arrives = life != nil && isBrokerUp
        if arrives {
            asked[index] += 1
            ledger.count(isRetained ? "requests sent retained" : "requests sent")
            if isRetained { unseenRetained[index] = nil }
            if let wish { grant(index, wish) }
        } else if isRetained, isBrokerUp {
            ledger.count("requests retained while the bridge was away")
            unseenRetained[index] = wish
        }
        send(topic, payload, retain: isRetained)
    }

    private func grant(_ index: Int, _ wish: Int) {
        stands[index].grants.wished(wish, at: now)
        stands[index].modes.handWished(at: now)
        expectLowering(to: wish, index)
    }

    /// The bridge is about to be told what the broker keeps.
    func seeRetained() {
        guard isBrokerUp, life != nil else { return }
        for index in stands.indices {
            guard let wish = unseenRetained[index] else { continue }
            unseenRetained[index] = nil
            grant(index, wish)
        }
    }
}
