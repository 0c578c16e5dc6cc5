// SPDX-License-Identifier: MIT
/// What the numbers of the file may be: the reader refuses others, the reference shows these.
enum Allowed {
    static let port = 1...65535

    /// Seconds.
    static let publishInterval = 0...30

    static let writeBurst = 1...100
    /// Seconds.
    static let writeInterval = 0...3600
    static let dailyMaximum = 1...10_000

    /// Volts.
    static let batteryVoltage = 1.0...80
    /// °C.
    static let batteryTemperature = -40.0...100
    /// Seconds.
    static let capAge = 5...86_400

    /// Watts.
    static let reserve = -5000.0...5000
    static let efficiency = 0.5...1
    static let importShare = 0.0...1
    /// Seconds.
    static let manualHold = 1...604_800

    /// Seconds.
    static let meterAge = 5...3600
    static let meterTopics = 1...12
    static let meterRegisters = 1...16
    static let modbusUnit = 0...255
    static let modbusRegister = 0...65535
    static let modbusScale = -1000.0...1000
    /// Seconds.
    static let modbusInterval = 1...60
    /// Seconds.
    static let modbusTimeout = 0.1...10

    /// Watts.
    static let enablePower = 0.0...100_000
    /// Watts.
    static let disablePower = -100_000.0...100_000
    /// Seconds, of every time of the plug.
    static let plugTime = 0...3600
    static let dailySwitchings = 0...10_000
}
