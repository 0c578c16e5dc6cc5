// SPDX-License-Identifier: MIT
/// The topics the bridge publishes itself, so that no command topic is one of them.
enum PublishedTopics {
    /// What stands under `{base_topic}/{device.name}/`, but for the limit in force.
    private static let names = [
        "voltage", "current", "status", "power", "charge_state", "error", "error_code", "temperature",
        "internal_temperature", "energy", "charge", "current_limit/result", "current_limit/state",
        "idle_reason",
        "diagnostics", "mode", "mode/set", "mode/result", "mode/until", "owner", "control_reason",
        "control_paused", "surplus_power", "target_current", "grid_power", "meter", "plug", "reserve",
        "reserve/set", "reserve/result", "surplus_maximum", "surplus_maximum/set", "surplus_maximum/result",
    ]

    /// Checks a charger's command topic against the topics of one charger.
    ///
    /// Where a user's topic is the one of the limit in force, our value gives way; no other topic can move.
    static func check(_ topic: CommandTopic, base: String, charger: String) {
        let root = "\(base)/\(charger)/"
        switch topic.text {
        case root + "current_limit":
            topic.field.warn(
                "is also where the limit in force would stand: that moves to …/current_limit/state")
        case root + "current_limit/set":
            topic.field.warn("takes limits already: leave this key out")
        case _ where names.contains { root + $0 == topic.text }:
            topic.field.error("is a topic that the bridge publishes itself: choose another one")
        default:
            break
        }
    }
}
