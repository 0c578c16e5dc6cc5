// SPDX-License-Identifier: MIT
import ChargerControl
import MQTTBridge
import MQTTClient

/// Chargers and documents that the tests are about.
enum Examples {
    static let identity = ChargerIdentity(
        productID: 0xA330, model: "Blue Smart IP22 12|30 (1)", firmware: "3.42", serialNumber: "HQ2133ABCDE",
        nominalVolts: 12, maximum: CurrentLimit(deciamperes: 300), minimum: CurrentLimit(deciamperes: 75))

    static let origin = DiscoveryOrigin(version: "1.0.0", supportURL: "https://chargebridge.example/help")

    /// A charger of which nothing is known but its name.
    static func unknown(
        vendor: String = "victron", name: String = "itbatchrg", base: String = "bat_charger",
        label: String? = nil
    ) -> DiscoveredCharger {
        DiscoveredCharger(
            vendor: vendor, name: name, label: label, topics: ChargerTopics(base: base, device: name),
            bridgeTopic: ChargerTopics.bridge(base: base, instance: "garage"))
    }

    /// A 12|30 with a temperature sensor on its battery.
    static func known(settings: LimitSettings = LimitSettings()) -> DiscoveredCharger {
        var charger = unknown()
        charger.identity = identity
        charger.bounds = LimitBounds(identity: identity, settings: settings)
        charger.extras = [.batteryTemperature, .internalTemperature]
        return charger
    }

    /// The same with a grid meter and a plug.
    static func controlled() -> DiscoveredCharger {
        let moment = Moment(uptime: .zero, unixMilliseconds: 0)
        var charger = Charger(
            settings: LimitSettings(),
            control: ControlSettings(surplus: SurplusParameters(plug: PlugRules())), at: moment)
        var known = known()
        known.control = charger.snapshot(at: moment).control.map { OfferedControl($0) }
        return known
    }

    static func documents(
        _ charger: DiscoveredCharger = known(), _ settings: DiscoverySettings = DiscoverySettings(),
        retired: [RetiredEntity] = []
    ) -> HomeAssistantDocuments {
        HomeAssistantDocuments(settings: settings, charger: charger, origin: origin, retired: retired)
    }

    static let forms: [DiscoverySettings.Form] = [.device, .component]

    static let chargers: [DiscoveredCharger] = [
        unknown(), known(), controlled(), unknown(label: "Garage charger"),
        unknown(vendor: "", name: "a b/ü#+\"", base: "x/y"),
        known(
            settings: LimitSettings(
                minimum: CurrentLimit(deciamperes: 200), maximum: CurrentLimit(deciamperes: 100))),
    ]
}
