// SPDX-License-Identifier: MIT
import ChargerControl
import MQTTBridge
import MQTTClient

/// Judges what is published of a charger by what the charger had and what arrived of it.
extension Stand {
    /// How long a value may be shown after it arrived, and the tick and turn it takes to take it back.
    private static let freshness: Duration = .seconds(32)
    /// As long, and the second for which the charger itself keeps a value before it says it.
    private static let window: Duration = .seconds(34)
    /// A limit is read back each 50 s and shown for at most three times as long.
    private static let limitAge: Duration = .seconds(152)

    /// A value as it is published, or as it still stands at the broker.
    /// - Parameter slack: how much longer it may be there than at the moment it was published.
    func judge(
        _ topic: String, _ text: String, at now: Duration, slack: Duration = .zero, _ ledger: inout Ledger
    ) {
        guard text != "None" else { return }
        let since = now - Self.window - slack
        switch topic {
        case site.topics.voltage:
            number(text, .voltage, 1000, at: now, slack, &ledger) { $0.millivolts == $1 }
        case site.topics.current:
            number(text, .current, 1000, at: now, slack, &ledger) {
                $0.milliamperes == $1 || $0.coarseMilliamperes == $1
            }
        case site.topics.temperature:
            number(text, .batteryTemperature, 100, at: now, slack, &ledger) { $0.degrees == $1 / 100 }
        case site.topics.internalTemperature:
            number(text, .internalTemperature, 100, at: now, slack, &ledger) { $0.internalCentidegrees == $1 }
        case site.topics.chargeState:
            stage(text, at: now, since: since, &ledger)
        case site.topics.errorCode:
            number(text, .error, 1, at: now, slack, &ledger) { $0.errors.map(Int.init).contains($1) }
        case site.topics.power: power(text, since: since, at: now, &ledger)
        case site.topics.limit: limit(text, at: now, slack, &ledger)
        default: break
        }
    }

    private func number(
        _ text: String, _ quantity: Witness.Quantity, _ scale: Double, at now: Duration, _ slack: Duration,
        _ ledger: inout Ledger, _ isTrue: (Truth.Values, Int) -> Bool
    ) {
        guard let shown = Double(text) else {
            return ledger.check(.value, false) { "\(site.name): \(quantity) is shown as '\(text)'" }
        }
        let raw = Int((shown * scale).rounded())
        let isHeld = truth.held(since: now - Self.window - slack) { isTrue($0, raw) }
        if !isHeld, witness.wasDeceived(quantity, raw, since: now - Self.window - slack) {
            slack == .zero ? countFalse(at: now, &ledger) : ledger.count("false values seen standing")
        } else {
            ledger.check(.value, isHeld) { "\(site.name): \(quantity) \(text) was never so" }
        }
        let arrived = witness.deliveredAt[quantity]
        ledger.check(.fresh, arrived.map { now - $0 <= Self.freshness + slack } ?? false) {
            "\(site.name): \(quantity) \(text) is from \(arrived.map { "\(now - $0) ago" } ?? "nowhere")"
        }
    }

    private func countFalse(at now: Duration, _ ledger: inout Ledger) {
        let cause = now - twoWrongDigitsAt < .seconds(40) ? "two wrong digits in a block" : "other damage"
        ledger.count("FALSE VALUES SHOWN, let through by a sum: \(cause)")
    }

    private func stage(_ text: String, at now: Duration, since: Duration, _ ledger: inout Ledger) {
        let words: [UInt8: String] = [
            0: "off", 2: "fault", 3: "bulk", 4: "absorption", 5: "float", 6: "storage", 11: "power supply",
            246: "repeated absorption", 252: "external control",
        ]
        let isHeld = truth.held(since: since) { $0.states.contains { words[$0] == text } }
        if !isHeld, witness.falseValues.contains(where: { $0.quantity == .state && $0.at >= since }) {
            countFalse(at: now, &ledger)
        } else {
            ledger.check(.value, isHeld) { "\(site.name): it was never in state '\(text)'" }
        }
    }

    private func power(_ text: String, since: Duration, at now: Duration, _ ledger: inout Ledger) {
        guard let shown = Double(text), let volts = truth.range(since: since, { $0.millivolts }),
            let amperes = truth.range(since: since, { $0.coarseMilliamperes })
        else { return ledger.check(.value, false) { "\(site.name): power \(text) from nothing" } }
        let least = Double(volts.lowerBound) * Double(amperes.lowerBound - 60) / 1e6 - 0.1
        let most = Double(volts.upperBound) * Double(amperes.upperBound + 60) / 1e6 + 0.1
        let isHeld = (least...most).contains(shown)
        let isDeceived = witness.falseValues.contains {
            ($0.quantity == .voltage || $0.quantity == .current) && $0.at >= since
        }
        if !isHeld, isDeceived { return countFalse(at: now, &ledger) }
        ledger.check(.value, isHeld) { "\(site.name): power \(text) is not within \(least)…\(most)" }
    }

    private func limit(_ text: String, at now: Duration, _ slack: Duration, _ ledger: inout Ledger) {
        let raw = Double(text).map { Int(($0 * 10).rounded()) } ?? -1
        let isSaid = witness.wasSaid(limit: raw, since: now - Self.limitAge - slack)
        if !isSaid, witness.wasDeceived(aboutLimit: raw, since: now - Self.limitAge) {
            return ledger.count("FALSE LIMITS SHOWN that a check let through")
        }
        ledger.check(.limit, isSaid) {
            "\(site.name): limit \(text), the charger said \(witness.limitsSaid), \(witness.lapsingSaid); \(journal)"
        }
    }

    /// Whether the charger was heard, when it is said to be online.
    func judgeOnline(at now: Duration, _ ledger: inout Ledger) {
        ledger.check(.status, witness.heardAt.map { now - $0 <= Self.freshness } ?? false) {
            "\(site.name): online, last heard at \(witness.heardAt.map { "\($0)" } ?? "no time")"
        }
    }

    /// A request that was acknowledged: the limit said to be in force must be what the charger said.
    func judge(acknowledged record: RequestRecord, at now: Duration, _ ledger: inout Ledger) {
        guard record.subject == .limit else { return }
        guard let raw = record.inForce?.deciamperes else {
            // Asked for anew and not answered, the other register is not known any more at once.
            if site.settings.register == .volatile {
                return ledger.count("acknowledged while it was not known what lapses")
            }
            return ledger.check(.acknowledged, false) {
                "\(site.name): \(record) has nothing in force; \(journal)"
            }
        }
        if witness.wasDeceived(aboutLimit: raw, since: now - Self.limitAge) { return }
        ledger.check(.acknowledged, witness.wasSaid(limit: raw)) {
            "\(site.name): \(record) acknowledged, the charger said \(witness.limitsSaid), \(witness.lapsingSaid)"
        }
    }
}
