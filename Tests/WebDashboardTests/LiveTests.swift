// SPDX-License-Identifier: MIT
import Foundation
import Testing
import TestBroker
import WebDashboard

@Suite("Live events")
struct LiveTests {
    private static func viewer(_ page: Served, receiveBuffer: Int32? = nil) throws -> Wire {
        let wire = try Wire(page.port, receiveBuffer: receiveBuffer)
        wire.send("GET /api/v1/live HTTP/1.1\r\nHost: localhost\r\n\r\n")
        return wire
    }

    @Test("begin with how everything is, and go on with each change and each step of a request")
    func changes() async throws {
        try await withPage { page async throws in
            let wire = try await aside { try Self.viewer(page) }
            let first = try #require(try await aside { wire.receive(until: "event: state") })
            #expect(
                first.contains("content-type: text/event-stream")
                    || first.contains("Content-Type: text/event-stream"))
            #expect(
                first.contains("event: broker\ndata: {\"address\":\"192.0.2.10:1883\",\"connected\":true"))
            page.charger.live(volts: 13.3)
            #expect(try await aside { wire.receive(until: "\"voltage_volts\":13.3") } != nil)
            page.charger.behave(.waits)
            async let answer = page.ask("PUT", "/api/v1/chargers/boat/limit", json: #"{"amperes": 12}"#)
            #expect(try await aside { wire.receive(until: "\"state\":\"written\"") } != nil)
            page.charger.answer()
            #expect(try await aside { wire.receive(until: "\"state\":\"acknowledged\"") } != nil)
            #expect(try await answer.status == 200)
            page.broker.become(connected: false, reason: "connection refused")
            #expect(try await aside { wire.receive(until: "\"reason\":\"connection refused\"") } != nil)
        }
    }

    @Test("a heartbeat comes while nothing happens")
    func heartbeat() async throws {
        try await withPage { page async throws in
            let heard = try await aside { try Self.viewer(page).receive(until: "event: heartbeat") }
            #expect(heard != nil)
        }
    }

    @Test("fifty viewers, half of them asleep, read the charger's feed once, and the others miss nothing")
    func manyViewers() async throws {
        try await withPage(WebSettings(port: 0, slowness: .seconds(2))) { page async throws in
            let wires = try await aside {
                try (0..<50).map { try Self.viewer(page, receiveBuffer: $0 % 2 == 0 ? 4096 : nil) }
            }
            _ = try await aside { for wire in wires { _ = wire.receive(until: "event: state") } }
            #expect(page.charger.readers == 1)
            // What a sleeper does not take is dropped: the charger is never waited for.
            for step in 0..<2000 { page.charger.live(volts: 13 + Double(step % 10) / 100) }
            page.charger.live(volts: 13.55)
            page.charger.live(volts: 13.55)
            try await withThrowingTaskGroup(of: Bool.self) { group in
                for wire in wires.enumerated().filter({ $0.offset % 2 == 1 }).map(\.element) {
                    group.addTask {
                        try await aside { wire.receive(until: "\"voltage_volts\":13.55") != nil }
                    }
                }
                for try await isThere in group { #expect(isThere) }
            }
            #expect(try await page.ask("GET", "/healthz").status == 200)
        }
    }

    @Test("a reader who does not read is hung up on")
    func deadReader() async throws {
        try await withPage(WebSettings(port: 0, slowness: .milliseconds(300))) { page async throws in
            let wire = try await aside { try Self.viewer(page, receiveBuffer: 4096) }
            try await patiently("the viewer to be let go") {
                while true {
                    page.charger.live()
                    let metrics = try await page.ask("GET", "/metrics").body
                    if metrics.contains("chargebridge_viewers 0.0\n") { return }
                }
            }
            withExtendedLifetime(wire) {}
        }
    }

    @Test("more viewers than allowed are told so")
    func tooMany() async throws {
        try await withPage(WebSettings(port: 0, mostViewers: 1)) { page async throws in
            let wire = try await aside { try Self.viewer(page) }
            #expect(try await aside { wire.receive(until: "event: state") } != nil)
            #expect(try await page.ask("GET", "/api/v1/live").status == 503)
        }
    }
}
