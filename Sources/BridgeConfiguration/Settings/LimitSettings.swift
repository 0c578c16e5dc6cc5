// SPDX-License-Identifier: MIT
/// The bounds of the charge current limit and how often it may be written.
public struct LimitSettings: Sendable, Hashable {
    /// The lowest limit to set, in amperes (`limit.min`), nil: the charger's own.
    public var minimum: Double?
    /// The highest limit to set, in amperes (`limit.max`), nil: the charger's own.
    public var maximum: Double?
    /// Writes that may follow each other without a pause (`limit.write_burst`), 1…100.
    public var writeBurst: Int
    /// The time after which one more write is allowed (`limit.write_interval`), 0…3600 s; 0: no pacing.
    public var writeInterval: Duration
    /// Writes in a rolling day, all sources together (`limit.daily_max`), 1…10000.
    public var dailyMaximum: Int
    /// Writes in a rolling day that automatic control may use (`limit.daily_budget`), 0…`dailyMaximum`.
    public var dailyBudget: Int
    /// The register that takes the limit (`limit.register`).
    public var register: LimitRegister

    /// Creates limit settings, by default those of a file that says nothing.
    ///
    /// - Parameters:
    ///   - minimum: The lowest limit, in amperes.
    ///   - maximum: The highest limit, in amperes.
    ///   - writeBurst: Writes without a pause, 1…100.
    ///   - writeInterval: Time for one more write, 0…3600 s.
    ///   - dailyMaximum: Writes in a rolling day, 1…10000.
    ///   - dailyBudget: Of them, those of automatic control.
    ///   - register: The register that takes the limit.
    public init(
        minimum: Double? = nil,
        maximum: Double? = nil,
        writeBurst: Int = 10,
        writeInterval: Duration = .seconds(15),
        dailyMaximum: Int = 200,
        dailyBudget: Int = 30,
        register: LimitRegister = .persistent
    ) {
        self.minimum = minimum
        self.maximum = maximum
        self.writeBurst = writeBurst
        self.writeInterval = writeInterval
        self.dailyMaximum = dailyMaximum
        self.dailyBudget = dailyBudget
        self.register = register
    }
}

/// The register that takes the charge current limit.
public enum LimitRegister: String, Sendable, Hashable, CaseIterable {
    /// 0xEDF0: kept by the charger without power, and worn a little by each write.
    case persistent
    /// 0x2015: lapses unless renewed, and wears nothing. Experimental.
    case volatile
}
