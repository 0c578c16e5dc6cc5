// SPDX-License-Identifier: MIT
import ChargerControl
import History
import WebDashboard

// Both modules have an event; here it is the page's.
import struct WebDashboard.HistoryEvent

/// What was recorded, as the page and the API read it.
struct HistoryView: DashboardHistory {
    let keeper: HistoryKeeper

    func samples(
        of charger: String, in range: Range<Timestamp>, most: Int
    ) async throws -> [HistorySample] {
        let series = try await Self.readable {
            try await keeper.samples(
                of: charger, from: range.lowerBound.seconds, to: range.upperBound.seconds, atMost: most)
        }
        return series.samples.map { sample in
            HistorySample(
                time: Timestamp(seconds: sample.time), voltageVolts: Spread(sample.voltage, per: 1000),
                currentAmperes: Spread(sample.current, per: 1000),
                powerWatts: Spread(sample.power, per: 1000),
                batteryTemperatureCelsius: Spread(sample.batteryTemperature, per: 100),
                limitAmperes: sample.limit?.amperes, state: sample.stage)
        }
    }

    func sessions(
        of charger: String, in range: Range<Timestamp>, most: Int
    ) async throws -> [HistorySession] {
        try await Self.newest(most, in: range) {
            try await keeper.sessions(of: charger, before: $0, limit: 1000)
        } times: {
            Timestamp(seconds: $0.start)..<Timestamp(seconds: $0.lastCharging + 1)
        }
        .map { HistorySession($0) }
    }

    func requests(
        of charger: String, in range: Range<Timestamp>, most: Int
    ) async throws -> [RequestRecord] {
        try await Self.newest(most, in: range) {
            try await keeper.requests(of: charger, before: $0, limit: 1000)
        } times: {
            Self.moment($0.askedAt)
        }
        .map { RequestRecord($0) }
    }

    func events(
        of charger: String, in range: Range<Timestamp>, most: Int
    ) async throws -> [HistoryEvent] {
        try await Self.newest(most, in: range) {
            try await keeper.events(of: charger, before: $0, limit: 1000)
        } times: {
            Self.moment($0.time)
        }
        .map { event in
            HistoryEvent(
                time: Timestamp(unixMilliseconds: event.time), kind: event.kind.rawValue,
                text: event.text.isEmpty ? event.kind.rawValue : event.text)
        }
    }

    /// What can't be read is told in words.
    private static func readable<Value>(_ read: () async throws -> Value) async throws -> Value {
        do {
            return try await read()
        } catch let problem as HistoryProblem {
            throw HistoryUnreadable(reason: problem.description)
        }
    }

    /// The newest items in a range, from as many pages as it takes to get there.
    private static func newest<Item>(
        _ most: Int, in range: Range<Timestamp>,
        page: (Int64?) async throws -> HistoryPage<Item>, times: (Item) -> Range<Timestamp>
    ) async throws -> [Item] {
        var found: [Item] = []
        var before: Int64?
        repeat {
            let next = try await readable { try await page(before) }
            found += next.items.filter { range.overlaps(times($0)) }
            // A whole page before the range: the calendar may have jumped, but not that often.
            let isPast = next.items.allSatisfy { times($0).upperBound <= range.lowerBound }
            before = isPast || found.count >= most ? nil : next.next
        } while before != nil
        return Array(found.prefix(most))
    }

    private static func moment(_ unixMilliseconds: Int64) -> Range<Timestamp> {
        let time = Timestamp(unixMilliseconds: unixMilliseconds)
        return time..<time.advanced(byMilliseconds: 1)
    }

    /// Whole days, also at the edges of the range: what began on a day is counted where its energy is.
    func days(of charger: String, in range: Range<Timestamp>) async throws -> [HistoryDay] {
        let first = keeper.day(of: range.lowerBound.seconds)
        let last = keeper.day(of: range.upperBound.advanced(byMilliseconds: -1).seconds)
        let totals = try await totals(of: charger, in: first...max(first, last))
        // However long a day is where the clocks change, two of UTC hold it.
        let margin: Int64 = 172_800_000
        let start = range.lowerBound.advanced(byMilliseconds: -margin)
        let end = range.upperBound.advanced(byMilliseconds: margin)
        let sessions = try await sessions(of: charger, in: start..<end, most: .max)
        let begun = Dictionary(grouping: sessions) { keeper.day(of: $0.start.seconds) }
        return totals.map { total in
            let sessions = begun[total.day] ?? []
            return HistoryDay(
                day: total.date, energyWattHours: total.wattHours, chargeAmpereHours: total.ampereHours,
                sessions: sessions.count,
                chargingSeconds: sessions.reduce(0) { sum, session in
                    sum + Int(max(0, (session.end ?? Timestamp.now).seconds - session.start.seconds))
                })
        }
    }

    /// What was delivered on some days, the newest first.
    private func totals(of charger: String, in days: ClosedRange<Int>) async throws -> [DayTotal] {
        var found: [DayTotal] = []
        var before: Int64? = Int64(days.upperBound) + 1
        while let end = before {
            let page = try await Self.readable {
                try await keeper.days(of: charger, before: end, limit: 1000)
            }
            let inRange = page.items.filter { $0.day >= days.lowerBound }
            found += inRange
            before = inRange.count < page.items.count ? nil : page.next
        }
        return found
    }
}

extension Timestamp {
    fileprivate init(seconds: Int64) {
        self.init(unixMilliseconds: seconds.multipliedReportingOverflow(by: 1000).partialValue)
    }

    fileprivate var seconds: Int64 { unixMilliseconds / 1000 }
}

extension Spread {
    fileprivate init?(_ extent: Extent?, per unit: Double) {
        guard let extent else { return nil }
        self.init(
            min: Double(extent.minimum) / unit, mean: Double(extent.mean) / unit,
            max: Double(extent.maximum) / unit)
    }
}

extension HistorySession {
    fileprivate init(_ session: ChargeSession) {
        self.init(
            start: Timestamp(seconds: session.start), end: session.end.map { Timestamp(seconds: $0) },
            bulk: HistoryPhase(session.bulk), absorption: HistoryPhase(session.absorption),
            float: HistoryPhase(session.float), other: HistoryPhase(session.other))
        startVoltageVolts = session.startVoltage.map { Double($0) / 1000 }
        endVoltageVolts = session.endVoltage.map { Double($0) / 1000 }
        highestVoltageVolts = session.peakVoltage.map { Double($0) / 1000 }
        highestCurrentAmperes = session.peakCurrent.map { Double($0) / 1000 }
        highestBatteryTemperatureCelsius = session.peakBatteryTemperature.map { Double($0) / 100 }
        highestInternalTemperatureCelsius = session.peakInternalTemperature.map { Double($0) / 100 }
        ending = session.ending?.rawValue
        result = session.endingWords ?? session.ending?.rawValue ?? "goes on"
    }
}

extension HistoryPhase {
    fileprivate init(_ phase: ChargePhase) {
        self.init(
            minutes: phase.minutes, chargeAmpereHours: phase.ampereHours, energyWattHours: phase.wattHours)
    }
}

extension RequestRecord {
    fileprivate init(_ entry: RequestEntry) {
        self.init(
            id: entry.number, subject: entry.subject, source: entry.source, asked: entry.asked,
            askedAt: entry.askedAt)
        outcome = entry.outcome
        reason = entry.reason
        inForce = entry.inForce
        time = entry.time
    }
}
