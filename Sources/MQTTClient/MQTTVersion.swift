// SPDX-License-Identifier: MIT
/// The protocol spoken on a connection.
public enum MQTTVersion: Sendable, Hashable, CustomStringConvertible {
    /// MQTT 3.1.1, for brokers that refuse 5.
    case v3_1_1
    /// MQTT 5, tried first.
    case v5

    /// The name people know it by.
    public var description: String {
        switch self {
        case .v3_1_1: "MQTT 3.1.1"
        case .v5: "MQTT 5"
        }
    }
}
