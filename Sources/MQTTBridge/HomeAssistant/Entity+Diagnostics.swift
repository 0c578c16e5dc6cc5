// SPDX-License-Identifier: MIT
extension Entity {
    /// How the last request went, what the settings memory has borne, and how good the link is.
    static let diagnostics: [Entity] = [
        Entity("limit_result", name: "Limit result", follows: .bridge) { component, charger in
            component.stateTopic = charger.topics.limitResult
            // Without any request there is nothing to say.
            component.valueTemplate = "{{ (value_json | default(none) or {}).get('state') }}"
            component.jsonAttributesTopic = charger.topics.limitResult
            component.jsonAttributesTemplate = "{{ (value_json | default(none) or {}) | tojson }}"
            component.entityCategory = "diagnostic"
            component.icon = "mdi:clipboard-check-outline"
        },
        Entity("wear_exhausted", "binary_sensor", name: "Write limit reached", follows: .bridge) {
            component, charger in
            component.stateTopic = charger.topics.diagnostics
            component.deviceClass = "problem"
            component.valueTemplate =
                "{% set reached = \(counter("wear_exhausted")) %}"
                + "{{ 'None' if reached is none else 'ON' if reached else 'OFF' }}"
            component.entityCategory = "diagnostic"
        },
        // Charge control that does not do as it should: the owner wants to hear of it.
        Entity("limit_problem", "binary_sensor", name: "Limit problem", follows: .bridge) {
            component, charger in
            component.stateTopic = charger.topics.diagnostics
            component.deviceClass = "problem"
            component.valueTemplate = "{{ 'ON' if \(counter("problem")) else 'OFF' }}"
            component.jsonAttributesTopic = charger.topics.diagnostics
            component.jsonAttributesTemplate = "{{ {'problem': \(counter("problem"))} | tojson }}"
        },
        Entity("limit_cap", name: "Limit held down by", follows: .bridge) { component, charger in
            component.stateTopic = charger.topics.diagnostics
            component.valueTemplate = "{{ (\(counter("cap")) or 'nothing')[:255] }}"
            component.entityCategory = "diagnostic"
            component.icon = "mdi:arrow-collapse-down"
        },
        count("writes_today", "Settings writes today", "measurement", icon: "mdi:pencil"),
        count(
            "writes_lifetime", "Settings writes in total", "total_increasing", icon: "mdi:pencil-box-multiple"
        ),
        count("faults", "Link faults", "total_increasing", icon: "mdi:alert-octagon-outline"),
    ]

    private static func count(_ key: String, _ name: String, _ stateClass: String, icon: String) -> Entity {
        Entity(key, name: name, follows: .bridge) { component, charger in
            component.stateTopic = charger.topics.diagnostics
            component.valueTemplate = "{{ \(counter(key)) }}"
            component.stateClass = stateClass
            component.suggestedDisplayPrecision = 0
            component.entityCategory = "diagnostic"
            component.icon = icon
        }
    }

    /// A value out of the diagnostics; none, and no word in Home Assistant's log, where it is missing.
    private static func counter(_ key: String) -> String { "(value_json | default({})).get('\(key)')" }
}
