// SPDX-License-Identifier: MIT
extension KeyReference {
    private static let broker = MQTTBrokerSettings(host: "", baseTopic: "")
    private static let homeAssistant = HomeAssistantSettings()
    private static let web = WebPageSettings()

    /// The port and the broker.
    static let attachment = [
        KeyEntry(
            "serial.port", standard: KeyEntry.needed,
            meaning:
                "`/dev/ttyUSB0`, better `/dev/serial/by-id/…`, or `tcp://host:port` (ser2net in raw mode)"),
        KeyEntry(
            "serial.baudrate", standard: SerialSettings(port: .device(path: "")).baudRate.shown,
            meaning: "what every VE.Direct port has"),
        KeyEntry(
            "mqtt.host", "mqtt.port", standard: KeyEntry.needed, broker.port.shown, meaning: "the broker"),
        KeyEntry(
            "mqtt.username", "mqtt.password", standard: "none",
            meaning: "also `\(Credentials.usernameVariable)`, `\(Credentials.passwordVariable)`"),
        KeyEntry(
            "mqtt.password_file", standard: "none",
            meaning: "a file with the password, readable by its owner or group only"),
        KeyEntry("mqtt.base_topic", standard: "`device.vendor`", meaning: "what all topics begin with"),
        KeyEntry("mqtt.current_limit_topic", standard: "none", meaning: "a command topic of your own"),
        KeyEntry(
            "mqtt.tls", standard: (broker.tls != nil).shown,
            meaning:
                "`true`: encrypted, the certificate checked against the system's authorities; or a section:"),
        KeyEntry(
            "mqtt.tls.ca", standard: "the system's",
            meaning: "file with the certificates of the authority to be trusted"),
        KeyEntry(
            "mqtt.tls.certificate", "mqtt.tls.key", standard: "none",
            meaning: "files with this bridge's own certificate and its key, where the broker asks for one"),
        KeyEntry(
            "mqtt.publish_interval", standard: broker.publishInterval.shown,
            meaning: "seconds between two values of a measurement, \(Allowed.publishInterval.shown)"),
        KeyEntry(
            "mqtt.client_id", standard: "`chargebridge-{instance}`",
            meaning: "what the broker's log calls the bridge"),
    ]

    /// What there is besides chargers and broker.
    static let service = [
        KeyEntry(
            "state.path", standard: "`$STATE_DIRECTORY`, else the user's",
            meaning: "folder of the small files that outlive the program"),
        KeyEntry(
            "web.listen", standard: "`\(web.listen)` with `web: {}`; without `web` no page",
            meaning:
                "where the [page and the API](page.md) are; beyond loopback changing anything needs a token"),
        KeyEntry(
            "web.allowed_hosts", standard: "none",
            meaning: "names by which the page may be called besides the machine's own"),
        KeyEntry(
            "web.read_needs_token", "web.loopback_needs_token", standard: web.readNeedsToken.shown,
            web.loopbackNeedsToken.shown,
            meaning:
                "beyond loopback reading needs the token too; the token is needed on loopback too (behind a "
                + "reverse proxy)"),
        KeyEntry(
            "history.path", standard: "`history.db` in the state folder, if there is a page",
            meaning: "the [history](history.md); with this key alone it is kept without a page"),
        KeyEntry(
            "home_assistant.discovery", standard: homeAssistant.discovery.shown,
            meaning:
                "\(DiscoveryForm.component.shown) for releases before 2024.11, \(DiscoveryForm.off.shown) to "
                + "withdraw everything"),
        KeyEntry(
            "home_assistant.prefix", "home_assistant.status_topic", standard: homeAssistant.prefix.shown,
            homeAssistant.statusTopic.shown, meaning: "as set in Home Assistant"),
        KeyEntry(
            "log_level", standard: Configuration(chargers: [], mqtt: broker).logLevel.name.shown,
            meaning: LogLevel.allCases.map(\.name.shown).joined(separator: ", ")),
        KeyEntry("instance", standard: "the host's name", meaning: "this bridge's name among others"),
        KeyEntry(
            "chargers", standard: "none",
            meaning:
                "several chargers, each with `device`, `serial`, `limit`, `protect`, `surplus`, "
                + "`current_limit_topic` of its own, see below"),
    ]
}

extension LogLevel {
    fileprivate var name: String { rawValue.uppercased() }
}
