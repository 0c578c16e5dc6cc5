// SPDX-License-Identifier: MIT
import ChargerControl

extension Entity {
    /// The charge current limit, with the bounds this charger really has.
    static let limit = Entity(
        "charge_current_limit", "number", name: "Charge current limit", follows: .bridge
    ) { component, charger in
        guard let bounds = charger.bounds else { return }
        // A configured minimum above a configured maximum gives way, as it does when a limit is clamped.
        let lowest = Swift.min(bounds.lower, bounds.upper)
        component.stateTopic = charger.topics.limit
        component.valueTemplate = limitWithin(lowest, bounds.upper)
        component.commandTopic = charger.topics.limitCommand
        component.retain = false
        component.deviceClass = "current"
        component.unit = "A"
        component.min = lowest.amperes
        component.max = bounds.upper.amperes
        component.step = 0.1
        component.mode = "slider"
        component.icon = "mdi:current-dc"
    }

    /// The limit while it is one that can be set here, else unknown.
    ///
    /// Another hand may have set the charger to what the owner does not allow. Home Assistant logs an error at
    /// such a value and goes on showing the one before, which is no longer true.
    private static func limitWithin(_ lower: CurrentLimit, _ upper: CurrentLimit) -> String {
        let isWithin =
            "value | float(-1) >= \(lower.decimalText) and value | float(-1) <= \(upper.decimalText)"
        return "{{ value if \(isWithin) else 'None' }}"
    }
}
