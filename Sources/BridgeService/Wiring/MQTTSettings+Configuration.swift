// SPDX-License-Identifier: MIT
import BridgeConfiguration
import MQTTClient

extension MQTTSettings {
    /// The settings of one connection.
    init(_ broker: MQTTBrokerSettings, clientID: String, will: MQTTMessage) {
        self.init(
            host: broker.host, port: broker.port, clientID: clientID, username: broker.username,
            password: broker.password?.reveal(),
            tls: broker.tls.map { MQTTTLS(ca: $0.authority, certificate: $0.certificate, key: $0.key) },
            will: will)
    }
}
