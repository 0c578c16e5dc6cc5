// SPDX-License-Identifier: MIT
/// A charger as read, with the fields that are compared with those of other chargers.
struct ChargerEntry {
    var settings: ChargerSettings
    let name: Field
    let vendor: Field
    let port: Field
    var topic: CommandTopic?
}

/// A topic that takes limits, and where it stands in the file.
struct CommandTopic {
    let text: String
    let field: Field

    init?(_ field: Field) {
        guard let text = field.text("a topic") else { return nil }
        TopicRules.checkTopic(text, field)
        self.text = text
        self.field = field
    }
}

extension ChargerEntry {
    /// Reads `device`, `serial`, `limit` and `protect` of a charger; nil when something needed is missing or wrong.
    init?(
        _ section: Section, limitDefaults: LimitSettings = LimitSettings(),
        protectionDefaults: ProtectionSettings = ProtectionSettings()
    ) {
        let limit = section.section("limit") { LimitSettings($0, defaults: limitDefaults) }
        let protection = section.section("protect") { ProtectionSettings($0, defaults: protectionDefaults) }
        let surplus = section.has("surplus") ? section.section("surplus") { SurplusSettings($0) } : nil
        let serial = section.section("serial") { SerialSettings.read($0) }
        let device = section.section("device") { DeviceSection($0, limit: limit) }
        guard let serial, let device else { return nil }
        settings = ChargerSettings(
            name: device.name, vendor: device.vendor, label: device.label,
            initialCurrentLimit: device.initialCurrentLimit, serial: serial.settings, limit: limit,
            protection: protection, surplus: surplus)
        name = device.nameField
        vendor = device.vendorField
        port = serial.port
    }

    /// This charger, listening to one more topic.
    func listening(to topic: CommandTopic?) -> ChargerEntry {
        var entry = self
        entry.settings.currentLimitTopic = topic?.text
        entry.topic = topic
        return entry
    }
}

/// The section `device`.
private struct DeviceSection {
    let name: String
    let vendor: String
    let label: String?
    let initialCurrentLimit: Double?
    let nameField: Field
    let vendorField: Field

    init?(_ section: Section, limit: LimitSettings) {
        let nameField = section.required("name", "a short name for the charger, like itbatchrg")
        let vendorField = section.required("vendor", "the charger's vendor, like victron")
        label = section.field("label")?.text()
        initialCurrentLimit = section.field("initial_current_limit").flatMap { Self.initialLimit($0, limit) }
        let name = nameField?.text("a name")
        let vendor = vendorField?.text("a name")
        if let name, let nameField { Self.check(name, nameField) }
        if let vendor, let vendorField { TopicRules.warnOfDiscovery(vendor, vendorField) }
        guard let name, let vendor, let nameField, let vendorField else { return nil }
        self.name = name
        self.vendor = vendor
        self.nameField = nameField
        self.vendorField = vendorField
    }

    private static func check(_ name: String, _ field: Field) {
        TopicRules.checkLevel(name, field)
        TopicRules.warnOfDiscovery(name, field)
    }

    private static func initialLimit(_ field: Field, _ limit: LimitSettings) -> Double? {
        guard let amperes = field.amperes() else { return nil }
        if let maximum = limit.maximum, amperes > maximum {
            field.warn("\(amperes) A is above limit.max: \(maximum) A will be set")
        } else if let minimum = limit.minimum, amperes < minimum {
            field.warn("\(amperes) A is below limit.min: \(minimum) A will be set")
        }
        return amperes
    }
}
