// SPDX-License-Identifier: MIT
/// The state of everything in Prometheus' text form (exposition format 0.0.4).
struct Metrics {
    private(set) var text = ""

    private enum Kind: String { case gauge, counter }

    init(_ states: [ChargerState], broker: BrokerShown, viewers: Int, version: String) {
        add("build_info", .gauge, "The program.", [("version=\"\(Self.escaped(version))\"", 1)])
        add("broker_connected", .gauge, "Whether the broker is connected.", [("", broker.connected ? 1 : 0)])
        add("viewers", .gauge, "Readers of live events.", [("", Double(viewers))])
        add(states, "online", .gauge, "Whether the charger's data is fresh.") { $0.online ? 1 : 0 }
        add(states, "voltage_volts", .gauge, "Output voltage.") { $0.voltageVolts }
        add(states, "current_amperes", .gauge, "Output current.") { $0.currentAmperes }
        add(states, "power_watts", .gauge, "Output power.") { $0.powerWatts }
        add(states, "battery_temperature_celsius", .gauge, "Battery temperature.") {
            $0.batteryTemperatureCelsius
        }
        add(states, "internal_temperature_celsius", .gauge, "Temperature inside the charger.") {
            $0.internalTemperatureCelsius
        }
        add(states, "state_code", .gauge, "Charge state as the charger numbers it.") {
            $0.stateCode.map(Double.init)
        }
        add(states, "error_code", .gauge, "Error as the charger numbers it, 0 for none.") {
            $0.errorCode.map(Double.init)
        }
        add(states, "limit_amperes", .gauge, "Limit in force.") { $0.limit.inForceAmperes }
        add(states, "limit_asked_amperes", .gauge, "Limit last wished.") { $0.limit.askedAmperes }
        add(states, "energy_joules_total", .counter, "Energy delivered.") {
            $0.energyKilowattHours * 3_600_000
        }
        add(states, "charge_coulombs_total", .counter, "Charge delivered.") { $0.chargeAmpereHours * 3600 }
        add(states, "limit_writes_total", .counter, "Writes to the settings memory, ever.") {
            Double($0.wear.writesEver)
        }
        add(states, "limit_writes_last_day", .gauge, "Writes to the settings memory in 24 hours.") {
            Double($0.wear.writesToday)
        }
        add(states, "link_blocks_total", .counter, "Text blocks whose checksum held.") {
            Double($0.link.blocks)
        }
        add(states, "link_frames_total", .counter, "Frames whose check held.") { Double($0.link.frames) }
        add(states, "link_damaged_total", .counter, "Blocks and frames dropped as damaged.") {
            Double($0.link.damaged)
        }
        add(states, "link_connections_total", .counter, "How often the link was opened.") {
            Double($0.link.connections)
        }
    }

    private mutating func add(_ name: String, _ kind: Kind, _ help: String, _ values: [(String, Double)]) {
        guard !values.isEmpty else { return }
        text += "# HELP chargebridge_\(name) \(help)\n# TYPE chargebridge_\(name) \(kind.rawValue)\n"
        for (labels, value) in values {
            text += "chargebridge_\(name)\(labels.isEmpty ? "" : "{\(labels)}") \(value)\n"
        }
    }

    private mutating func add(
        _ states: [ChargerState], _ name: String, _ kind: Kind, _ help: String,
        _ value: (ChargerState) -> Double?
    ) {
        add(name, kind, help, states.compactMap { state in value(state).map { (Self.label(state), $0) } })
    }

    private static func label(_ state: ChargerState) -> String { "charger=\"\(escaped(state.name))\"" }

    private static func escaped(_ text: String) -> String {
        text.reduce(into: "") { result, character in
            switch character {
            case "\\": result += "\\\\"
            case "\"": result += "\\\""
            case _ where character.isNewline: result += "\\n"
            default: result.append(character)
            }
        }
    }
}
