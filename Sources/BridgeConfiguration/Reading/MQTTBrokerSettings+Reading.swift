// SPDX-License-Identifier: MIT
/// The section `mqtt`, before it is known which charger listens to `current_limit_topic`.
struct MQTTSection {
    /// Nil when something needed is missing or wrong.
    let settings: MQTTBrokerSettings?
    /// The base topic, empty when it could not be read.
    let baseTopic: String
    /// Whether the section names the base topic itself.
    let namesBaseTopic: Bool
    /// The command topic of a file with one charger.
    let currentLimitTopic: Field?

    /// Reads the section.
    ///
    /// - Parameters:
    ///   - section: The section `mqtt`.
    ///   - vendor: The base topic when the section names none; nil: the vendor could not be read.
    ///   - credentials: Who else may know user name and password.
    init(_ section: Section, vendor: Field?, _ credentials: Credentials) {
        let host = section.required("host", "the broker's name or address").flatMap { Self.host($0) }
        let portField = section.field("port")
        let port = portField?.integer(in: Allowed.port)
        let user = credentials.username(section)
        let password = credentials.password(section, username: user)
        let baseField = section.field("base_topic")
        let base = Self.baseTopic(baseField, vendor)
        (baseTopic, namesBaseTopic) = (base, baseField != nil)
        currentLimitTopic = section.field("current_limit_topic")
        let tls = section.tls(credentials)
        let interval = section.field("publish_interval")?.seconds(in: Allowed.publishInterval)
        let clientID = section.field("client_id")?.text("a client id")
        if tls != nil, portField == nil {
            section.warn("tls", "is on, but the port is 1883: brokers usually encrypt on 8883, say mqtt.port")
        }
        settings = host.map {
            var settings = MQTTBrokerSettings(
                host: $0, username: user, password: password, baseTopic: base, tls: tls, clientID: clientID)
            settings.port = port ?? settings.port
            settings.publishInterval = interval ?? settings.publishInterval
            return settings
        }
    }

    private static func host(_ field: Field) -> String? {
        guard let host = field.text("the broker's name or address") else { return nil }
        if isPlaceholder(host) {
            field.error("still holds the placeholder of the sample: put the broker's name or address here")
        } else if host.contains("://") {
            field.error(
                "expected a name or an address alone, without the kind of connection (mqtt://) before it")
        } else if HostName.isValid(host) {
            return host
        } else if NetworkAddress(host) != nil {
            field.error("expected a name or an address alone: its port belongs to mqtt.port")
        } else {
            field.error("expected the broker's name or address, found \(field.shown)")
        }
        return nil
    }

    /// `<IP MQTT BROKER>`, `YOUR_MQTT_BROKER`, `BROKER_IP`; a machine may well be named `MEDIA_SERVER`.
    private static func isPlaceholder(_ host: String) -> Bool {
        let words = host.split(separator: "_")
        let usual: Set<Substring> = ["YOUR", "MY", "IP", "HOST", "HOSTNAME", "BROKER", "ADDRESS"]
        return host.hasPrefix("<") || words.count > 1 && words.contains(where: usual.contains)
    }

    private static func baseTopic(_ field: Field?, _ vendor: Field?) -> String {
        guard let origin = field ?? vendor, let topic = origin.text("a topic") else { return "" }
        TopicRules.checkTopic(topic, origin)
        return topic
    }
}

extension Section {
    /// Reads `tls`: `true`, `false` or the paths of PEM files.
    fileprivate func tls(_ credentials: Credentials) -> TLSSettings? {
        guard let field = field("tls") else { return nil }
        guard field.isSection else { return field.boolean() == true ? TLSSettings() : nil }
        return section("tls") { section in
            let certificate = section.field("certificate")
            let key = section.field("key")
            if (certificate == nil) != (key == nil) {
                (certificate ?? key)?.error("certificate and key belong together: give both or none")
            }
            return TLSSettings(
                authority: Self.path(section.field("ca"), credentials),
                certificate: Self.path(certificate, credentials), key: Self.path(key, credentials))
        }
    }

    /// The path of a file that should be there; a bridge that runs waits for it.
    private static func path(_ field: Field?, _ credentials: Credentials) -> String? {
        guard let field, let path = field.text("a path") else { return nil }
        if let problem = credentials.fileProblem(path) {
            let message = "the file named here \(problem.reason)"
            if field.findings.mode == .check { field.error(message) } else { field.warn(message) }
        }
        return path
    }
}
