// SPDX-License-Identifier: MIT
/// One charger: what it is called, where it is attached, what may be asked of it.
public struct ChargerSettings: Sendable, Hashable {
    /// The charger's name (`device.name`): a topic level and part of Home Assistant's ids.
    public var name: String
    /// The vendor (`device.vendor`): part of Home Assistant's ids.
    public var vendor: String
    /// A nicer name to show (`device.label`), nil: none.
    public var label: String?
    /// The first wish for the current limit, in amperes (`device.initial_current_limit`), nil: none.
    public var initialCurrentLimit: Double?
    /// Where the charger is attached.
    public var serial: SerialSettings
    /// What may be asked of the charger, and how often.
    public var limit: LimitSettings
    /// A topic that takes limits besides `…/current_limit/set`, nil: none.
    public var currentLimitTopic: String?
    /// What holds the limit down (`protect`).
    public var protection: ProtectionSettings
    /// Who decides the current besides a person (`surplus`); nil: nobody.
    public var surplus: SurplusSettings?

    /// Creates a charger's settings.
    ///
    /// - Parameters:
    ///   - name: A topic level.
    ///   - vendor: The vendor.
    ///   - label: A nicer name to show.
    ///   - initialCurrentLimit: The first wish, in amperes.
    ///   - serial: Where the charger is attached.
    ///   - limit: Bounds and wear rule.
    ///   - currentLimitTopic: One more topic that takes limits.
    ///   - protection: What holds the limit down.
    ///   - surplus: Who decides the current besides a person.
    public init(
        name: String,
        vendor: String,
        label: String? = nil,
        initialCurrentLimit: Double? = nil,
        serial: SerialSettings,
        limit: LimitSettings = LimitSettings(),
        currentLimitTopic: String? = nil,
        protection: ProtectionSettings = ProtectionSettings(),
        surplus: SurplusSettings? = nil
    ) {
        self.name = name
        self.vendor = vendor
        self.label = label
        self.initialCurrentLimit = initialCurrentLimit
        self.serial = serial
        self.limit = limit
        self.currentLimitTopic = currentLimitTopic
        self.protection = protection
        self.surplus = surplus
    }
}
