// SPDX-License-Identifier: MIT
/// The broker and how to talk to it.
public struct MQTTBrokerSettings: Sendable, Hashable {
    /// The broker's host name or IP address (`mqtt.host`).
    public var host: String
    /// The broker's TCP port (`mqtt.port`), 1…65535.
    public var port: Int
    /// The user name (`mqtt.username` or `CHARGEBRIDGE_MQTT_USERNAME`), nil: none.
    public var username: String?
    /// The password (`mqtt.password`, `mqtt.password_file` or `CHARGEBRIDGE_MQTT_PASSWORD`).
    ///
    /// Nil without a user name, since MQTT 3.1.1 (section 3.1.2.9) allows no password then.
    public var password: Secret?
    /// The levels above the chargers' names (`mqtt.base_topic`, else the first charger's vendor).
    public var baseTopic: String
    /// How to encrypt the connection (`mqtt.tls`), nil: not at all.
    public var tls: TLSSettings?
    /// The shortest time between two values of a measurement, 0…30 s; 0: every block.
    public var publishInterval: Duration
    /// The beginning of the client ids (`mqtt.client_id`), nil: made from the instance.
    public var clientID: String?

    /// Creates broker settings.
    ///
    /// - Parameters:
    ///   - host: A host name or IP address.
    ///   - port: The TCP port, 1…65535.
    ///   - username: The user name.
    ///   - password: The password.
    ///   - baseTopic: The levels above the chargers' names.
    ///   - tls: How to encrypt the connection, nil: not at all.
    ///   - publishInterval: The shortest time between two values of a measurement.
    ///   - clientID: The beginning of the client ids.
    public init(
        host: String,
        port: Int = 1883,
        username: String? = nil,
        password: Secret? = nil,
        baseTopic: String,
        tls: TLSSettings? = nil,
        publishInterval: Duration = .seconds(2),
        clientID: String? = nil
    ) {
        self.host = host
        self.port = port
        self.username = username
        self.password = password
        self.baseTopic = baseTopic
        self.tls = tls
        self.publishInterval = publishInterval
        self.clientID = clientID
    }
}

/// The files of an encrypted connection; each is a path to a PEM file.
public struct TLSSettings: Sendable, Hashable {
    /// The authority that signed the broker's certificate (`mqtt.tls.ca`), nil: the system's authorities.
    public var authority: String?
    /// Our own certificate (`mqtt.tls.certificate`), given together with `key`.
    public var certificate: String?
    /// The key of our own certificate (`mqtt.tls.key`).
    public var key: String?

    /// Creates TLS settings, by default with the system's authorities and no certificate of our own.
    ///
    /// - Parameters:
    ///   - authority: A path to the authority's certificate.
    ///   - certificate: A path to our own certificate.
    ///   - key: A path to its key.
    public init(authority: String? = nil, certificate: String? = nil, key: String? = nil) {
        self.authority = authority
        self.certificate = certificate
        self.key = key
    }
}
