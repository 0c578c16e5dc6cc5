// SPDX-License-Identifier: MIT
import ChargerControl

/// One entity of a charger: its identity, and what is announced of it.
struct Entity: Sendable {
    /// What an entity's availability follows.
    enum Follows: Sendable {
        /// The charger's status: what is only true while the charger is heard.
        case charger
        /// The bridge: what can be told, or asked for, while the charger is off.
        case bridge
        /// Nothing: it tells itself whether someone is there.
        case nothing
    }

    /// What comes after `{vendor}_{name}_` in the unique id.
    ///
    /// Never changed: history hangs on it.
    let key: String
    let platform: String
    private let follows: Follows
    private let describe: @Sendable (inout Component, DiscoveredCharger) -> Void

    init(
        _ key: String, _ platform: String = "sensor", name: String, follows: Follows,
        describe: @escaping @Sendable (inout Component, DiscoveredCharger) -> Void
    ) {
        self.key = key
        self.platform = platform
        self.follows = follows
        self.describe = { component, charger in
            component.name = name
            describe(&component, charger)
        }
    }

    /// What is announced of the entity.
    func component(of charger: DiscoveredCharger) -> Component {
        var component = Component(platform: platform)
        component.uniqueID = "\(charger.uniqueID)_\(key)"
        component.qos = 1
        component.availability = availability(of: charger)
        describe(&component, charger)
        return component
    }

    private func availability(of charger: DiscoveredCharger) -> [Component.Availability]? {
        switch follows {
        case .charger: [Component.Availability(topic: charger.topics.status)]
        case .bridge: [Component.Availability(topic: charger.bridgeTopic)]
        case .nothing: nil
        }
    }

    /// Every entity that this version knows.
    static let known: [Entity] = measurements + extras.values + states + [limit] + control + diagnostics

    /// The entities of one charger.
    static func all(of charger: DiscoveredCharger) -> [Entity] {
        let own = ExtraMeasurement.allCases.filter(charger.extras.contains).compactMap { extras[$0] }
        let limits = charger.bounds == nil ? [] : [limit]
        return measurements + own + states + limits + control(of: charger) + diagnostics
    }
}
