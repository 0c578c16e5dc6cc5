// SPDX-License-Identifier: MIT
// The fields a charger sends, typed. Each is nil when missing, `---` or malformed.
extension TextBlock {
    /// `PID`: the product id, such as 0xA334; see ``Product``.
    public var productID: UInt16? {
        guard let value = self["PID"], value.hasPrefix("0x") || value.hasPrefix("0X") else { return nil }
        return Self.hexadecimal(value.dropFirst(2)).flatMap { UInt16(exactly: $0) }
    }

    /// `FWE` (24 bit) or, when that is missing, `FW` (16 bit): the firmware version.
    public var firmware: FirmwareVersion? {
        if let value = self["FWE"] { return FirmwareVersion(text24: value) }
        return self["FW"].flatMap { FirmwareVersion(text16: $0) }
    }

    /// `SER#`: the serial number.
    public var serialNumber: String? { text("SER#") }

    /// `V`: voltage of output 1, mV.
    public var millivolts: Int? { integer("V") }

    /// `I`: current of output 1, mA; positive is charging.
    public var milliamperes: Int? { integer("I") }

    /// `T`: battery temperature, °C.
    public var batteryTemperature: Int? { integer("T") }

    /// `ERR`: the error in force; ``ChargerError/none`` when there is none.
    public var error: ChargerError? { integer("ERR").flatMap(UInt8.init(exactly:)).map(ChargerError.init) }

    /// `CS`: the state of charging.
    public var state: ChargeState? { integer("CS").flatMap(UInt8.init(exactly:)).map(ChargeState.init) }

    /// `HC#`: operation time in seconds.
    ///
    /// Not documented; in a log that has both, it equals the operation time of register 0x1042 less the
    /// one of register 0x1043.
    public var operationSeconds: Int? { integer("HC#").flatMap { $0 >= 0 ? $0 : nil } }

    /// Voltage of one output, mV.
    /// - Parameter output: 1 to 3 (`V`, `V2`, `V3`); nil is returned for others.
    public func millivolts(output: Int) -> Int? { integer("V", output: output) }

    /// Current of one output, mA.
    /// - Parameter output: 1 to 3 (`I`, `I2`, `I3`); nil is returned for others.
    public func milliamperes(output: Int) -> Int? { integer("I", output: output) }

    /// A field as text; nil when missing, empty or `---`.
    public func text(_ label: String) -> String? {
        guard let value = self[label], !value.isEmpty, value != "---" else { return nil }
        return value
    }

    /// A field as a decimal integer; nil when missing, `---` or malformed.
    public func integer(_ label: String) -> Int? { text(label).flatMap { Int($0) } }

    private func integer(_ letter: String, output: Int) -> Int? {
        guard 1...3 ~= output else { return nil }
        return integer(output == 1 ? letter : "\(letter)\(output)")
    }

    private static func hexadecimal(_ digits: Substring) -> UInt32? {
        guard 1...4 ~= digits.utf8.count, digits.utf8.allSatisfy(\.isHexadecimalDigit) else { return nil }
        return UInt32(digits, radix: 16)
    }
}

extension UInt8 {
    /// Whether this is an ASCII hexadecimal digit, of either case.
    var isHexadecimalDigit: Bool { ASCII.nibble(self) != nil || 0x61...0x66 ~= self }
}
