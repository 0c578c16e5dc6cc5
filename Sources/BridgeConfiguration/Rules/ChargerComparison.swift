// SPDX-License-Identifier: MIT
/// What chargers of one file must not share.
struct ChargerComparison {
    let chargers: [ChargerEntry]
    let mqtt: MQTTSection

    func report() {
        reportShared("name", \.settings.name, at: \.name)
        reportIdentities()
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

    /// Home Assistant's ids and the state files are named by vendor and name, which `a` with `b_c` and `a_b` with `c`
    /// have alike.
    private func reportIdentities() {
        var names: [String: String] = [:]
        for charger in chargers {
            let (vendor, name) = (charger.settings.vendor, charger.settings.name)
            let identity = "\(vendor)_\(name)"
            if let other = names[identity], other != name {
                charger.name.error(
                    "with the vendor before it this is the same as of another charger, and so would their ids and "
                        + "state files be: choose another name")
            }
            names[identity] = names[identity] ?? name
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
