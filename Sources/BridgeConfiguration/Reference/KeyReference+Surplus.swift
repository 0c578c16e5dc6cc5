// SPDX-License-Identifier: MIT
extension KeyReference {
    private static let settings = SurplusSettings()
    private static let plugSettings = PlugSettings(commandTopic: "", stateTopic: "")
    private static let meterAge = MeterSettings(source: .mqtt(MQTTMeterSettings(parts: []))).staleAfter

    /// Who decides, and by what.
    static let surplus = [
        KeyEntry(
            "surplus", standard: "none",
            meaning: "who decides the current besides you: see [Charging with the sun](surplus.md)"),
        KeyEntry(
            "surplus.mode", standard: settings.mode.shown,
            meaning:
                "the mode at the first start, and after it was changed here: \(SurplusSettings.Mode.shown)"),
        KeyEntry(
            "surplus.meter", standard: "none",
            meaning: "the grid meter: see [below](#meter-and-plug) and [Grid meters](meters.md)"),
        KeyEntry(
            "surplus.meter.stale_after", standard: meterAge.shown,
            meaning: "seconds after which its value no longer counts, \(Allowed.meterAge.shown)"),
        KeyEntry(
            "surplus.plug", standard: "none",
            meaning: "a switch in the charger's mains: see [below](#meter-and-plug) and [Plugs](plugs.md)"),
    ]

    /// When the plug is switched.
    static let plugRules = [
        KeyEntry(
            "surplus.plug.enable_power", "surplus.plug.enable_delay",
            standard: plugSettings.enableWatts?.shown ?? "whenever it pays", plugSettings.enableDelay.shown,
            meaning:
                "W of surplus from which it may go on, \(Allowed.enablePower.shown), and for how many seconds, "
                + Allowed.plugTime.shown),
        KeyEntry(
            "surplus.plug.disable_power", "surplus.plug.disable_delay",
            standard: plugSettings.disableWatts?.shown ?? "whenever it pays",
            plugSettings.disableDelay.shown,
            meaning:
                "W of surplus below which it may go off, \(Allowed.disablePower.shown), and for how many "
                + "seconds, \(Allowed.plugTime.shown)"),
        KeyEntry(
            "surplus.plug.min_on", "surplus.plug.min_off", "surplus.plug.daily_switchings",
            standard: plugSettings.minimumOn.shown, plugSettings.minimumOff.shown,
            plugSettings.dailySwitchings.shown,
            meaning:
                "seconds it stays on or off at least, \(Allowed.plugTime.shown); switchings in 24 hours, "
                + Allowed.dailySwitchings.shown),
    ]

    /// How the sun is followed.
    static let surplusRules = [
        KeyEntry(
            "surplus.reserve", standard: settings.reserve.shown,
            meaning:
                "W that go on flowing into the grid, \(Allowed.reserve.shown); below zero: W that may come from "
                + "it"),
        KeyEntry(
            "surplus.max", standard: settings.maximum?.shown ?? "the charger's",
            meaning: "A that following the sun may use at most"),
        KeyEntry(
            "surplus.efficiency", standard: settings.efficiency.shown,
            meaning: "what comes out of the charger over what goes in, \(Allowed.efficiency.shown)"),
        KeyEntry(
            "surplus.import_share", standard: settings.importShare.shown,
            meaning:
                "the part of the charged energy that may come from the grid, \(Allowed.importShare.shown): more "
                + "lets it ride through clouds; without a plug [it may be more](surplus.md#how-it-decides)"),
        KeyEntry(
            "surplus.fallback", standard: settings.fallback.shown,
            meaning: "when the meter is silent: \(SurplusSettings.Fallback.minimum.shown), "
                + "\(SurplusSettings.Fallback.off.shown) (by the plug) or \(SurplusSettings.Fallback.hold.shown)"
        ),
        KeyEntry(
            "surplus.below_minimum", standard: settings.belowMinimum.shown,
            meaning: "too little sun and no plug: \(SurplusSettings.BelowMinimum.minimum.shown), or "
                + "\(SurplusSettings.BelowMinimum.nothing.shown) (the limit stays)"),
        KeyEntry(
            "surplus.manual_hold", standard: settings.manualHold?.shown ?? "`stay`",
            meaning:
                "seconds for which a limit set by hand holds, \(Allowed.manualHold.shown); `stay`: until the "
                + "mode is chosen again"),
    ]
}
