// SPDX-License-Identifier: MIT
import Logging

/// Keeps a log short when something flaps: decides which lines are worth writing again.
///
/// A line that comes again and again is written once; one that keeps coming back among others, five times
/// and then once in ten minutes. What was left out is told with the next one that is written.
struct LogRepeats {
    fileprivate struct Past {
        var tokens = LogRepeats.burst
        var refilledAt: Duration
        var writtenAt: Duration
        var skipped = 0
    }

    fileprivate static let burst = 5
    fileprivate static let refill: Duration = .seconds(600)
    private static let sameAgain: Duration = .seconds(60)
    private static let mostLines = 64

    private var past: [LogLine: Past] = [:]
    private var last: LogLine?

    /// Takes a line in.
    /// - Parameters:
    ///   - line: the line.
    ///   - now: the time, on a clock that does not jump.
    /// - Returns: what is to be added to it when it is written; nil when it is not.
    mutating func judge(_ line: LogLine, at now: Duration) -> String? {
        guard line.level >= .info else { return "" }
        var known = past[line] ?? Past(refilledAt: now, writtenAt: now - Self.sameAgain)
        defer { past[line] = known }
        known.refillTokens(at: now)
        let isSameAgain = line == last && now - known.writtenAt < Self.sameAgain
        guard known.tokens > 0, !isSameAgain else {
            known.skipped += 1
            return nil
        }
        makeRoom(for: line)
        last = line
        known.tokens -= 1
        known.writtenAt = now
        defer { known.skipped = 0 }
        return known.remark
    }

    private mutating func makeRoom(for line: LogLine) {
        guard past[line] == nil, past.count >= Self.mostLines else { return }
        if let oldest = past.min(by: { $0.value.writtenAt < $1.value.writtenAt }) { past[oldest.key] = nil }
    }
}

extension LogRepeats.Past {
    fileprivate mutating func refillTokens(at now: Duration) {
        while tokens < LogRepeats.burst, now - refilledAt >= LogRepeats.refill {
            tokens += 1
            refilledAt += LogRepeats.refill
        }
        if tokens == LogRepeats.burst { refilledAt = now }
    }

    fileprivate var remark: String {
        var remarks: [String] = []
        if skipped > 0 { remarks.append("\(skipped) more like this were not written") }
        if tokens == 0 { remarks.append("written once in ten minutes from now on") }
        return remarks.isEmpty ? "" : " (\(remarks.joined(separator: "; ")))"
    }
}
