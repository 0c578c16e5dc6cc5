// SPDX-License-Identifier: MIT
import Foundation
import Testing
import TestBroker
import WebDashboard

@Suite("Who may do what")
struct AccessTests {
    private static let token = "correct-horse-battery"
    private static let limit = "/api/v1/chargers/boat/limit"
    private static let wish = #"{"amperes": 12}"#
    /// What a proxy on this machine says of whom it asks for.
    private static let stranger = ["X-Forwarded-For": "203.0.113.9"]

    @Test("on loopback no token is needed")
    func loopback() async throws {
        try await withPage(token: Self.token) { page async throws in
            #expect(try await page.ask("PUT", Self.limit, json: Self.wish).status == 200)
            #expect(try await page.ask("GET", "/api/v1/access").json()["may_change"] as? Bool == true)
        }
    }

    @Test("beyond loopback reading is free and changing needs the token")
    func beyond() async throws {
        try await withPage(token: Self.token) { page async throws in
            #expect(try await page.ask("GET", "/api/v1/chargers", headers: Self.stranger).status == 200)
            let refused = try await page.ask("PUT", Self.limit, headers: Self.stranger, json: Self.wish)
            #expect(refused.status == 401)
            #expect(refused.headers["www-authenticate"] == "Bearer")
            #expect(page.charger.readers == 1)
            var headers = Self.stranger
            headers["Authorization"] = "Bearer \(Self.token)"
            #expect(try await page.ask("PUT", Self.limit, headers: headers, json: Self.wish).status == 200)
        }
    }

    @Test("reading needs it too where that is wished; only the page's empty frame and the health do not")
    func reading() async throws {
        try await withPage(WebSettings(port: 0, readNeedsToken: true), token: Self.token) {
            page async throws in
            for path in [
                "/api/v1/chargers", "/api/v1/live", "/metrics", "/readyz", "/api/v1/chargers/boat/events",
            ] {
                #expect(try await page.ask("GET", path, headers: Self.stranger).status == 401)
            }
            for path in ["/", "/app.js", "/healthz", "/api/v1/access"] {
                #expect(try await page.ask("GET", path, headers: Self.stranger).status == 200)
            }
        }
    }

    @Test("an address of this machine other than loopback is beyond it", .enabled(if: ownAddress() != nil))
    func ownNetwork() async throws {
        let address = try #require(ownAddress())
        try await withPage(WebSettings(host: "0.0.0.0", port: 0), token: Self.token) { page async throws in
            let text = Served.request(
                "PUT", Self.limit, headers: ["Host": "\(address):\(page.port)"], json: Self.wish)
            let answer = try await aside {
                let wire = try Wire(page.port, host: address)
                wire.send(text)
                return try Answer(wire.receiveAll())
            }
            #expect(answer.status == 401)
        }
    }

    @Test("signing in gives a session in a cookie that no script reads and no other site sends")
    func session() async throws {
        try await withPage(WebSettings(port: 0, readNeedsToken: true), token: Self.token) {
            page async throws in
            let login = try await page.ask(
                "POST", "/api/v1/login", headers: Self.stranger, json: #"{"token": "\#(Self.token)"}"#)
            #expect(login.status == 204)
            let cookie = try #require(login.headers["set-cookie"])
            #expect(cookie.contains("; HttpOnly") && cookie.contains("; SameSite=Strict"))
            #expect(!cookie.contains(Self.token))
            var headers = Self.stranger
            headers["Cookie"] = "other=1; " + String(cookie.prefix { $0 != ";" })
            #expect(try await page.ask("GET", "/api/v1/chargers", headers: headers).status == 200)
            #expect(try await page.ask("PUT", Self.limit, headers: headers, json: Self.wish).status == 200)
            #expect(try await page.ask("POST", "/api/v1/logout", headers: headers).status == 204)
            #expect(try await page.ask("GET", "/api/v1/chargers", headers: headers).status == 401)
        }
    }

    @Test("wrong tokens are refused, and soon not even looked at; the right one has to wait as well")
    func guessing() async throws {
        try await withPage(token: Self.token) { page async throws in
            var statuses: [Int] = []
            for guess in ["", "wrong", Self.token + "x", String(Self.token.dropLast()), "wrong"] {
                let answer = try await page.ask(
                    "POST", "/api/v1/login", headers: Self.stranger, json: #"{"token": "\#(guess)"}"#)
                statuses.append(answer.status)
            }
            #expect(statuses == [401, 401, 401, 429, 429])
            var headers = Self.stranger
            headers["Authorization"] = "Bearer \(Self.token)"
            let right = try await page.ask("PUT", Self.limit, headers: headers, json: Self.wish)
            #expect(right.status == 429)
            #expect((right.headers["retry-after"].flatMap { Int($0) } ?? 0) > 0)
            // Somebody else need not wait.
            headers["X-Forwarded-For"] = "198.51.100.7"
            #expect(try await page.ask("PUT", Self.limit, headers: headers, json: Self.wish).status == 200)
        }
    }

    @Test(
        "a web page elsewhere can't ask, whatever it tries",
        arguments: [
            ["Origin": "http://evil.example"], ["Origin": "null"], ["Origin": "http://127.0.0.1:1"],
            ["Sec-Fetch-Site": "cross-site"], ["Sec-Fetch-Site": "same-site"], ["Host": "evil.example"],
            ["Host": "evil.example:8080"], ["Host": "127.0.0.1.evil.example"], ["Host": "[::1"], ["Host": ""],
            ["Host": "localhost@evil.example"],
        ])
    func elsewhere(headers: [String: String]) async throws {
        try await withPage { page async throws in
            let expected = headers["Host"] == nil ? 403 : 421
            #expect(
                try await page.ask("PUT", Self.limit, headers: headers, json: Self.wish).status == expected)
            #expect(try await page.ask("GET", "/api/v1/chargers", headers: headers).status == expected)
            #expect(try await page.ask("GET", "/api/v1/live", headers: headers).status == expected)
        }
    }

    @Test("a form on a web page elsewhere can't ask either: what it can send is no JSON")
    func form() async throws {
        try await withPage { page async throws in
            for type in ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data"] {
                let answer = try await page.ask(
                    "PUT", Self.limit, headers: ["Content-Type": type, "Content-Length": "0"])
                #expect(answer.status == 415)
            }
        }
    }

    @Test(
        "the machine's names, any address and configured names are its own",
        arguments: [
            "localhost:8080", "LOCALHOST", "127.0.0.1", "192.0.2.7:8080", "[::1]:8080", "charger.example",
            ProcessInfo.processInfo.hostName,
            "\(ProcessInfo.processInfo.hostName.split(separator: ".")[0]).local",
        ])
    func ownNames(host: String) async throws {
        try await withPage(WebSettings(port: 0, allowedHosts: ["charger.example"])) { page async throws in
            let headers = ["Host": host, "Origin": "http://\(host)", "Sec-Fetch-Site": "same-origin"]
            #expect(try await page.ask("PUT", Self.limit, headers: headers, json: Self.wish).status == 200)
        }
    }

    @Test("the token is made once, into a file only its owner reads, and never logged")
    func tokenFile() async throws {
        try await withPage { page async throws in
            let mode = try FileManager.default.attributesOfItem(atPath: page.tokenPath)[.posixPermissions]
            #expect(mode as? Int == 0o600)
            let token = try #require(try AccessToken.read(page.tokenPath)).text
            var headers = Self.stranger
            headers["Authorization"] = "Bearer \(token)"
            #expect(try await page.ask("PUT", Self.limit, headers: headers, json: Self.wish).status == 200)
            #expect(try AccessToken.kept(at: page.tokenPath).text == token)
            #expect(!page.log.lines.contains { $0.contains(token) })
            #expect(token.count == 26)
        }
    }

    @Test(
        "a token that others can read, or that is too short, is not used",
        arguments: [
            (0o644, "correct-horse-battery", "chmod 600"), (0o600, "short", "12 to 256"),
        ])
    func unusableToken(mode: Int, content: String, words: String) async throws {
        let path = FileManager.default.temporaryDirectory.appending(path: "cb-\(UUID().uuidString)").path()
        _ = FileManager.default.createFile(
            atPath: path, contents: Data(content.utf8), attributes: [.posixPermissions: mode])
        defer { try? FileManager.default.removeItem(atPath: path) }
        let error = #expect(throws: AccessToken.Unusable.self) { try AccessToken.kept(at: path) }
        #expect(error?.reason.contains(words) == true)
        try await withPage(WebSettings(port: 0, tokenFile: path)) { page async throws in
            var headers = Self.stranger
            headers["Authorization"] = "Bearer \(content)"
            #expect(try await page.ask("PUT", Self.limit, headers: headers, json: Self.wish).status == 403)
            #expect(page.log.lines.contains { $0.contains(words) && !$0.contains(content) })
        }
    }

    @Test("a token's file is never written through a link")
    func link() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "cb-\(UUID().uuidString)").path()
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try FileManager.default.createSymbolicLink(
            atPath: folder + "/token", withDestinationPath: folder + "/elsewhere")
        #expect(throws: AccessToken.Unusable.self) { try AccessToken.kept(at: folder + "/token") }
        #expect(!FileManager.default.fileExists(atPath: folder + "/elsewhere"))
    }
}

/// An IPv4 address of this machine that is not loopback.
private func ownAddress() -> String? {
    var list: UnsafeMutablePointer<ifaddrs>?
    guard getifaddrs(&list) == 0 else { return nil }
    defer { freeifaddrs(list) }
    for entry in sequence(first: list, next: { $0?.pointee.ifa_next }) {
        guard let address = entry?.pointee.ifa_addr, address.pointee.sa_family == sa_family_t(AF_INET) else {
            continue
        }
        var host = [CChar](repeating: 0, count: 64)
        getnameinfo(address, socklen_t(MemoryLayout<sockaddr_in>.size), &host, 64, nil, 0, NI_NUMERICHOST)
        let text = String(decoding: host.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
        if !text.hasPrefix("127.") { return text }
    }
    return nil
}
