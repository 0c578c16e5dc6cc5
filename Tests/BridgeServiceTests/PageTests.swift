// SPDX-License-Identifier: MIT
import BridgeConfiguration
import ChargerSimulator
import Foundation
import TestBroker
import Testing

#if canImport(FoundationNetworking)
    import FoundationNetworking
#endif

@Suite("The page and the history beside the bridge")
struct PageTests {
    @Test("A limit set over the API is confirmed by the charger, refused with its reason, and recorded")
    func limit() async throws {
        try await Self.withPage { scene, page, witness in
            let (set, status) = try await page.put("chargers/itbatchrg/limit", #"{"amperes": 12}"#)
            #expect(status == 200, "\(set)")
            #expect(scene.charger.withCharger { $0.limitInForce } == 120)
            try await witness.value("current_limit", "12.0")
            let (refusal, refused) = try await page.put("chargers/itbatchrg/limit", #"{"amperes": 0}"#)
            #expect(refused == 409)
            #expect(refusal.contains("can't switch the charger off"))
            let (requests, found) = try await page.get("chargers/itbatchrg/requests")
            #expect(found == 200)
            #expect(requests.contains("12.0") && requests.contains("refused"), "\(requests)")
        }
    }

    @Test("It shows what the charger says, and that the broker is gone")
    func state() async throws {
        try await Self.withPage { scene, page, _ in
            let (state, status) = try await page.get("chargers/itbatchrg")
            #expect(status == 200)
            #expect(state.contains("bulk"), "\(state)")
            let (metrics, found) = try await page.fetch("/metrics")
            #expect(found == 200)
            #expect(metrics.contains("itbatchrg"))
            try await scene.broker.stop()
            try await page.waits(for: "/readyz", status: 503)
        }
    }

    @Test("It says why the broker is away")
    func broker() async throws {
        try await Self.withPage { scene, page, _ in
            try await scene.broker.stop()
            try await page.waits(for: "/readyz", status: 503)
            try await patiently("the reason") {
                while try await !page.get("chargers").0.contains("refused") {
                    try await Task.sleep(for: .milliseconds(100))
                }
            }
        }
    }

    @Test("Programs on the machine find the API on a socket that only its owner can open, gone after the end")
    func localSocket() async throws {
        try await withScene { scene in
            let path = scene.states + "/api.sock"
            let port = try FreePorts.take()
            let change: @Sendable (inout Configuration) -> Void = {
                $0.web = WebPageSettings(listen: NetworkAddress(host: "127.0.0.1", port: port))
            }
            try await scene.withBridge(change) { _, _ in
                try await Page(port: port).waits(for: "/healthz", status: 200)
                let attributes = try FileManager.default.attributesOfItem(atPath: path)
                #expect(attributes[.type] as? FileAttributeType == .typeSocket)
                #expect(attributes[.posixPermissions] as? Int == 0o600)
            }
            #expect(!FileManager.default.fileExists(atPath: path))
        }
    }

    @Test("The token is made for its owner alone, and shown by nobody else")
    func token() async throws {
        try await Self.withPage { scene, page, _ in
            let path = scene.states + "/token"
            let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
            #expect(mode == 0o600)
            let token = try String(contentsOfFile: path, encoding: .utf8)
                .trimmingCharacters(in: .whitespacesAndNewlines)
            #expect(token.count >= 26)
            for place in ["/", "/api/v1/chargers", "/metrics"] {
                #expect(try await !page.fetch(place).0.contains(token))
            }
        }
    }

    private static func withPage(
        _ body: (Scene, Page, Witness) async throws -> Void
    ) async throws {
        try await withScene { scene in
            let port = try FreePorts.take()
            let change: @Sendable (inout Configuration) -> Void = {
                $0.web = WebPageSettings(listen: NetworkAddress(host: "127.0.0.1", port: port))
            }
            try await scene.withBridge(change) { witness, _ in
                let page = Page(port: port)
                try await witness.anyValue("current_limit")
                try await page.waits(for: "/readyz", status: 200)
                try await body(scene, page, witness)
            }
        }
    }
}

/// A page that is asked over a real socket.
private struct Page: Sendable {
    let port: Int

    func get(_ path: String) async throws -> (String, Int) { try await fetch("/api/v1/" + path) }

    func put(_ path: String, _ body: String) async throws -> (String, Int) {
        try await fetch("/api/v1/" + path, method: "PUT", body: body)
    }

    func fetch(_ path: String, method: String = "GET", body: String? = nil) async throws -> (String, Int) {
        guard let url = URL(string: "http://127.0.0.1:\(port)\(path)") else { throw TestFailure("no URL") }
        var request = URLRequest(url: url)
        request.httpMethod = method
        request.httpBody = body.map { Data($0.utf8) }
        if body != nil { request.setValue("application/json", forHTTPHeaderField: "Content-Type") }
        let (data, response) = try await URLSession.shared.data(for: request)
        return (String(decoding: data, as: UTF8.self), (response as? HTTPURLResponse)?.statusCode ?? 0)
    }

    /// Waits until a place answers so.
    func waits(for path: String, status: Int) async throws {
        let end = ContinuousClock.now + .seconds(60)
        var last = "nothing"
        while ContinuousClock.now < end {
            if let answer = try? await fetch(path) {
                if answer.1 == status { return }
                last = "\(answer.1): \(answer.0)"
            }
            try await Task.sleep(for: .milliseconds(100))
        }
        throw TestFailure("waited in vain for \(status) at \(path); last was \(last)")
    }
}
