// SPDX-License-Identifier: MIT
import Hummingbird

extension Desk {
    static func csv(_ samples: [HistorySample]) -> CSV {
        let spreads = ["voltage_volts", "current_amperes", "power_watts", "battery_temperature_celsius"]
        let columns = spreads.flatMap { name in ["min", "mean", "max"].map { "\(name)_\($0)" } }
        var csv = CSV(["time"] + columns + ["limit_amperes", "state"])
        for sample in samples {
            let values = [
                sample.voltageVolts, sample.currentAmperes, sample.powerWatts,
                sample.batteryTemperatureCelsius,
            ]
            let cells = values.flatMap { [$0?.min, $0?.mean, $0?.max] }.map { CSV.cell($0) }
            csv.add([sample.time.text] + cells + [CSV.cell(sample.limitAmperes), CSV.cell(sample.state)])
        }
        return csv
    }

    static func csv(_ sessions: [HistorySession]) -> CSV {
        let phases = ["bulk", "absorption", "float", "other"].flatMap { phase in
            ["minutes", "charge_ampere_hours", "energy_watt_hours"].map { "\(phase)_\($0)" }
        }
        var csv = CSV(
            ["start", "end", "energy_watt_hours", "charge_ampere_hours"] + phases + [
                "start_voltage_volts", "end_voltage_volts", "highest_voltage_volts",
                "highest_current_amperes", "highest_battery_temperature_celsius",
                "highest_internal_temperature_celsius", "ending", "result",
            ])
        for session in sessions { csv.add(cells(session)) }
        return csv
    }

    private static func cells(_ session: HistorySession) -> [String] {
        let phases = [session.bulk, session.absorption, session.float, session.other]
        let numbers: [Double?] =
            [session.energyWattHours, session.chargeAmpereHours]
            + phases.flatMap { [$0.minutes, $0.chargeAmpereHours, $0.energyWattHours] }
            + [
                session.startVoltageVolts, session.endVoltageVolts, session.highestVoltageVolts,
                session.highestCurrentAmperes, session.highestBatteryTemperatureCelsius,
                session.highestInternalTemperatureCelsius,
            ]
        return [session.start.text, session.end?.text ?? ""] + numbers.map { CSV.cell($0) }
            + [CSV.cell(session.ending), CSV.cell(session.result)]
    }

    static func csv(_ requests: [RequestState]) -> CSV {
        var csv = CSV([
            "id", "asked_at", "subject", "source", "asked", "state", "reason", "in_force_amperes", "time",
        ])
        for request in requests {
            csv.add([
                "\(request.id)", request.askedAt.text, request.subject, request.source,
                CSV.cell(request.asked),
                request.state, CSV.cell(request.reason), CSV.cell(request.inForceAmperes), request.time.text,
            ])
        }
        return csv
    }

    static func csv(_ events: [HistoryEvent]) -> CSV {
        var csv = CSV(["time", "kind", "text"])
        for event in events { csv.add([event.time.text, CSV.cell(event.kind), CSV.cell(event.text)]) }
        return csv
    }
}

extension Response {
    /// A table to be saved.
    static func csv(_ csv: CSV, _ what: String, _ call: Call) -> Response {
        var response = Response.text(Array(csv.text.utf8), type: "text/csv")
        let name = (call.parameters["charger"] ?? "").map {
            $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "-"
        }
        response.headers[.contentDisposition] = "attachment; filename=\"\(String(name))-\(what).csv\""
        return response
    }
}
