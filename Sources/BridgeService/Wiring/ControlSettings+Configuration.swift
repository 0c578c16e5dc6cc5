// SPDX-License-Identifier: MIT
import BridgeConfiguration
import ChargerControl

extension ControlSettings {
    /// The settings of control as the configuration has them.
    init(_ settings: SurplusSettings, _ limit: BridgeConfiguration.LimitSettings) {
        let parameters = SurplusParameters(
            reserve: settings.reserve, efficiency: settings.efficiency, dailyBudget: limit.dailyBudget,
            importShare: settings.importShare, staleAfter: settings.meter?.staleAfter ?? .seconds(60),
            whenStale: SurplusParameters.WhenStale(settings.fallback),
            belowMinimum: settings.belowMinimum == .minimum ? .minimum : .nothing,
            plug: settings.plug.map { PlugRules($0) })
        self.init(
            initialMode: ControlMode(settings.mode), surplus: parameters, hasMeter: settings.meter != nil,
            manualHold: settings.manualHold,
            maximum: settings.maximum.flatMap { CurrentLimit(amperes: $0) })
    }
}

extension ControlMode {
    fileprivate init(_ mode: SurplusSettings.Mode) {
        self =
            switch mode {
            case .manual: .manual
            case .surplus: .surplus
            case .surplusOrMinimum: .surplusOrMinimum
            case .full: .full
            case .off: .off
            }
    }
}

extension SurplusParameters.WhenStale {
    fileprivate init(_ fallback: SurplusSettings.Fallback) {
        self =
            switch fallback {
            case .minimum: .minimum
            case .off: .off
            case .hold: .hold
            }
    }
}

extension PlugRules {
    fileprivate init(_ settings: PlugSettings) {
        self.init(
            enableWatts: settings.enableWatts, enableDelay: settings.enableDelay,
            disableWatts: settings.disableWatts, disableDelay: settings.disableDelay,
            minimumOn: settings.minimumOn, minimumOff: settings.minimumOff,
            mostSwitchings: settings.dailySwitchings)
    }
}
