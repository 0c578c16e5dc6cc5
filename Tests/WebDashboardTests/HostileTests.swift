// SPDX-License-Identifier: MIT
import Foundation
import Logging
import Testing
import TestBroker
import WebDashboard

@Suite("Hostile clients")
struct HostileTests {
    @Test(
        "no path leads to a file that is not the page's",
        arguments: [
            "/../etc/passwd", "/..%2f..%2fetc/passwd", "/%2e%2e/%2e%2e/etc/passwd", "/lib/../../etc/passwd",
            "/lib/%2e%2e/token", "/lib/dygraph.js", "/lib/..\\token", "/lib/%5c..%5ctoken", "//etc/passwd",
            "/app.js%00.css",
            "/./app.js", "/app.js/", "/lib//dygraph.min.js", "/%", "/%zz", "/%ff", "/a%0ab", "*",
            "/etc/passwd", "/.%2e/", "/api/v1/chargers/..%2fboat", "/api/v1/chargers/%2e%2e/boat",
        ])
    func paths(path: String) async throws {
        try await withPage { page async throws in
            let answer = try await page.ask("GET", path)
            #expect([400, 404].contains(answer.status))
            #expect(!answer.body.contains("root:"))
        }
    }

    @Test("a path of many kilobytes is refused")
    func longPath() async throws {
        try await withPage { page async throws in
            #expect(try await page.ask("GET", "/" + String(repeating: "a", count: 5000)).status == 400)
        }
    }

    @Test("a body over 16 kB is refused before it is read")
    func announcedBody() async throws {
        try await withPage { page async throws in
            let answer = try await aside {
                let wire = try Wire(page.port)
                wire.send(
                    "PUT /api/v1/chargers/boat/limit HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                        + "Content-Length: 1000000000\r\n\r\n{")
                return try Answer(wire.receiveAll())
            }
            #expect(answer.status == 413)
        }
    }

    @Test("a body that goes on for ever is cut off")
    func endlessBody() async throws {
        try await withPage { page async throws in
            try await aside {
                let wire = try Wire(page.port)
                wire.send(
                    "PUT /api/v1/chargers/boat/limit HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                        + "Transfer-Encoding: chunked\r\n\r\n")
                let chunk = "1000\r\n" + String(repeating: " ", count: 4096) + "\r\n"
                // Comes to an end, or this test does not.
                while wire.send(chunk) {}
            }
            #expect(try await page.ask("GET", "/healthz").status == 200)
        }
    }

    @Test(
        "who sends a request a byte at a time, or none at all, is hung up on",
        arguments: [
            "", "G", "GET / HTTP/1.1\r\nHost: localhost\r\nX-A: ",
            "PUT /api/v1/chargers/boat/limit HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                + "Content-Length: 16\r\n\r\n{",
        ])
    func slowLoris(beginning: String) async throws {
        try await withPage(WebSettings(port: 0, slowness: .milliseconds(500))) { page async throws in
            let rest = try await aside {
                let wire = try Wire(page.port)
                if !beginning.isEmpty { wire.send(beginning) }
                return wire.receiveAll()
            }
            // It ended, which is what counts; an answer to what was sent would be one to a request never made.
            #expect(!String(decoding: rest, as: UTF8.self).contains("acknowledged"))
        }
    }

    @Test("sleeping connections up to the limit leave the local socket free, and make room when they are cut")
    func manyConnections() async throws {
        try await withPage(WebSettings(port: 0, mostConnections: 20, slowness: .seconds(1))) {
            page async throws in
            let wires = try await aside { try (0..<40).map { _ in try Wire(page.port) } }
            #expect(try await page.askLocally("GET", "/healthz").status == 200)
            #expect(try await page.ask("GET", "/healthz").status == 200)
            withExtendedLifetime(wires) {}
        }
    }

    @Test(
        "what is no HTTP is refused",
        arguments: [
            "\u{16}\u{3}\u{1}\u{2}\r\n\r\n", "GET /\r\n\r\n", "GET / HTTP/9.9\r\n\r\n",
            "GET / HTTP/1.1\r\nHost: localhost\r\nContent-Length: x\r\n\r\n",
            "PUT /api/v1/chargers/boat/limit HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        ])
    func noHTTP(text: String) async throws {
        try await withPage(WebSettings(port: 0, slowness: .milliseconds(500))) { page async throws in
            let answer = try await aside {
                let wire = try Wire(page.port)
                wire.send(text)
                return String(decoding: wire.receiveAll(), as: UTF8.self)
            }
            #expect(answer.isEmpty || answer.contains(" 400 ") || answer.contains(" 421 "))
            #expect(try await page.ask("GET", "/healthz").status == 200)
        }
    }

    @Test("headers beyond 16 kB are refused")
    func headers() async throws {
        try await withPage { page async throws in
            let answer = try? await page.ask(
                "GET", "/", headers: ["X-Long": String(repeating: "a", count: 40_000)])
            #expect(answer == nil || answer?.status == 400)
            #expect(try await page.ask("GET", "/healthz").status == 200)
        }
    }

    @Test("a second server leaves the first one's socket alone")
    func takenSocket() async throws {
        try await withPage { first in
            let second = WebDashboard(
                settings: WebSettings(host: nil, socketPath: first.socketPath), chargers: [], broker: nil,
                history: nil, version: "", logger: Logger(label: "test") { _ in first.log })
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await second.run() }
                try await patiently("the second server to say so") {
                    while !first.log.lines.contains(where: { $0.contains("another program listens there") }) {
                        await Task.yield()
                    }
                }
                group.cancelAll()
            }
            #expect(try await first.askLocally("GET", "/api/v1/chargers/boat").status == 200)
        }
    }
}
