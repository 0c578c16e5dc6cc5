// SPDX-License-Identifier: MIT
extension Configuration {
    /// Reads the whole file; nil when something needed is missing or wrong.
    init?(_ root: Section, _ credentials: Credentials) {
        let list = root.field("chargers")
        var entries = list.map { Self.several($0, root) } ?? [ChargerEntry(root)]
        let vendor = entries.first.flatMap { $0?.vendor }
        let mqtt = root.section("mqtt") { MQTTSection($0, vendor: vendor, credentials) }
        if list == nil {
            let topic = mqtt.currentLimitTopic.flatMap { CommandTopic($0) }
            entries = entries.map { $0?.listening(to: topic) }
        } else {
            mqtt.currentLimitTopic?.error("belongs into an entry of chargers when that list is used")
        }
        let chargers = entries.compactMap { $0 }
        ChargerComparison(chargers: chargers, mqtt: mqtt).report()
        self.init(root, chargers.map(\.settings), mqtt.settings)
    }

    /// Reads what is left when chargers and broker are known.
    private init?(_ root: Section, _ chargers: [ChargerSettings], _ mqtt: MQTTBrokerSettings?) {
        let homeAssistant = root.section(
            "home_assistant", hint: "; to announce nothing: home_assistant: { discovery: off }"
        ) { HomeAssistantSettings($0) }
        let state = root.section("state") { $0.field("path")?.text("a path") }
        let history = root.section("history") { $0.field("path")?.text("a path") }
        let web = root.section("web", hint: "; for the page as it is by itself: web: {}") {
            WebPageSettings(reading: $0)
        }
        let level = root.field("log_level").map { LogLevel($0) }
        let instance = root.field("instance").flatMap { Self.instance($0) }
        guard let mqtt, !chargers.isEmpty else { return nil }
        self.init(
            chargers: chargers, mqtt: mqtt, homeAssistant: homeAssistant, statePath: state,
            historyPath: history, web: root.has("web") ? web : nil, instance: instance)
        logLevel = level ?? logLevel
    }

    /// Reads the list `chargers`, which stands instead of `device` and `serial` at the top.
    private static func several(_ list: Field, _ root: Section) -> [ChargerEntry?] {
        for name in ["device", "serial"] {
            root.field(name)?.error("chargers stands instead of this: move it into an entry of that list")
        }
        root.field("surplus")?.error("belongs into the entry of the charger that is to follow the sun")
        let defaults = root.section("limit") { LimitSettings($0, defaults: LimitSettings()) }
        let protection = root.section("protect") { ProtectionSettings($0, defaults: ProtectionSettings()) }
        guard !list.items.isEmpty else {
            list.error("expected a list with an entry for each charger (- device: …), found \(list.shown)")
            return []
        }
        return list.items.map { item in
            Section.read(item) { section in
                let topic = section.field("current_limit_topic").flatMap { CommandTopic($0) }
                return ChargerEntry(section, limitDefaults: defaults, protectionDefaults: protection)?
                    .listening(to: topic)
            }
        }
    }

    private static func instance(_ field: Field) -> String? {
        guard let name = field.text("a name for this bridge") else { return nil }
        TopicRules.checkLevel(name, field)
        return name
    }
}

extension HomeAssistantSettings {
    /// Reads the section `home_assistant`.
    fileprivate init(_ section: Section) {
        self.init()
        discovery = section.field("discovery")?.choice(DiscoveryForm.self) ?? discovery
        prefix = section.field("prefix").flatMap { Self.topic($0) } ?? prefix
        statusTopic = section.field("status_topic").flatMap { Self.topic($0) } ?? statusTopic
    }

    private static func topic(_ field: Field) -> String? {
        guard let topic = field.text("a topic") else { return nil }
        TopicRules.checkTopic(topic, field)
        return topic
    }
}

extension WebPageSettings {
    /// Reads the section `web`.
    fileprivate init(reading section: Section) {
        self.init()
        if let field = section.field("listen") { listen = Self.address(field) ?? listen }
        if let field = section.field("allowed_hosts") { allowedHosts = Self.hosts(field) }
        readNeedsToken = section.field("read_needs_token")?.boolean() ?? readNeedsToken
        loopbackNeedsToken = section.field("loopback_needs_token")?.boolean() ?? loopbackNeedsToken
    }

    private static func address(_ field: Field) -> NetworkAddress? {
        guard let text = field.text("an address") else { return nil }
        guard let address = NetworkAddress(text) else {
            field.error(
                "expected an address and a port, like 127.0.0.1:8080 or [::1]:8080, found \(field.shown)")
            return nil
        }
        return address
    }

    private static func hosts(_ field: Field) -> [String] {
        let fields = field.items.isEmpty ? [field] : field.items
        return fields.compactMap { field in
            guard let host = field.text("a host's name") else { return nil }
            guard HostName.isValid(host) else {
                field.error("expected a host's name without port, like charger.example, found \(field.shown)")
                return nil
            }
            return host
        }
    }
}

extension LogLevel {
    /// Reads `log_level`; as in the Python script, an unknown level is INFO.
    fileprivate init(_ field: Field) {
        if let name = field.word, let level = LogLevel(name: name) {
            self = level
        } else {
            field.warn("expected DEBUG, INFO, WARNING or ERROR, found \(field.shown): INFO is used")
            self = .info
        }
    }
}
