// SPDX-License-Identifier: MIT
/// A grid meter that answers over Modbus TCP; without more than a host a Venus GX device.
public struct ModbusMeterSettings: Sendable, Hashable {
    /// Host name or address.
    public var host: String
    /// TCP port.
    public var port: Int
    /// The unit that is asked: 0 … 247, or 255.
    ///
    /// 100 is a GX device's own (CCGX-Modbus-TCP-register-list, com.victronenergy.system).
    public var unit: Int
    /// Where the values begin whose sum is the power.
    ///
    /// 820, 821 and 822 are a GX device's grid power of L1, L2 and L3 in watts (same list).
    public var registers: [Int]
    /// Which table they are in; a GX device has all in both.
    public var kind: RegisterKind
    /// What each holds.
    public var type: RegisterType
    /// Which of two registers holds the upper half.
    public var wordOrder: WordOrder
    /// Watts for each unit of a value.
    public var scale: Double
    /// Which flow of energy the meter shows as a positive number.
    public var positive: PositiveDirection
    /// Whether a meter that shows exactly 0 everywhere is taken to have no value.
    ///
    /// A GX device answers 0 for what it does not know (victronenergy/dbus_modbustcp, mappings.cpp).
    public var zeroIsMissing: Bool
    /// From one question to the next, 1 … 60 s.
    public var interval: Duration
    /// The longest wait for a connection and for an answer, 0.1 … 10 s.
    public var timeout: Duration

    /// Makes settings for a GX device.
    /// - Parameters:
    ///   - host: host name or address.
    ///   - port: TCP port.
    public init(host: String, port: Int = 502) {
        self.host = host
        self.port = port
        unit = 100
        registers = [820, 821, 822]
        kind = .input
        type = .int16
        wordOrder = .big
        scale = 1
        positive = .fromGrid
        zeroIsMissing = true
        interval = .seconds(2)
        timeout = .seconds(3)
    }

    /// What is wrong with the settings; nil when nothing is.
    public var problem: SettingsProblem? {
        if host.isEmpty || host.utf8.contains(0) || host.utf8.count > 253 {
            return SettingsProblem("host", words: "the meter's host is no host name")
        }
        guard (1...65535).contains(port) else {
            return SettingsProblem("port", words: "a port is from 1 to 65535")
        }
        guard (0...247).contains(unit) || unit == 255 else {
            return SettingsProblem("unit", words: "a unit is from 0 to 247, or 255")
        }
        if let problem = problemOfRegisters {
            return SettingsProblem("registers", "type", words: problem)
        }
        guard scale.isFinite, scale != 0 else {
            return SettingsProblem("scale", words: "the scale has to be a number other than 0")
        }
        guard (.seconds(1) ... .seconds(60)).contains(interval) else {
            return SettingsProblem("interval", words: "the interval is from 1 to 60 s")
        }
        guard (.milliseconds(100) ... .seconds(10)).contains(timeout) else {
            return SettingsProblem("timeout", words: "the timeout is from 0.1 to 10 s")
        }
        return nil
    }

    private var problemOfRegisters: String? {
        guard (1...16).contains(registers.count) else { return "a meter has 1 to 16 registers" }
        guard registers.allSatisfy({ $0 >= 0 && $0 <= 65536 - type.words }) else {
            return "a register of the type \(type.rawValue) is from 0 to \(65536 - type.words)"
        }
        let sorted = registers.sorted()
        guard zip(sorted, sorted.dropFirst()).allSatisfy({ $1 - $0 >= type.words }) else {
            return "the registers overlap: each \(type.rawValue) takes \(type.words)"
        }
        return nil
    }

    /// Host and port as people write them.
    var authority: String { host.utf8.contains(UInt8(ascii: ":")) ? "[\(host)]:\(port)" : "\(host):\(port)" }
}
