// SPDX-License-Identifier: MIT
/// Where the broker is and how to greet it.
///
/// Printing it shows neither user name nor password.
public struct MQTTSettings: Sendable {
    /// Host name or address.
    public var host: String
    /// TCP port, 1 to 65535.
    public var port: Int
    /// The name this client has at the broker.
    ///
    /// Two clients with the same one throw each other out.
    public var clientID: String
    /// User name; nil for none.
    public var username: String?
    /// Password; nil for none.
    ///
    /// Appears in no text that this module makes.
    public var password: String?
    /// TLS; nil for a plain connection.
    public var tls: MQTTTLS?
    /// What the broker publishes when this client vanishes; also published as a goodbye at a clean stop.
    public var will: MQTTMessage?
    /// Silence after which the broker is asked for a sign of life, 5 s to 65535 s.
    ///
    /// Without one for as long again, the connection counts as lost. Values outside are taken to the
    /// nearest bound.
    public var keepAlive: Duration
    /// How long reaching the broker and its answer to the greeting may each take.
    public var connectTimeout: Duration
    /// How long to wait between attempts.
    public var backoff: MQTTBackoff

    /// Settings for one connection.
    ///
    /// - Parameters:
    ///   - host: host name or address.
    ///   - port: TCP port, 1 to 65535.
    ///   - clientID: the name this client has at the broker.
    ///   - username: user name; nil for none.
    ///   - password: password; nil for none.
    ///   - tls: TLS; nil for a plain connection.
    ///   - will: published by the broker when this client vanishes, and as a goodbye.
    ///   - keepAlive: 5 s to 65535 s.
    ///   - connectTimeout: bound for reaching the broker, and for its answer.
    ///   - backoff: waits between attempts.
    public init(
        host: String, port: Int = 1883, clientID: String, username: String? = nil, password: String? = nil,
        tls: MQTTTLS? = nil, will: MQTTMessage? = nil, keepAlive: Duration = .seconds(30),
        connectTimeout: Duration = .seconds(10), backoff: MQTTBackoff = MQTTBackoff()
    ) {
        self.host = host
        self.port = port
        self.clientID = clientID
        self.username = username
        self.password = password
        self.tls = tls
        self.will = will
        self.keepAlive = keepAlive
        self.connectTimeout = connectTimeout
        self.backoff = backoff
    }
}

extension MQTTSettings: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// Host, port and client, for a log.
    public var description: String {
        "\(tls == nil ? "mqtt" : "mqtts")://\(authority) as \(clientID)"
    }

    /// The same as `description`, so that a debug print shows no secret either.
    public var debugDescription: String { description }

    /// Host, port and client only, so that `dump` shows no secret either.
    public var customMirror: Mirror {
        Mirror(self, children: ["host": host, "port": port, "clientID": clientID])
    }

    /// `host:port`, with brackets around an IPv6 address.
    var authority: String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }
}
