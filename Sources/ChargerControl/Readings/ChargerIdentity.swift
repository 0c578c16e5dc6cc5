// SPDX-License-Identifier: MIT
/// Which charger this is, and what it can do.
public struct ChargerIdentity: Sendable, Hashable, Codable {
    /// Product id, such as 0xA330.
    public var productID: Int
    /// Model as its maker names it, such as `Blue Smart IP22 12|30 (1)`.
    public var model: String
    /// Firmware version, such as `3.42`.
    public var firmware: String?
    /// Serial number.
    public var serialNumber: String?
    /// Nominal battery voltage in volts, 12 or 24; nil when the model is not known.
    public var nominalVolts: Int?
    /// The highest charge current (register 0xEDDF, else the model's); nil when neither is known.
    public var maximum: CurrentLimit?
    /// The lowest settable charge current (register 0xEDC8); nil when the charger does not say.
    public var minimum: CurrentLimit?

    /// Makes an identity; what is not known is nil.
    public init(
        productID: Int, model: String, firmware: String? = nil, serialNumber: String? = nil,
        nominalVolts: Int? = nil,
        maximum: CurrentLimit? = nil, minimum: CurrentLimit? = nil
    ) {
        self.productID = productID
        self.model = model
        self.firmware = firmware
        self.serialNumber = serialNumber
        self.nominalVolts = nominalVolts
        self.maximum = maximum
        self.minimum = minimum
    }
}
