// SPDX-License-Identifier: MIT
import Foundation
import Testing
import WebDashboard

/// Holds the description against the running server.
@Suite("The API's description")
struct OpenAPITests {
    /// What a request is made of to be answered as described.
    private struct Probe: Sendable, CustomTestStringConvertible {
        var method: String
        var path: String
        var status: String
        var json: String?
        var headers: [String: String] = [:]
        /// What stands in the path for the register.
        var register = ""
        var testDescription: String { "\(method) \(path) \(status)" }
    }

    private static let base = "/api/v1/chargers/{charger}"

    private static let probes: [Probe] =
        [
            "/api/v1/chargers", base, "\(base)/history", "\(base)/history.csv", "\(base)/sessions",
            "\(base)/sessions.csv",
            "\(base)/requests", "\(base)/requests.csv", "\(base)/events", "\(base)/events.csv",
            "\(base)/days",
            "/healthz", "/readyz", "/metrics", "/openapi.json", "/api/v1/access", "/", "/style.css",
            "/app.js",
            "/chart.js", "/icon.svg", "/lib/dygraph.min.js", "/lib/dygraph.min.css",
        ].map { Probe(method: "get", path: $0, status: "200") }
        + [
            "\(base)/history", "\(base)/sessions.csv", "\(base)/requests", "\(base)/events.csv",
            "\(base)/days",
        ].map {
            Probe(method: "get", path: $0 + "?from=never", status: "400")
        }
        + [
            Probe(method: "put", path: "\(base)/limit", status: "200", json: #"{"amperes": 12}"#),
            Probe(method: "put", path: "\(base)/limit", status: "409", json: #"{"amperes": 0}"#),
            Probe(method: "put", path: "\(base)/limit", status: "400", json: "{}"),
            Probe(method: "put", path: "\(base)/limit", status: "415"),
            Probe(
                method: "put", path: "\(base)/limit", status: "413",
                json: String(repeating: " ", count: 17_000)),
            Probe(
                method: "put", path: "\(base)/limit", status: "401", json: "{}", headers: ["Via": "1.1 proxy"]
            ),
            Probe(
                method: "get", path: "\(base)/registers/{register}", status: "200", register: "current-limit"),
            Probe(method: "get", path: "\(base)/registers/{register}", status: "404", register: "nothing"),
            Probe(
                method: "get", path: "\(base)/registers/{register}", status: "409", register: "device-mode"),
            Probe(method: "get", path: "\(base)/registers/{register}", status: "504", register: "uptime"),
            Probe(
                method: "get", path: "\(base)/registers/{register}", status: "401",
                headers: ["Via": "1.1 proxy"], register: "uptime"),
            Probe(method: "put", path: "\(base)/mode", status: "409", json: #"{"mode": "full"}"#),
            Probe(method: "put", path: "\(base)/reserve", status: "409", json: #"{"watts": 100}"#),
            Probe(method: "put", path: "\(base)/maximum", status: "409", json: #"{"amperes": 20}"#),
            Probe(method: "put", path: "\(base)/low-current", status: "200", json: #"{"mode": "on"}"#),
            Probe(method: "put", path: "\(base)/low-current", status: "409", json: #"{"mode": "dim"}"#),
            Probe(method: "put", path: "\(base)/low-current", status: "400", json: #"{"amperes": 20}"#),
            Probe(method: "post", path: "/api/v1/login", status: "401", json: #"{"token": "wrong"}"#),
            Probe(
                method: "post", path: "/api/v1/login", status: "204",
                json: #"{"token": "correct-horse-battery"}"#),
            Probe(method: "post", path: "/api/v1/logout", status: "204"),
        ]

    private static func document(_ page: Served) async throws -> Description {
        Description(try await page.ask("GET", "/openapi.json").json())
    }

    @Test("what it describes is what it answers", arguments: probes)
    private func answers(probe: Probe) async throws {
        try await withPage(token: "correct-horse-battery") { page async throws in
            let document = try await Self.document(page)
            let path = String(probe.path.prefix { $0 != "?" })
            let described = try #require(document.response(probe.method, path, probe.status))
            let answer = try await page.ask(
                probe.method.uppercased(),
                probe.path.replacing("{charger}", with: "boat").replacing("{register}", with: probe.register),
                headers: probe.headers,
                json: probe.json)
            #expect("\(answer.status)" == probe.status, "\(answer.body)")
            guard let content = described["content"] as? [String: Any] else {
                return #expect(answer.body.isEmpty)
            }
            let type = try #require(content.keys.first)
            #expect(answer.headers["content-type"]?.hasPrefix(type) == true)
            guard type == "application/json", let media = content[type] as? [String: Any] else { return }
            let value = try JSONSerialization.jsonObject(with: Data(answer.body.utf8))
            #expect(document.faults(in: value, media["schema"] ?? [:], at: "body") == [])
        }
    }

    @Test("everything that is served is in it, and nothing else is")
    func complete() async throws {
        try await withPage { page async throws in
            let served = Set(WebDashboard.served().map { "\($0.method.lowercased()) \($0.path)" })
            let described = try await Self.document(page).operations
            #expect(described == served)
        }
    }

    @Test("each operation in it is tried by this test, but for the live events, which have their own")
    func allTried() async throws {
        try await withPage { page async throws in
            let tried = Set(Self.probes.map { "\($0.method) \($0.path.prefix { $0 != "?" })" })
            let all = try await Self.document(page).operations
            #expect(all.subtracting(tried) == ["get /api/v1/live"])
        }
    }

    @Test("the reference made of it has every operation but the page's own files, with its words")
    func reference() async throws {
        try await withPage { page async throws in
            let all = try await Self.document(page).operations
            let entries = try OperationEntry.all()
            #expect(entries.filter { $0.meaning.isEmpty } == [])
            let listed = Set(
                entries.map {
                    $0.operation.prefix { $0 != " " }.lowercased() + $0.operation.drop { $0 != " " }
                })
            #expect(listed.subtracting(all) == [])
            let files = try Regex(#"get /([a-z]+\.(css|js|svg))?|get /lib/.*"#)
            #expect(all.subtracting(listed).filter { $0.wholeMatch(of: files) == nil } == [])
            let limit = entries.first { $0.operation.hasSuffix("/limit") }
            #expect(limit?.takes == [#"{"amperes":12.5}"#])
            #expect(entries.first { $0.operation.hasSuffix("/history") }?.takes == ["from", "to", "points"])
        }
    }

    @Test("the same when nothing is known of the charger's values, and with every key there")
    func offline() async throws {
        try await withPage { page async throws in
            page.charger.fallSilent(60)
            let document = try await Self.document(page)
            let state = try await page.ask("GET", "/api/v1/chargers/boat").json()
            #expect(state["online"] as? Bool == false)
            #expect(state["voltage_volts"] is NSNull)
            #expect(document.faults(in: state, ["$ref": "#/components/schemas/Charger"], at: "state") == [])
        }
    }
}

/// An OpenAPI document, as far as ours uses the language.
private struct Description: @unchecked Sendable {
    private let root: [String: Any]

    init(_ root: [String: Any]) { self.root = root }

    private var paths: [String: [String: Any]] { root["paths"] as? [String: [String: Any]] ?? [:] }

    var operations: Set<String> {
        Set(paths.flatMap { path, methods in methods.keys.map { "\($0) \(path)" } })
    }

    func response(_ method: String, _ path: String, _ status: String) -> [String: Any]? {
        let operation = paths[path]?[method] as? [String: Any]
        return (operation?["responses"] as? [String: Any])?[status] as? [String: Any]
    }

    /// What in a value is not as a schema says: types, keys missing or too many, enumerations.
    func faults(in value: Any, _ schema: Any, at place: String) -> [String] {
        guard var schema = schema as? [String: Any] else { return ["\(place): no schema"] }
        if let reference = schema["$ref"] as? String {
            let parts = reference.split(separator: "/").dropFirst().map(String.init)
            guard let found = parts.reduce(root as Any?, { ($0 as? [String: Any])?[$1] }) as? [String: Any]
            else {
                return ["\(place): \(reference) is not there"]
            }
            schema = found
        }
        if let choices = schema["anyOf"] as? [Any] {
            let all = choices.map { faults(in: value, $0, at: place) }
            return all.contains([]) ? [] : all.first ?? []
        }
        let types = schema["type"] as? [String] ?? [schema["type"] as? String ?? "object"]
        guard types.contains(where: { Self.isOne(value, of: $0) }) else {
            return ["\(place): is no \(types)"]
        }
        if let words = schema["enum"] as? [Any], let word = value as? String,
            !words.contains(where: { $0 as? String == word })
        {
            return ["\(place): '\(word)' is not among \(words)"]
        }
        if let list = value as? [Any], let items = schema["items"] {
            return list.enumerated().flatMap { faults(in: $1, items, at: "\(place)[\($0)]") }
        }
        guard let object = value as? [String: Any], let properties = schema["properties"] as? [String: Any]
        else { return [] }
        let missing = (schema["required"] as? [String] ?? []).filter { object[$0] == nil }.map {
            "\(place).\($0): missing"
        }
        let unknown = object.keys.filter { properties[$0] == nil }.map { "\(place).\($0): not described" }
        return missing + unknown
            + object.flatMap { key, value in
                properties[key].map { faults(in: value, $0, at: "\(place).\(key)") } ?? []
            }
    }

    private static func isOne(_ value: Any, of type: String) -> Bool {
        switch type {
        case "null": value is NSNull
        case "string": value is String
        case "boolean": (value as? NSNumber).map { CFBoolean.isOne($0) } ?? false
        case "integer":
            (value as? NSNumber).map { !CFBoolean.isOne($0) && $0.doubleValue == $0.doubleValue.rounded() }
                ?? false
        case "number": (value as? NSNumber).map { !CFBoolean.isOne($0) } ?? false
        case "array": value is [Any]
        case "object": value is [String: Any]
        default: false
        }
    }
}

/// Tells true from 1, which Foundation keeps in the same type.
private enum CFBoolean {
    static func isOne(_ number: NSNumber) -> Bool { String(cString: number.objCType) == "c" }
}
