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
        if random.chance(0.15) {
            ask(index, Self.nonsense.randomElement(using: &random) ?? "")
        } else {
            ask(index, amperes(for: index))
        }
    }

    /// An automation that has run wild: 200 in 2 s.
    func flood() {
        ledger.count("house: flood of 200 requests")
        let index = Int.random(in: stands.indices, using: &random)
        for _ in 0..<200 {
            ask(index, amperes(for: index))
            let soon = now + .milliseconds(10)
            while now < soon { stepAlone(to: soon) }
        }
    }

    /// The same request 50 times.
    func askTheSame() {
        ledger.count("house: the same request 50 times")
        let index = Int.random(in: stands.indices, using: &random)
        let amperes = amperes(for: index)
        for _ in 0..<50 { ask(index, amperes) }
    }

    private func amperes(for index: Int) -> String {
        let most = stands[index].site.model.maximumDeciamperes
        return "\(Double(Int.random(in: most / 5...most * 11 / 10, using: &random)) / 10)"
    }

    private func ask(_ index: Int, _ payload: String) {
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
            grant(index, payload)
        } else if isRetained, isBrokerUp {
            ledger.count("requests retained while the bridge was away")
            unseenRetained[index] = payload
        }
        if isRetained, arrives { unseenRetained[index] = nil }
        send(topic, payload, retain: isRetained)
    }

    private func grant(_ index: Int, _ payload: String) {
        guard let amperes = Double(payload), amperes > 0, amperes <= 1000 else { return }
        let wish = Int((amperes * 10).rounded())
        stands[index].grants.wished(wish, at: now)
        if wish <= 2 * stands[index].site.model.maximumDeciamperes { expectLowering(to: wish, index) }
    }

    /// The bridge is about to be told what the broker keeps.
    func seeRetained() {
        guard isBrokerUp, life != nil else { return }
        for index in stands.indices {
            guard let payload = unseenRetained[index] else { continue }
            unseenRetained[index] = nil
            grant(index, payload)
        }
    }
}
