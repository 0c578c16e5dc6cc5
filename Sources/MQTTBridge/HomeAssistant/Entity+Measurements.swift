// SPDX-License-Identifier: MIT
extension Entity {
    /// What every charger measures, and the totals.
    static let measurements: [Entity] = [
        measurement("voltage", "Voltage", "voltage", "V", digits: 2) { component, topics in
            component.stateTopic = topics.voltage
            // As the script did: users watch for silence by the time of the last update.
            component.forceUpdate = true
        },
        measurement("current", "Current", "current", "A", digits: 2) { component, topics in
            component.stateTopic = topics.current
            component.forceUpdate = true
        },
        measurement("power", "Power", "power", "W", digits: 1) { $0.stateTopic = $1.power },
        Entity("energy", name: "Energy delivered", follows: .bridge) { component, charger in
            component.stateTopic = charger.topics.energy
            component.deviceClass = "energy"
            component.unit = "kWh"
            component.stateClass = "total_increasing"
            component.suggestedDisplayPrecision = 2
        },
        // Home Assistant has no device class for ampere-hours.
        Entity("charge", name: "Charge delivered", follows: .bridge) { component, charger in
            component.stateTopic = charger.topics.charge
            component.unit = "Ah"
            component.stateClass = "total_increasing"
            component.suggestedDisplayPrecision = 1
            component.icon = "mdi:battery-plus"
        },
    ]

    /// What only some chargers measure.
    static let extras: [ExtraMeasurement: Entity] = [
        .batteryTemperature: measurement(
            ExtraMeasurement.batteryTemperature.rawValue, "Battery temperature", "temperature", "°C",
            digits: 1
        ) { $0.stateTopic = $1.temperature },
        .internalTemperature: measurement(
            ExtraMeasurement.internalTemperature.rawValue, "Internal temperature", "temperature", "°C",
            digits: 1
        ) { component, topics in
            component.stateTopic = topics.internalTemperature
            component.entityCategory = "diagnostic"
        },
    ]

    private static func measurement(
        _ key: String, _ name: String, _ deviceClass: String, _ unit: String, digits: Int,
        describe: @escaping @Sendable (inout Component, ChargerTopics) -> Void
    ) -> Entity {
        Entity(key, name: name, follows: .charger) { component, charger in
            component.deviceClass = deviceClass
            component.unit = unit
            component.stateClass = "measurement"
            component.suggestedDisplayPrecision = digits
            describe(&component, charger.topics)
        }
    }
}
