// SPDX-License-Identifier: MIT
import Glibc
import Logging

/// One message as one line.
struct LogLine: Hashable {
    let level: Logger.Level
    /// The charger first, then the message; line breaks and control characters have become spaces, so that
    /// what a broker or a file said can't look like a line of ours.
    let text: String

    init(_ level: Logger.Level, _ message: String, metadata: Logger.Metadata = [:]) {
        self.level = level
        var text = metadata["charger"].map { "\($0): \(message)" } ?? message
        // Only an error needs to say more than its words: it may be a library's.
        let rest = metadata.filter { $0.key != "charger" }.map { "\($0.key)=\($0.value)" }.sorted()
        if level >= .error, !rest.isEmpty { text += " (\(rest.joined(separator: ", ")))" }
        self.text = String(
            String.UnicodeScalarView(
                text.unicodeScalars.map { $0.properties.generalCategory == .control ? " " : $0 }))
    }

    /// For the journal, which has a clock of its own: the priority in front (sd-daemon(3)).
    var forJournal: String { "<\(level.journalPriority)>\(text)" }

    /// For people: local time, level, text.
    func forPeople(at time: time_t) -> String {
        let name = level.rawValue.uppercased()
        let padding = String(repeating: " ", count: max(0, 8 - name.count))
        return "\(Self.local(time)) \(name)\(padding) \(text)"
    }

    /// `2026-11-22 19:28:04`.
    private static func local(_ time: time_t) -> String {
        var time = time
        var parts = tm()
        localtime_r(&time, &parts)
        return withUnsafeTemporaryAllocation(of: CChar.self, capacity: 32) { buffer in
            guard let start = buffer.baseAddress,
                strftime(start, buffer.count, "%Y-%m-%d %H:%M:%S", &parts) > 0
            else { return "" }
            return String(cString: start)
        }
    }
}

extension Logger.Level {
    /// syslog(3)'s number.
    fileprivate var journalPriority: Int {
        switch self {
        case .trace, .debug: 7
        case .info: 6
        case .notice: 5
        case .warning: 4
        case .error: 3
        case .critical: 2
        }
    }
}
