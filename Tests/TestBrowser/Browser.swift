// SPDX-License-Identifier: MIT
package import Foundation
import TestBroker

/// Headless Chromium, which uses a page by a script.
///
/// Selenium, of the Python package index, drives it by way of Debian's chromedriver.
package enum Browser {
    /// Runs a script that uses a page.
    ///
    /// - Parameters:
    ///   - script: the Python file; it imports `page.py` from beside this one.
    ///   - address: the page's address.
    ///   - arguments: what else the script is told.
    ///   - act: does what the script asks for by `do: WORDS`; it is given the words.
    /// - Returns: what it saw, a line each.
    /// - Throws: `TestFailure` with the script's own words when something was not as it should be.
    package static func use(
        _ address: String, script: URL, arguments: [String] = [], act: (String) async throws -> Void
    ) async throws -> [String] {
        try await prepare()
        let program = try Program("/bin/sh", [runner, script.path(), address] + arguments)
        do {
            try await follow(program, act)
        } catch {
            // It closes its browser then.
            program.signal(SIGINT)
            throw TestFailure("\(error); the browser: \(program.output.lines.joined(separator: "\n"))")
        }
        let lines = program.output.lines
        guard try await program.end() == 0 else {
            // The last lines tell what was waited for; in one line, so that none is lost in a log.
            throw TestFailure(lines.suffix(12).joined(separator: " | "))
        }
        return lines.filter { $0.hasPrefix("seen: ") }
    }

    private static func follow(_ program: Program, _ act: (String) async throws -> Void) async throws {
        var position = 0
        while let (line, words) = try await program.output.first(
            from: position, where: { $0.hasPrefix("do: ") })
        {
            try await act(String(words.dropFirst(4)))
            position = line + 1
        }
    }

    /// The first time it fetches packages, which may take longer than a test's patience.
    private static func prepare() async throws {
        _ = try Program.path(of: "chromium", package: "chromium")
        _ = try Program.path(of: "chromedriver", package: "chromium-driver")
        let preparation = try Program("/bin/sh", [runner, "prepare"])
        guard try await preparation.end() == 0 else {
            throw TestFailure("no selenium: \(preparation.output.lines.joined(separator: "; "))")
        }
    }

    private static var runner: String {
        URL(filePath: #filePath).deletingLastPathComponent().appending(path: "run.sh").path()
    }
}
