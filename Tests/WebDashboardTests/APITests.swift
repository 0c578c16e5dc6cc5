// SPDX-License-Identifier: MIT
import ChargerControl
import Foundation
import Testing
import TestBroker
import WebDashboard

@Suite("The API")
struct APITests {
    @Test("tells how the charger is, with units in the names and null for what is not known")
    func state() async throws {
        try await withPage { page async throws in
            let answer = try await page.ask("GET", "/api/v1/chargers/boat")
            #expect(answer.status == 200)
            let state = try answer.json()
            #expect(state["voltage_volts"] as? Double == 13.2)
            #expect(state["current_amperes"] as? Double == 9)
            #expect(state["state"] as? String == "bulk")
            #expect(state["owner"] as? String == "manual")
            #expect(state["firmware"] as? String == "3.42")
            #expect(state["internal_temperature_celsius"] is NSNull)
            let limit = try #require(state["limit"] as? [String: Any])
            #expect(limit["in_force_amperes"] as? Double == 10)
            #expect(limit["highest_amperes"] as? Double == 30)
            #expect((state["time"] as? String).flatMap { Timestamp($0) } != nil)
        }
    }

    @Test("a limit is answered with 200 and the value in force")
    func limit() async throws {
        try await withPage { page async throws in
            let answer = try await page.ask("PUT", "/api/v1/chargers/boat/limit", json: #"{"amperes": 12.5}"#)
            #expect(answer.status == 200)
            let request = try answer.json()
            #expect(request["state"] as? String == "acknowledged")
            #expect(request["in_force_amperes"] as? Double == 12.5)
            #expect(request["source"] as? String == "page")
        }
    }

    @Test(
        "what can't be done is answered with 409 and the reason",
        arguments: [
            ("limit", #"{"amperes": 0}"#, "minimum"), ("limit", #"{"amperes": -3}"#, "negative"),
            ("limit", #"{"amperes": 1e99}"#, "no charger of this kind"),
            ("limit", #"{"amperes": 90}"#, "mistake"),
            ("mode", #"{"mode": "full"}"#, "no section surplus"),
            ("maximum", #"{"amperes": 5}"#, "no section surplus"),
            ("reserve", #"{"watts": 100}"#, "no section surplus"),
            ("low-current", #"{"mode": "dim"}"#, "expected is off, on, night"),
        ])
    func refused(subject: String, body: String, reason: String) async throws {
        try await withPage { page async throws in
            let answer = try await page.ask("PUT", "/api/v1/chargers/boat/\(subject)", json: body)
            #expect(answer.status == 409)
            let request = try answer.json()
            #expect(request["state"] as? String == "refused")
            #expect((request["reason"] as? String)?.contains(reason) == true)
        }
    }

    @Test("the low-current mode is answered with 200, without a current in force")
    func lowCurrent() async throws {
        try await withPage { page async throws in
            let answer = try await page.ask(
                "PUT", "/api/v1/chargers/boat/low-current", json: #"{"mode": "night"}"#)
            #expect(answer.status == 200)
            let request = try answer.json()
            #expect(request["subject"] as? String == "low current")
            #expect(request["asked"] as? String == "night")
            #expect(request["in_force_amperes"] is NSNull)
        }
    }

    @Test("a charger that declines is 409 with its reason")
    func declined() async throws {
        try await withPage { page async throws in
            page.charger.behave(.declines("parameter error"))
            let answer = try await page.ask("PUT", "/api/v1/chargers/boat/limit", json: #"{"amperes": 12}"#)
            #expect(answer.status == 409)
            #expect(try answer.json()["reason"] as? String == "the charger declined: parameter error")
        }
    }

    @Test("a charger that does not answer is 504, and the request stands")
    func silent() async throws {
        try await withPage(WebSettings(port: 0, patience: .milliseconds(200))) { page async throws in
            page.charger.behave(.waits)
            let answer = try await page.ask("PUT", "/api/v1/chargers/boat/limit", json: #"{"amperes": 12}"#)
            #expect(answer.status == 504)
            #expect(try answer.json()["ended"] as? Bool == false)
            #expect(try answer.json()["state"] as? String == "written")
        }
    }

    @Test("a charger that is off is 504 with what is waited for")
    func off() async throws {
        try await withPage(WebSettings(port: 0, patience: .milliseconds(200))) { page async throws in
            page.charger.fallSilent(40)
            let answer = try await page.ask("PUT", "/api/v1/chargers/boat/limit", json: #"{"amperes": 12}"#)
            #expect(answer.status == 504)
            #expect((try answer.json()["reason"] as? String)?.contains("silent") == true)
            let ready = try await page.ask("GET", "/readyz")
            #expect(ready.status == 503)
            #expect((try ready.json()["problems"] as? [String])?.first?.hasPrefix("boat: ") == true)
        }
    }

    @Test(
        "what can't be read is answered with 400 and what is expected",
        arguments: [#"{"amperes": "twelve"}"#, #"{"watts": 12}"#, "[]", "", "{", #"{"amperes": null}"#])
    func unreadable(body: String) async throws {
        try await withPage { page async throws in
            let answer = try await page.ask("PUT", "/api/v1/chargers/boat/limit", json: body)
            #expect(answer.status == 400)
            #expect((try answer.json()["reason"] as? String)?.contains(#"{"amperes": 12.5}"#) == true)
        }
    }

    @Test("a charger that is not there is 404, and a wrong method 405 with the right one")
    func missing() async throws {
        try await withPage { page async throws in
            #expect(try await page.ask("GET", "/api/v1/chargers/car").status == 404)
            #expect(
                try await page.ask("PUT", "/api/v1/chargers/car/limit", json: #"{"amperes": 9}"#).status
                    == 404)
            let wrong = try await page.ask("POST", "/api/v1/chargers/boat/limit", json: #"{"amperes": 9}"#)
            #expect(wrong.status == 405)
            #expect(wrong.headers["allow"] == "PUT")
        }
    }

    @Test("a charger's name may be anything that a path can carry")
    func names() async throws {
        let charger = DeskCharger(name: "Böser \"Wal\" 100%", label: "x")
        try await withPage(chargers: [charger]) { page async throws in
            let path = "/api/v1/chargers/B%C3%B6ser%20%22Wal%22%20100%25"
            #expect(try await page.ask("GET", path).json()["name"] as? String == "Böser \"Wal\" 100%")
            let csv = try await page.ask("GET", path + "/events.csv")
            #expect(
                csv.headers["content-disposition"] == "attachment; filename=\"B-ser--Wal--100--events.csv\"")
            #expect(try await page.ask("GET", "/metrics").body.contains(#"charger="Böser \"Wal\" 100%""#))
        }
    }

    @Test("the local socket serves the same, asks as the command line, and is its owner's")
    func localSocket() async throws {
        try await withPage(WebSettings(port: 0, loopbackNeedsToken: true)) { page async throws in
            let answer = try await page.askLocally(
                "PUT", "/api/v1/chargers/boat/limit", json: #"{"amperes": 11}"#)
            #expect(answer.status == 200)
            #expect(try answer.json()["source"] as? String == "command line")
            let mode = try FileManager.default.attributesOfItem(atPath: page.socketPath)[.posixPermissions]
            #expect(mode as? Int == 0o600)
        }
    }

    @Test("health, readiness and metrics tell of the broker")
    func service() async throws {
        try await withPage { page async throws in
            #expect(try await page.ask("GET", "/healthz").json()["status"] as? String == "alive")
            #expect(try await page.ask("GET", "/readyz").status == 200)
            page.broker.become(connected: false, reason: "connection refused")
            try await patiently("the broker's loss to be known") {
                while try await page.ask("GET", "/readyz").status != 503 {}
            }
            let metrics = try await page.ask("GET", "/metrics").body
            #expect(metrics.contains("chargebridge_broker_connected 0.0\n"))
            #expect(metrics.contains(#"chargebridge_voltage_volts{charger="boat"} 13.2"#))
            #expect(metrics.contains("# TYPE chargebridge_link_blocks_total counter\n"))
        }
    }

    @Test("every line of the metrics is one that Prometheus reads")
    func metricsForm() async throws {
        try await withPage { page async throws in
            let lines = try await page.ask("GET", "/metrics").body.split(separator: "\n")
            let sample = /[a-z_]+(\{[a-z]+="[^"]*"\})? -?[0-9.]+(e[+-]?[0-9]+)?/
            #expect(lines.count > 30)
            for line in lines {
                #expect(
                    line.hasPrefix("# HELP ") || line.hasPrefix("# TYPE ")
                        || line.wholeMatch(of: sample) != nil)
            }
        }
    }
}
