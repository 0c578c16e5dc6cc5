// SPDX-License-Identifier: MIT
import Logging
import TestBroker

/// What a bridge in the test's own process logs.
struct RecordedLog: Sendable {
    private let feed = LineFeed()

    /// All lines so far, the level first.
    var lines: [String] { feed.lines }

    var logger: Logger {
        var logger = Logger(label: "test") { _ in Handler(feed: feed) }
        logger.logLevel = .info
        return logger
    }

    /// Waits for a line that contains some words, or finds one that was there already.
    @discardableResult
    func line(containing words: String) async throws -> String {
        let line = try await patiently("a log line with '\(words)'") { [feed] in
            try await feed.first { $0.contains(words) }
        }
        guard let line else { throw TestFailure("the log ended without '\(words)'") }
        return line.1
    }

    private struct Handler: LogHandler {
        let feed: LineFeed
        var metadata: Logger.Metadata = [:]
        var logLevel = Logger.Level.info

        init(feed: LineFeed) { self.feed = feed }

        subscript(metadataKey key: String) -> Logger.MetadataValue? {
            get { metadata[key] }
            set { metadata[key] = newValue }
        }

        func log(event: LogEvent) {
            // A line of its own, whatever is in the message.
            let text = event.message.description.replacing("\n", with: "⏎")
            let context = metadata.map { "\($0)=\($1) " }.sorted().joined()
            feed.add(Array("\(event.level) \(context)\(text)\n".utf8)[...])
        }
    }
}
