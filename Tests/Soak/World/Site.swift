// SPDX-License-Identifier: MIT
import ChargerControl
import ChargerSimulator
import MQTTBridge

/// One charger of the soak: what is installed, and how its owner configured it.
struct Site: Sendable {
    let name: String
    let model: ChargerModel
    var settings = LimitSettings()
    var initialLimit: CurrentLimit?
    var interval: Duration = .seconds(2)
    /// Whether there is a sensor on the battery.
    var hasTemperature = false
    /// How the sun is followed, where there is a roof.
    var control: ControlSettings?
    let topics: ChargerTopics

    /// The lowest and highest limit that may be in force, 0.1 A, by this soak's own reckoning.
    var range: ClosedRange<Int> {
        let highest = min(model.maximumDeciamperes, settings.maximum?.deciamperes ?? .max)
        return min(model.minimumDeciamperes, highest)...highest
    }

    /// What a wish becomes.
    func clamp(_ deciamperes: Int) -> Int { min(max(deciamperes, range.lowerBound), range.upperBound) }

    /// As most users of the Python script have it.
    static let plain = ChargerModel(productID: 0xA330).map { model in
        Site(
            name: "plain", model: model, initialLimit: CurrentLimit(deciamperes: 100),
            topics: ChargerTopics(
                base: BridgeLife.base, device: "plain", configuredCommand: "\(BridgeLife.base)/plain/curlimit"
            ))
    }

    /// With panels on the roof, a grid meter and a plug.
    static let sunny = ChargerModel(named: "24|16").map { model in
        Site(
            name: "sunny", model: model, initialLimit: CurrentLimit(deciamperes: 100),
            control: ControlSettings(initialMode: .surplus, surplus: SurplusParameters(plug: PlugRules())),
            topics: ChargerTopics(
                base: BridgeLife.base, device: "sunny", configuredCommand: "\(BridgeLife.base)/sunny/curlimit"
            ))
    }

    /// The limit goes to the register that lapses.
    static let lapsing = ChargerModel(named: "12|30").map { model in
        var site = Site(
            name: "lapsing", model: model,
            topics: ChargerTopics(
                base: BridgeLife.base, device: "lapsing",
                configuredCommand: "\(BridgeLife.base)/lapsing/curlimit"))
        site.settings = LimitSettings(register: .volatile)
        return site
    }

    /// The sun is followed with the register that lapses.
    static let lapsingSunny = ChargerModel(named: "24|16").map { model in
        var site = Site(
            name: "lapsingsunny", model: model,
            control: ControlSettings(initialMode: .surplus, surplus: SurplusParameters(plug: PlugRules())),
            topics: ChargerTopics(
                base: BridgeLife.base, device: "lapsingsunny",
                configuredCommand: "\(BridgeLife.base)/lapsingsunny/curlimit"))
        site.settings = LimitSettings(register: .volatile)
        return site
    }

    /// Everything that holds the limit down is on.
    static let guarded = ChargerModel(named: "24|12").map { model in
        var site = Site(
            name: "guarded", model: model,
            topics: ChargerTopics(
                base: BridgeLife.base, device: "guarded",
                configuredCommand: "\(BridgeLife.base)/guarded/curlimit",
                cap: "\(BridgeLife.base)/guarded/cap"))
        site.settings = LimitSettings(
            maximum: CurrentLimit(deciamperes: 100),
            protection: Protection(
                maximumVoltage: Millivolts(29_200), minimumTemperature: CentiCelsius(0),
                maximumTemperature: CentiCelsius(4500), lowersOnError: true, externalAge: .seconds(60),
                lowersWithoutBroker: true, lowersOnShutdown: true))
        site.interval = .zero
        site.hasTemperature = true
        return site
    }
}
