// SPDX-License-Identifier: MIT
import Glibc
import Logging
import Synchronization

/// The program's log handler: one line for each change, for the journal or for people.
struct LogLines: LogHandler {
    /// What all handlers of the process share.
    final class Sink: Sendable {
        private let output: LogOutput
        private let repeats = Mutex(LogRepeats())
        private let start = ContinuousClock.now

        init(_ output: LogOutput) { self.output = output }

        func write(_ line: LogLine) {
            guard let remark = repeats.withLock({ $0.judge(line, at: .now - start) }) else { return }
            output.write((output.isJournal ? line.forJournal : line.forPeople(at: time(nil))) + remark)
        }
    }

    var logLevel = Logger.Level.info
    var metadata: Logger.Metadata = [:]
    var metadataProvider: Logger.MetadataProvider?
    private let sink: Sink

    init(_ sink: Sink) { self.sink = sink }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        var all = metadata
        if let error = event.error { all["error"] = "\(error)" }
        if let more = event.metadata { all.merge(more) { $1 } }
        sink.write(LogLine(event.level, event.message.description, metadata: all))
    }
}
