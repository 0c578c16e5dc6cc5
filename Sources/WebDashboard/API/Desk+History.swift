// SPDX-License-Identifier: MIT
import ChargerControl
import Hummingbird

extension Desk {
    /// What was recorded.
    var historyRoutes: [Route] {
        let base = "/api/v1/chargers/{charger}"
        return [
            Route(.get, "\(base)/history", .read) { .json(Samples(samples: try await samples($0))) },
            Route(.get, "\(base)/history.csv", .read) {
                .csv(Self.csv(try await samples($0)), "history", $0)
            },
            Route(.get, "\(base)/sessions", .read) { .json(List(sessions: try await sessions($0))) },
            Route(.get, "\(base)/sessions.csv", .read) {
                .csv(Self.csv(try await sessions($0)), "sessions", $0)
            },
            Route(.get, "\(base)/requests", .read) { .json(Requests(requests: try await requests($0))) },
            Route(.get, "\(base)/requests.csv", .read) {
                .csv(Self.csv(try await requests($0)), "requests", $0)
            },
            Route(.get, "\(base)/events", .read) { .json(Events(events: try await events($0))) },
            Route(.get, "\(base)/events.csv", .read) { .csv(Self.csv(try await events($0)), "events", $0) },
            Route(.get, "\(base)/days", .read) { .json(Days(days: try await days($0))) },
        ]
    }

    private struct Samples: Encodable { var samples: [HistorySample] }
    private struct List: Encodable { var sessions: [HistorySession] }
    private struct Requests: Encodable { var requests: [RequestState] }
    private struct Events: Encodable { var events: [HistoryEvent] }
    private struct Days: Encodable { var days: [HistoryDay] }

    private func samples(_ call: Call) async throws -> [HistorySample] {
        let wanted = try TimeRange(call, most: "points", usually: 600, atMost: 5000)
        let name = try charger(call).name
        return try await history?.samples(of: name, in: wanted.range, most: wanted.most) ?? []
    }

    private func sessions(_ call: Call) async throws -> [HistorySession] {
        let wanted = try rows(call)
        let name = try charger(call).name
        return try await history?.sessions(of: name, in: wanted.range, most: wanted.most) ?? []
    }

    /// What was recorded, and what happened since the start and may not be recorded yet.
    private func requests(_ call: Call) async throws -> [RequestState] {
        let wanted = try rows(call)
        let name = try charger(call).name
        let kept = try await history?.requests(of: name, in: wanted.range, most: wanted.most) ?? []
        let recent = await board.records(of: name).sorted { $0.id > $1.id }.filter {
            wanted.range.contains(Timestamp(unixMilliseconds: $0.askedAt))
        }
        // A number may come again after the state file was lost; the time tells them apart.
        let known = Set(recent.map { [Int64($0.id), $0.askedAt] })
        let older = kept.filter { !known.contains([Int64($0.id), $0.askedAt]) }
        return (recent + older).prefix(wanted.most).map { RequestState($0, of: name) }
    }

    private func events(_ call: Call) async throws -> [HistoryEvent] {
        let wanted = try rows(call)
        let name = try charger(call).name
        return try await history?.events(of: name, in: wanted.range, most: wanted.most) ?? []
    }

    private func days(_ call: Call) async throws -> [HistoryDay] {
        let wanted = try rows(call)
        let name = try charger(call).name
        return try await history?.days(of: name, in: wanted.range) ?? []
    }

    private func rows(_ call: Call) throws(Refusal) -> TimeRange {
        try TimeRange(call, most: "most", usually: 100, atMost: 1000)
    }
}
