// SPDX-License-Identifier: MIT
/// What chargers of one file must not share.
struct ChargerComparison {
    let chargers: [ChargerEntry]
    let mqtt: MQTTSection

    func report() {
        reportShared("name", \.settings.name, at: \.name)
        reportShared("serial port", \.settings.serial.port, at: \.port)
        reportShared("current_limit_topic", \.settings.currentLimitTopic, at: { $0.topic?.field })
        reportPublishedTopics()
        reportVendors()
    }

    /// Reports every charger whose value an earlier one has already.
    private func reportShared<Value: Hashable>(
        _ what: String, _ value: (ChargerEntry) -> Value?, at field: (ChargerEntry) -> Field?
    ) {
        var lines: [Value: Int] = [:]
        for charger in chargers {
            guard let value = value(charger), let field = field(charger) else { continue }
            if let line = lines[value] {
                field.error("two chargers have this \(what), the other in line \(line): each needs its own")
            }
            lines[value] = lines[value] ?? field.line
        }
    }

    private func reportPublishedTopics() {
        for listener in chargers {
            guard let topic = listener.topic else { continue }
            for charger in chargers {
                PublishedTopics.check(topic, base: mqtt.baseTopic, charger: charger.settings.name)
            }
        }
    }

    /// The base topic defaults to the vendor, which must be one then.
    private func reportVendors() {
        guard !mqtt.namesBaseTopic, let first = chargers.first else { return }
        for charger in chargers where charger.settings.vendor != first.settings.vendor {
            charger.vendor.error("the chargers' vendors differ, so mqtt.base_topic must be given")
        }
    }
}
