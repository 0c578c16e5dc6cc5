// SPDX-License-Identifier: MIT
extension SurplusSettings {
    /// Reads a section `surplus`.
    init(_ section: Section) {
        self.init()
        let chosen = section.field("mode")
        mode = chosen?.choice(Mode.self) ?? mode
        if section.has("meter") { meter = section.section("meter") { MeterSettings(reading: $0) } }
        if section.has("plug") { plug = section.section("plug") { PlugSettings(reading: $0) } }
        reserve = section.field("reserve")?.number(in: Allowed.reserve, "watts") ?? reserve
        maximum = section.field("max")?.amperes()
        efficiency = section.field("efficiency")?.number(in: Allowed.efficiency, "a part of 1") ?? efficiency
        importShare =
            section.field("import_share")?.number(in: Allowed.importShare, "a part of 1") ?? importShare
        fallback = section.field("fallback")?.choice(Fallback.self) ?? fallback
        belowMinimum = section.field("below_minimum")?.choice(BelowMinimum.self) ?? belowMinimum
        if let field = section.field("manual_hold") {
            manualHold = field.word == "stay" ? nil : field.seconds(in: Allowed.manualHold) ?? manualHold
        }
        checkMode(chosen, hasMeter: section.has("meter"), hasPlug: section.has("plug"))
    }

    private func checkMode(_ field: Field?, hasMeter: Bool, hasPlug: Bool) {
        if mode == .surplus || mode == .surplusOrMinimum, !hasMeter {
            field?.error("needs a grid meter: say surplus.meter")
        }
        if mode == .off, !hasPlug { field?.error("needs a plug that switches: say surplus.plug") }
    }
}
