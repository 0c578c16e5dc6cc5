// SPDX-License-Identifier: MIT
package import ChargerControl

/// A charger as the history sees it, by the second: a charge a day, off for some hours, wobbling values.
package struct SimulatedDays {
    /// Sunday, 2026-11-22, 00:00 UTC.
    package static let start: Int64 = 1_795_305_600

    private var report: ChargerReport

    package init() {
        var charger = Charger(
            settings: LimitSettings(), at: Moment(uptime: .zero, unixMilliseconds: Self.start * 1000))
        report = ChargerReport(
            snapshot: charger.snapshot(at: Moment(uptime: .zero, unixMilliseconds: Self.start * 1000)),
            link: LinkCounters(connections: 1))
    }

    package static func moment(_ second: Int64) -> Moment {
        Moment(uptime: .seconds(second), unixMilliseconds: (start + second) * 1000 + 300)
    }

    /// What is delivered in all after so many seconds: it only depends on the time, so that a program that was
    /// killed goes on where it was.
    package static func totals(_ second: Int64) -> Totals {
        Totals(joules: Double(second) * 100, coulombs: Double(second) * 8)
    }

    package mutating func report(_ second: Int64) -> ChargerReport {
        let ofDay = second % 86_400
        let wobble = Int(second &* 7919 % 41) - 20
        var values = CurrentValues()
        let isOn = ofDay < 72_000
        if isOn {
            let (stage, code, voltage, current): (ChargeStage, Int, Int, Int) =
                switch ofDay {
                case ..<18_000: (.bulk, 3, 12_600 + Int(ofDay) / 10, 30_000)
                case ..<28_000: (.absorption, 4, 14_400, 30_000 - Int(ofDay - 18_000) * 25 / 10)
                case ..<60_000: (.float, 5, 13_800, 400)
                default: (.storage, 6, 13_200, 0)
                }
            values.voltage = Millivolts(voltage + wobble)
            values.current = Milliamperes(current + wobble * 5)
            values.batteryTemperature = CentiCelsius(1800 + Int(ofDay) / 60 + wobble)
            values.internalTemperature = CentiCelsius(3000 + Int(ofDay) / 30 + wobble * 2)
            values.stage = StageReading(stage: stage, code: code)
            values.error = ErrorReading(code: 0, text: "OK")
        }
        report.snapshot.values = values
        report.snapshot.isOnline = isOn
        report.snapshot.limitInForce = isOn ? CurrentLimit(deciamperes: 300) : nil
        report.snapshot.idleReason = isOn ? nil : "the charger is silent"
        report.snapshot.totals = Self.totals(second)
        return report
    }
}
