// SPDX-License-Identifier: MIT
import ChargerControl
import ChargerSimulator
import MQTTBridge

/// What happens to a charger that follows the sun.
extension Soak {
    private static let choices: [(words: String, mode: String?, hasEnd: Bool)] = [
        ("surplus", "surplus", false), ("surplus", "surplus", false), ("surplus", "surplus", false),
        ("surplus or minimum", "surplus or minimum", false), ("manual", "manual", false),
        ("full", "full", false), ("off", "off", false), ("full for 20 min", "full", true),
        ("off for 10 min", "off", true), ("surplus for 3 h", "surplus", true),
        ("full for 3 Ah", "full", true), ("sunny", nil, false), ("full for ever", nil, false),
        ("", nil, false),
    ]

    /// A second for roofs, meters and plugs.
    func shine() {
        for index in stands.indices {
            let watts = stands[index].mainsWatts
            guard let words = stands[index].roof?.second(taking: watts, at: now, using: &random) else {
                continue
            }
            stands[index].switchMains(at: now)
            for word in words { tell(word, index) }
            checkStaleMeter(index)
        }
        settle()
    }

    private func tell(_ word: Roof.Word, _ index: Int) {
        guard let part = life?.parts[index] else { return }
        switch word {
        case .grid, .meterFails: part.sunny.yield(word)
        case .plug, .plugIsThere: if isBrokerUp { part.sunny.yield(word) }
        }
    }

    /// The plug is told what the bridge decided, where there is a broker to tell it over.
    func takePlugOrders(_ index: Int) {
        for isOn in life?.parts[index].plugOrders.take() ?? [] {
            ledger.count("orders to the plug")
            let isWithin = stands[index].modes.ordered(isOn, at: now)
            let (name, modes) = (stands[index].site.name, stands[index].modes)
            ledger.check(.budget, isWithin) { "\(name): the plug is switched too often; \(modes)" }
            if isBrokerUp { stands[index].roof?.tellPlug(isOn, at: now) }
        }
    }

    /// The bridge subscribes anew and is told how the plug stands.
    func tellPlugs() {
        guard isBrokerUp else { return }
        for index in stands.indices {
            stands[index].modes.occasion(at: now)
            for word in stands[index].roof?.plugWords ?? [] { tell(word, index) }
        }
    }

    func chooseMode() {
        for index in stands.indices where stands[index].roof != nil {
            // One with an end first, and within the first hour: with that the memory is compared.
            let first = Self.choices.first { now < .seconds(3600) && $0.hasEnd }
            guard let choice = first ?? Self.choices.randomElement(using: &random) else { return }
            choose(choice.words, choice.mode, hasEnd: choice.hasEnd, index)
        }
    }

    func choose(_ words: String, _ mode: String?, hasEnd: Bool, _ index: Int) {
        guard let topic = stands[index].site.topics.controlCommand(.mode) else { return }
        if life != nil, isBrokerUp {
            asked[index] += 1
            ledger.count("modes chosen")
            stands[index].note("the mode '\(words)' is chosen", at: now)
            if let mode { stands[index].modes.chose(mode, hasEnd: hasEnd, at: now) }
            // All that the charger gives is a wish like another.
            if mode == "full" { stands[index].grants.wished(stands[index].site.range.upperBound, at: now) }
        }
        send(topic, words)
    }

    /// While the sun is followed, a silent meter leads to the minimum.
    private func checkStaleMeter(_ index: Int) {
        let stand = stands[index]
        let longEnough: Duration = .seconds(75)
        guard let roof = stand.roof, life != nil, isBrokerUp, stand.charger.isPowered,
            now - roof.meteredAt > longEnough, now - stand.poweredSince > longEnough,
            now - max(calmSince, weather[index].calmSince) > longEnough, now - stand.changedAt > longEnough,
            now - stand.modes.chosenAt > longEnough, stand.modes.follows(at: now)
        else { return }
        ledger.check(.blind, stand.charger.limitOfBoth <= stand.site.range.lowerBound) {
            "\(stand.site.name): \(stand.charger.limitOfBoth) is in force, the meter is silent since "
                + "\(roof.meteredAt); \(stand.modes); \(stand.journal)"
        }
    }
}
