// SPDX-License-Identifier: MIT
/// The diagnostics as JSON, made anew only when they are due: it costs more than all other values together.
struct DiagnosticsValue: Sendable {
    private var last: (urgent: Diagnostics, value: TopicValue, at: Duration)?

    /// The value to offer now.
    /// - Parameters:
    ///   - diagnostics: as they are now.
    ///   - topic: where they go.
    ///   - now: the time, on a clock that does not jump.
    mutating func offer(_ diagnostics: Diagnostics, topic: String, at now: Duration) -> TopicValue {
        let urgent = diagnostics.urgentPart
        if let last, last.urgent == urgent, now - last.at < PublishSchedule.longest { return last.value }
        let value = TopicValue(topic, diagnostics.json, .counters(key: urgent.json))
        last = (urgent, value, now)
        return value
    }

    /// Forgets what was made, so that the next one is up to date.
    mutating func startOver() { last = nil }
}
