// SPDX-License-Identifier: MIT
import ChargerControl

extension Entity {
    /// What the charger does, and what is wrong with it.
    static let states: [Entity] = [
        Entity("charge_state", name: "Charge state", follows: .charger) { component, charger in
            component.stateTopic = charger.topics.chargeState
            component.deviceClass = "enum"
            component.options = ChargeStage.allCases.map(\.rawValue)
        },
        Entity("error", name: "Error", follows: .charger) { component, charger in
            component.stateTopic = charger.topics.error
            component.valueTemplate = shortened
            component.entityCategory = "diagnostic"
            component.icon = "mdi:alert-circle-outline"
        },
        Entity("problem", "binary_sensor", name: "Problem", follows: .charger) { component, charger in
            component.stateTopic = charger.topics.errorCode
            component.deviceClass = "problem"
            component.valueTemplate =
                "{{ 'None' if value == 'None' else 'OFF' if value | float(1) == 0 else 'ON' }}"
        },
        Entity("connectivity", "binary_sensor", name: "Connectivity", follows: .nothing) {
            component, charger in
            component.stateTopic = charger.topics.status
            component.deviceClass = "connectivity"
            component.payloadOn = "online"
            component.payloadOff = "offline"
            component.entityCategory = "diagnostic"
        },
        Entity("idle_reason", name: "Idle reason", follows: .bridge) { component, charger in
            component.stateTopic = charger.topics.idleReason
            component.valueTemplate = shortened
            component.entityCategory = "diagnostic"
            component.icon = "mdi:sleep"
        },
    ]

    /// Home Assistant refuses a state of more than 255 characters.
    static let shortened = "{{ value[:255] }}"
}
