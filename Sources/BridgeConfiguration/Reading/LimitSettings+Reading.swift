// SPDX-License-Identifier: MIT
extension LimitSettings {
    /// Reads a section `limit`; what it does not say is as in `defaults`.
    init(_ section: Section, defaults: LimitSettings) {
        self = defaults
        let lowest = section.field("min")
        let highest = section.field("max")
        minimum = lowest?.amperes() ?? minimum
        maximum = highest?.amperes() ?? maximum
        if let minimum, let maximum, minimum > maximum {
            (lowest ?? highest)?.error("limit.min (\(minimum) A) is above limit.max (\(maximum) A)")
        }
        writeBurst = section.field("write_burst")?.integer(in: Allowed.writeBurst) ?? writeBurst
        writeInterval = section.field("write_interval")?.seconds(in: Allowed.writeInterval) ?? writeInterval
        dailyMaximum = section.field("daily_max")?.integer(in: Allowed.dailyMaximum) ?? dailyMaximum
        dailyBudget = min(dailyBudget, dailyMaximum)
        dailyBudget = section.field("daily_budget")?.integer(in: 0...dailyMaximum) ?? dailyBudget
        if let field = section.field("register") { readRegister(field) }
    }

    private mutating func readRegister(_ field: Field) {
        register = field.choice(LimitRegister.self) ?? register
        if register == .volatile {
            field.warn(
                "volatile is experimental: not proven on a Blue Smart charger; see “The volatile register” in "
                    + "docs/configuration.md")
        }
    }
}
