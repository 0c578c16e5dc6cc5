// SPDX-License-Identifier: MIT
/// The topics of one charger: `{base_topic}/{device.name}/…`, retained, one value each.
public struct ChargerTopics: Sendable, Hashable {
    /// What all of the charger's topics begin with, without the last slash.
    public let root: String
    /// The command topic from the configuration, if there is one.
    public let configuredCommand: String?

    /// The topic of a cap from outside, if there is one.
    public let cap: String?

    /// Makes the topics of a charger.
    /// - Parameters:
    ///   - base: `mqtt.base_topic`.
    ///   - device: `device.name`.
    ///   - configuredCommand: `mqtt.current_limit_topic`, where retained commands count.
    ///   - cap: `protect.cap_topic`.
    public init(base: String, device: String, configuredCommand: String? = nil, cap: String? = nil) {
        root = "\(base)/\(device)"
        self.configuredCommand = configuredCommand
        self.cap = cap
    }

    /// `online` or `offline`: whether the charger's data is fresh; a last will.
    public var status: String { "\(root)/status" }
    /// Output voltage, V.
    public var voltage: String { "\(root)/voltage" }
    /// Output current, A.
    public var current: String { "\(root)/current" }
    /// Output power, W.
    public var power: String { "\(root)/power" }
    /// Charge state, in words.
    public var chargeState: String { "\(root)/charge_state" }
    /// Error in words; `OK` when there is none.
    public var error: String { "\(root)/error" }
    /// Error as a number; 0 when there is none.
    public var errorCode: String { "\(root)/error_code" }
    /// Battery temperature, °C.
    public var temperature: String { "\(root)/temperature" }
    /// Temperature inside the charger, °C.
    public var internalTemperature: String { "\(root)/internal_temperature" }
    /// Energy delivered, kWh.
    public var energy: String { "\(root)/energy" }
    /// Charge delivered, Ah.
    public var charge: String { "\(root)/charge" }
    /// The limit in force, A; elsewhere when the user's command topic is this one.
    public var limit: String {
        configuredCommand == limitByDefault ? "\(limitByDefault)/state" : limitByDefault
    }
    /// Whether the limit had to move aside for the command topic.
    public var limitHasMoved: Bool { limit != limitByDefault }
    /// Where a limit can be asked for; what the broker kept is ignored here.
    public var limitCommand: String { "\(root)/current_limit/set" }
    /// How the last request stands, JSON.
    public var limitResult: String { "\(root)/current_limit/result" }
    /// Why nothing flows into the battery.
    public var idleReason: String { "\(root)/idle_reason" }
    /// Link and wear counters and the bridge's instance, JSON.
    public var diagnostics: String { "\(root)/diagnostics" }

    var limitByDefault: String { "\(root)/current_limit" }

    /// The topic that says whether a bridge process runs; a last will.
    /// - Parameters:
    ///   - base: `mqtt.base_topic`.
    ///   - instance: the name of this bridge.
    public static func bridge(base: String, instance: String) -> String { "\(base)/bridge/\(instance)" }
}
