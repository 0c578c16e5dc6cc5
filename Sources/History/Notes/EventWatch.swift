// SPDX-License-Identifier: MIT
import ChargerControl

/// Finds what is worth an entry in a charger's readings.
struct EventWatch: Sendable {
    private let charger: String
    private var last: Reading?
    /// The error as last heard; a silence does not clear it.
    private var error: ErrorReading?

    init(charger: String) { self.charger = charger }

    /// Takes a reading in.
    /// - Returns: what has changed with it.
    mutating func take(_ reading: Reading, at now: Moment) -> [HistoryEvent] {
        var events: [HistoryEvent] = []
        func add(_ kind: HistoryEvent.Kind, _ text: String) {
            events.append(HistoryEvent(kind, charger: charger, text, time: now.unixMilliseconds))
        }
        if let last, last.connections > 0, reading.connections > last.connections {
            add(.linkReopened, "opened \(reading.connections) times since the start")
        }
        if reading.isHeard != last?.isHeard ?? false {
            reading.isHeard ? add(.heard, "") : add(.silent, reading.idleReason ?? "")
        }
        if let new = reading.error, new.code != error?.code ?? 0 {
            new.code == 0 ? add(.errorCleared, error?.text ?? "") : add(.error, "\(new.code): \(new.text)")
        }
        if reading.cap != last?.cap {
            reading.cap.map { add(.cap, $0) } ?? add(.capLifted, last?.cap ?? "")
        }
        error = reading.error ?? error
        last = reading
        return events
    }
}
