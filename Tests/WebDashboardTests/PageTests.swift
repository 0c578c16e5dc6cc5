// SPDX-License-Identifier: MIT
import Foundation
import Testing
import WebDashboard

@Suite("The page's files")
struct PageTests {
    private static let files = ["/", "/style.css", "/app.js", "/chart.js", "/icon.svg"]

    @Test("come with a strict policy, and nothing in them is from elsewhere or inline", arguments: files)
    func policy(file: String) async throws {
        try await withPage { page async throws in
            let answer = try await page.ask("GET", file)
            #expect(answer.status == 200)
            let policy = try #require(answer.headers["content-security-policy"])
            #expect(policy.contains("default-src 'none'") && policy.contains("frame-ancestors 'none'"))
            #expect(!policy.contains("unsafe") && !policy.contains("http") && !policy.contains("*"))
            #expect(answer.headers["x-content-type-options"] == "nosniff")
            let addresses = answer.body.components(separatedBy: "http://www.w3.org/2000/svg").joined()
            #expect(!addresses.contains("http://") && !addresses.contains("https://"))
            #expect(!answer.body.contains(" style=\"") && !answer.body.contains(" onclick="))
            #expect(!answer.body.contains("innerHTML") && !answer.body.contains("eval("))
        }
    }

    @Test("all of them together weigh less than 250 kB, the chart included")
    func weight() async throws {
        try await withPage { page async throws in
            var bytes = 0
            for file in Self.files + ["/lib/dygraph.min.js", "/lib/dygraph.min.css"] {
                let answer = try await page.ask("GET", file)
                try #require(answer.status == 200, "\(file): is libjs-dygraphs installed?")
                bytes += answer.body.utf8.count
            }
            #expect(bytes < 250_000)
            #expect(bytes > 100_000)
        }
    }

    @Test("are not sent again while they have not changed")
    func unchanged() async throws {
        try await withPage { page async throws in
            let tag = try #require(try await page.ask("GET", "/app.js").headers["etag"])
            let again = try await page.ask("GET", "/app.js", headers: ["If-None-Match": tag])
            #expect(again.status == 304)
            #expect(again.body.isEmpty)
        }
    }

    @Test("a missing chart is said to be missing, with the package that has it")
    func noChart() async throws {
        try await withPage(WebSettings(port: 0, chartFolder: "/nowhere")) { page async throws in
            let answer = try await page.ask("GET", "/lib/dygraph.min.js")
            #expect(answer.status == 404)
            #expect(answer.body.contains("libjs-dygraphs"))
        }
    }

    @Test("HEAD gives the headers without the content")
    func head() async throws {
        try await withPage { page async throws in
            let answer = try await page.ask("HEAD", "/")
            #expect(answer.status == 200)
            #expect(answer.body.isEmpty)
        }
    }
}
