// SPDX-License-Identifier: MIT
import ChargerControl

extension Entity {
    /// Who decides the current, and how the sun is followed: what of it this charger has.
    static func control(of charger: DiscoveredCharger) -> [Entity] {
        guard let offer = charger.control else { return [] }
        return choosing + (offer.hasMeter ? sun + (charger.bounds == nil ? [] : [maximum]) : [])
            + (offer.hasPlug ? [plug] : [])
    }

    /// What of it this charger's configuration does not have; an earlier one may have had it.
    static func absentControl(of charger: DiscoveredCharger) -> [Entity] {
        guard let offer = charger.control else { return control }
        return (offer.hasMeter ? [] : sun + [maximum]) + (offer.hasPlug ? [] : [plug])
    }

    /// All of it.
    static let control: [Entity] = choosing + sun + [maximum, plug]

    private static let choosing: [Entity] = [
        Entity("mode", "select", name: "Charge mode", follows: .bridge) { component, charger in
            component.stateTopic = charger.topics.mode
            component.commandTopic = charger.topics.controlCommand(.mode)
            component.retain = false
            component.options = charger.control?.modes.map(\.rawValue)
            component.icon = "mdi:solar-power-variant"
        },
        Entity("mode_until", name: "Charge mode until", follows: .bridge) { component, charger in
            component.stateTopic = charger.topics.modeEnd
            component.entityCategory = "diagnostic"
            component.icon = "mdi:timer-sand"
        },
        Entity("owner", name: "Limit decided by", follows: .bridge) { component, charger in
            component.stateTopic = charger.topics.owner
            component.deviceClass = "enum"
            component.options = ControlStatus.Owner.allCases.map(\.rawValue)
            component.icon = "mdi:account-switch"
        },
        Entity("control_reason", name: "Control reason", follows: .bridge) { component, charger in
            component.stateTopic = charger.topics.controlReason
            component.valueTemplate = shortened
            component.icon = "mdi:comment-question-outline"
        },
        Entity("control_paused", "binary_sensor", name: "Control paused", follows: .bridge) {
            component, charger in
            component.stateTopic = charger.topics.controlPaused
            component.payloadOn = "yes"
            component.payloadOff = "no"
            component.icon = "mdi:pause-circle-outline"
        },
    ]

    private static let sun: [Entity] = [
        power("surplus_power", "Surplus power") { $0.surplusPower },
        power("grid_power", "Grid power") { $0.gridPower },
        Entity("target_current", name: "Target current", follows: .bridge) { component, charger in
            component.stateTopic = charger.topics.targetCurrent
            component.deviceClass = "current"
            component.unit = "A"
            component.stateClass = "measurement"
            component.suggestedDisplayPrecision = 1
        },
        Entity("meter_problem", "binary_sensor", name: "Grid meter problem", follows: .bridge) {
            component, charger in
            component.stateTopic = charger.topics.meter
            component.deviceClass = "problem"
            component.valueTemplate = "{{ 'OFF' if value == 'OK' else 'ON' }}"
            component.jsonAttributesTopic = charger.topics.meter
            component.jsonAttributesTemplate = "{{ {'problem': value} | tojson }}"
        },
        Entity("reserve", "number", name: "Surplus reserve", follows: .bridge) { component, charger in
            component.stateTopic = charger.topics.reserve
            component.commandTopic = charger.topics.controlCommand(.reserve)
            component.retain = false
            component.deviceClass = "power"
            component.unit = "W"
            component.min = -5000
            component.max = 5000
            component.step = 10
            component.mode = "box"
            component.entityCategory = "config"
        },
    ]

    private static let maximum = Entity(
        "surplus_maximum", "number", name: "Surplus maximum", follows: .bridge
    ) { component, charger in
        guard let bounds = charger.bounds else { return }
        component.stateTopic = charger.topics.surplusMaximum
        component.commandTopic = charger.topics.controlCommand(.maximum)
        component.retain = false
        component.deviceClass = "current"
        component.unit = "A"
        component.min = Swift.min(bounds.lower, bounds.upper).amperes
        component.max = bounds.upper.amperes
        component.step = 0.1
        component.mode = "slider"
        component.entityCategory = "config"
    }

    private static let plug = Entity("plug", "binary_sensor", name: "Plug", follows: .bridge) {
        component, charger in
        component.stateTopic = charger.topics.plug
        component.deviceClass = "power"
        component.payloadOn = "on"
        component.payloadOff = "off"
    }

    private static func power(
        _ key: String, _ name: String, topic: @escaping @Sendable (ChargerTopics) -> String
    ) -> Entity {
        Entity(key, name: name, follows: .bridge) { component, charger in
            component.stateTopic = topic(charger.topics)
            component.deviceClass = "power"
            component.unit = "W"
            component.stateClass = "measurement"
            component.suggestedDisplayPrecision = 0
        }
    }
}
