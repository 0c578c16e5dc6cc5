// SPDX-License-Identifier: MIT
import ChargerControl
import Foundation
import Testing
import WebDashboard

@Suite("What was recorded")
struct HistoryTests {
    private let base = "/api/v1/chargers/boat"

    @Test("samples come with lowest, mean and highest, at most as many as wanted")
    func samples() async throws {
        try await withPage { page async throws in
            let samples = try #require(
                try await page.ask("GET", base + "/history?points=48").json()["samples"] as? [[String: Any]])
            #expect((40...48).contains(samples.count))
            let voltage = try #require(samples[0]["voltage_volts"] as? [String: Double])
            #expect(Set(voltage.keys) == ["min", "mean", "max"])
        }
    }

    @Test(
        "what can't be read now is told with its reason, and is no fault of the asker's",
        arguments: ["history", "history.csv", "sessions", "requests", "events", "days"])
    func unreadable(what: String) async throws {
        try await withPage(history: UnreadableHistory()) { page async throws in
            let answer = try await page.ask("GET", base + "/" + what)
            #expect(answer.status == 503)
            #expect(answer.body.contains(UnreadableHistory.reason))
        }
    }

    @Test("the same as a table, to be saved")
    func table() async throws {
        try await withPage { page async throws in
            let answer = try await page.ask("GET", base + "/history.csv?points=10")
            #expect(answer.headers["content-type"] == "text/csv; charset=utf-8")
            #expect(answer.headers["content-disposition"] == "attachment; filename=\"boat-history.csv\"")
            let lines = answer.body.split(separator: "\r\n")
            #expect(lines.count > 5)
            #expect(lines[0].hasPrefix("time,voltage_volts_min,voltage_volts_mean,"))
            #expect(
                lines.allSatisfy { $0.split(separator: ",", omittingEmptySubsequences: false).count == 15 })
        }
    }

    @Test("a session is told phase by phase, and the phases make its sums")
    func session() async throws {
        try await withPage { page async throws in
            let sessions = try await page.ask("GET", base + "/sessions").json()["sessions"]
            let session = try #require((sessions as? [[String: Any]])?.first)
            func sum(_ key: String) throws -> Double {
                try ["bulk", "absorption", "float", "other"].reduce(0) {
                    $0 + (try #require((session[$1] as? [String: Double])?[key]))
                }
            }
            #expect(try sum("minutes") == 360)
            #expect(try sum("energy_watt_hours") == session["energy_watt_hours"] as? Double)
            #expect(try sum("charge_ampere_hours") == session["charge_ampere_hours"] as? Double)
            #expect(session["start_voltage_volts"] as? Double == 12.91)
            #expect(session["highest_internal_temperature_celsius"] is NSNull)
            let table = try await page.ask("GET", base + "/sessions.csv").body.split(separator: "\r\n")
                .map { $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init) }
            let cells = Dictionary(zip(try #require(table.first), try #require(table.dropFirst().first))) {
                $1
            }
            #expect(table.allSatisfy { $0.count == table[0].count })
            #expect(cells["absorption_minutes"] == "100.0" && cells["bulk_energy_watt_hours"] == "441.2")
            #expect(cells["end_voltage_volts"] == "13.8" && cells["ending"] == "full")
        }
    }

    @Test("text in a table is quoted, and no spreadsheet takes it for a formula")
    func formula() async throws {
        try await withPage { page async throws in
            let body = try await page.ask("GET", base + "/events.csv").body
            #expect(body.contains(#","'=the link, ""open"" again""#))
        }
    }

    @Test("a time range is taken in ISO 8601 with any offset")
    func range() async throws {
        try await withPage { page async throws in
            let now = Timestamp.now.unixMilliseconds / 1000 * 1000
            let from = Timestamp(unixMilliseconds: now - 3_600_000).text
            let to = Timestamp(unixMilliseconds: now + 7_200_000).text.replacing("Z", with: "%2B02:00")
            let answer = try await page.ask("GET", base + "/history?from=\(from)&to=\(to)")
            let samples = try #require(try answer.json()["samples"] as? [[String: Any]])
            #expect((355...361).contains(samples.count))
        }
    }

    @Test(
        "a query that can't be read is 400 with what is expected",
        arguments: [
            "from=yesterday", "points=0", "points=5001", "points=many",
            "from=2026-01-02T00:00:00Z&to=2026-01-01T00:00:00Z",
            "from=1990-01-01T00:00:00Z&to=2026-01-01T00:00:00Z", "to=99999-01-01T00:00:00Z",
        ])
    func query(_ query: String) async throws {
        try await withPage { page async throws in
            let answer = try await page.ask("GET", base + "/history?" + query)
            #expect(answer.status == 400)
            #expect((try answer.json()["reason"] as? String)?.contains("'") == true)
        }
    }

    @Test("requests of this run are there although nothing recorded them yet")
    func requests() async throws {
        try await withPage { page async throws in
            _ = try await page.ask("PUT", base + "/limit", json: #"{"amperes": 12}"#)
            _ = try await page.ask("PUT", base + "/limit", json: #"{"amperes": 0}"#)
            let to = Timestamp(unixMilliseconds: Timestamp.now.unixMilliseconds + 60_000).text
            let answer = try await page.ask("GET", base + "/requests?to=\(to)")
            let requests = try #require(try answer.json()["requests"] as? [[String: Any]])
            #expect(requests.map { $0["state"] as? String } == ["refused", "acknowledged"])
        }
    }
}
