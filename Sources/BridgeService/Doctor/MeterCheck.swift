// SPDX-License-Identifier: MIT
import BridgeConfiguration
import ChargerControl
import ChargerSession
import EnergySources
import MQTTClient

/// Whether the grid meter tells its power, and which way it flows.
struct MeterCheck {
    private let meter: MeterSettings
    private let listening: Duration

    init(_ meter: MeterSettings, listening: Duration) {
        self.meter = meter
        self.listening = listening
    }

    /// Asks a meter that is asked over Modbus; nothing for another.
    func overModbus() async -> [DoctorFinding] {
        guard case .modbus(let registers) = meter.source else { return [] }
        let settings = EnergySources.ModbusMeterSettings(registers)
        let source = ModbusMeter(settings: settings, now: TimeSource.system.now)
        let first = await withTaskGroup(of: Void.self, returning: GridMeterReport?.self) { group in
            group.addTask { await source.run() }
            var reports = source.reports.makeAsyncIterator()
            // An answer, or why there is none, comes after two time-outs at most.
            let report = await reports.next()
            group.cancelAll()
            return report
        }
        let place = "\(registers.host):\(registers.port)"
        switch first {
        case .reading(let reading): return [power(reading, of: "the grid meter at \(place)")]
        case .trouble(let words), .ignored(let words):
            return [
                .problem(
                    .meter, words,
                    do: "see that Modbus TCP is switched on there (on a GX device: Settings, Services) and "
                        + "that host, unit and registers of surplus.meter.modbus are right")
            ]
        case nil: return [.unknown(.meter, "the grid meter at \(place) was not asked")]
        }
    }

    /// Listens to a meter that publishes; nothing for another.
    /// - Parameter visit: nil when the broker can't be reached.
    func overMQTT(_ visit: BrokerVisit?) async -> [DoctorFinding] {
        guard case .mqtt(let topics) = meter.source else { return [] }
        let settings = EnergySources.MQTTMeterSettings(topics, staleAfter: meter.staleAfter)
        var source = MQTTMeter(settings: settings)
        let names = source.filters.sorted().joined(separator: ", ")
        guard let visit else {
            return [.unknown(.meter, "the grid meter on \(names) was not heard: the broker is not reached")]
        }
        let start = visit.position
        for filter in source.filters.sorted() {
            guard await visit.subscribe(filter) == true else {
                return [
                    .problem(
                        .meter, "the broker does not let us read \(filter)",
                        do: "allow it in the broker's access list")
                ]
            }
        }
        if let request = source.keepalive { visit.connection.publish(request) }
        var ignored: String?
        let reading = await visit.first(within: patience, from: start) { event -> GridMeterReading? in
            guard case .message(let message) = event else { return nil }
            for report in source.take(message, at: TimeSource.system.now()) {
                switch report {
                case .reading(let reading): return reading
                case .ignored(let words): ignored = words
                case .trouble: break
                }
            }
            return nil
        }
        if let reading { return [power(reading, of: "the grid meter on \(names)")] }
        return [
            missing(ignored ?? source.trouble(at: TimeSource.system.now()) ?? "no value from the meter yet")
        ]
    }

    /// Meters speak more seldom than chargers.
    private var patience: Duration { min(max(listening * 2, .seconds(1)), meter.staleAfter) }

    private func missing(_ words: String) -> DoctorFinding {
        let what = "\(words) (listened for \(Int(patience / .seconds(1))) s)"
        let remedy = "see with mosquitto_sub -v what the meter publishes, and correct surplus.meter.mqtt"
        guard patience < meter.staleAfter else { return .problem(.meter, what, do: remedy) }
        return .warning(.meter, what, do: "listen longer (--seconds), or \(remedy)")
    }

    private func power(_ reading: GridMeterReading, of source: String) -> DoctorFinding {
        let watts = Int(reading.watts.magnitude.rounded())
        let flow = reading.watts < 0 ? "are fed into the grid" : "are drawn from the grid"
        return .ok(
            .meter,
            "\(source) says that \(watts) W \(flow); if it is the other way round, turn 'positive' of surplus.meter"
        )
    }
}
