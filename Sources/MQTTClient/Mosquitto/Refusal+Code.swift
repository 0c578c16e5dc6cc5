// SPDX-License-Identifier: MIT
internal import CMosquitto

extension Refusal {
    /// What a broker's answer to the greeting means: codes of MQTT 3.1.1 (section 3.2.2.3) below 0x80,
    /// of MQTT 5 (section 3.2.2.2) above.
    init(code: Int32, settings: MQTTSettings) {
        let broker = "the broker at \(settings.authority)"
        switch code {
        case 4, 0x86:
            self.init(reason: "\(broker) refused the user name or password", isLasting: true)
        case 5, 0x87:
            // mosquitto says this of a wrong password, too.
            let what =
                settings.username == nil
                ? "does not let this client in without a user name and password"
                : "refused the user name or password, or does not let this client in"
            self.init(reason: "\(broker) \(what)", isLasting: true)
        case 2, 0x85:
            self.init(reason: "\(broker) refused the client name \(settings.clientID)", isLasting: true)
        case 3, 0x88:
            self.init(reason: "\(broker) is not available just now", isLasting: false)
        case 0x89, 0x97, 0x9F:
            self.init(reason: "\(broker) is too busy just now", isLasting: false)
        case 0x8A, 0x8C, 0x99, 0x9A, 0x9B:
            self.init(reason: "\(broker) refused: \(Self.words(code))", isLasting: true)
        default:
            self.init(reason: "\(broker) refused: \(Self.words(code))", isLasting: false)
        }
    }

    static func isAboutVersion(_ code: Int32) -> Bool { code == 1 || code == 0x84 }

    private static func words(_ code: Int32) -> String {
        String(cString: code < 0x80 ? mosquitto_connack_string(code) : mosquitto_reason_string(code))
    }
}
