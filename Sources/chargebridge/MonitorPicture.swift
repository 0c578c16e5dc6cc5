// SPDX-License-Identifier: MIT
import BridgeService

/// What is known of everything, as the live events told it.
struct MonitorPicture {
    private let only: String?
    /// In the order in which they came.
    private(set) var chargers: [ShownCharger] = []
    private(set) var broker: ShownBroker?
    /// How the last request stands.
    private(set) var request: ShownRequest?
    /// Why the bridge is not heard; nil when it is.
    var trouble: String?

    /// - Parameter only: the one charger that is wanted; nil: all.
    init(only: String?) { self.only = only }

    /// Takes an event in.
    /// - Returns: whether there is something to show.
    mutating func take(_ event: LocalAPI.Event) throws -> Bool {
        trouble = nil
        switch event.name {
        case "state":
            let charger = try ShownCharger.read(event.data)
            guard only.map({ $0 == charger.name }) ?? true else { return false }
            if let index = chargers.firstIndex(where: { $0.name == charger.name }) {
                chargers[index] = charger
            } else {
                chargers.append(charger)
            }
        case "broker": broker = try ShownBroker.read(event.data)
        case "request":
            let new = try ShownRequest.read(event.data)
            guard only.map({ $0 == new.charger }) ?? true else { return false }
            request = new
        default: return false
        }
        return true
    }

    /// How the broker is; nil without one.
    var brokerWords: String? {
        guard let broker, !broker.address.isEmpty else { return nil }
        return broker.connected
            ? "connected to \(broker.address)" : "\(broker.address): \(broker.reason ?? "not connected")"
    }
}

extension ShownCharger {
    /// What flows, and what the charger does.
    var measured: String {
        guard online else { return "offline" }
        let values = [(voltageVolts, "V"), (currentAmperes, "A"), (powerWatts, "W")]
        let shown = values.map { value, unit in "\(value.map { "\($0)" } ?? "-") \(unit)" }
        return (shown + [state ?? "-"]).joined(separator: "  ")
    }

    /// The limit, and whose word it is.
    var limitWords: String {
        let inForce = limit.inForceAmperes.map { "\($0) A in force" } ?? "not known"
        let asked = limit.askedAmperes.map { ", \($0) A asked" } ?? ""
        return "\(inForce)\(asked), \(owner)"
    }

    /// What is wrong or in the way, most urgent first.
    var remarks: [String] {
        let fault = (errorCode ?? 0) == 0 ? nil : error
        return [
            fault, limit.problem, limit.capReason, idleReason, otherBridge.map { "another bridge: \($0)" },
        ]
        .compactMap(\.self)
    }
}
