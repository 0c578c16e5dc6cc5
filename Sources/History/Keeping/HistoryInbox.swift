// SPDX-License-Identifier: MIT
import ChargerControl
import Synchronization

/// What waits for the history: bounded, so that a disk that hangs takes no memory and keeps nobody waiting.
final class HistoryInbox: Sendable {
    struct TimedReading: Sendable {
        var charger: String
        var reading: Reading
        var at: Moment
    }

    enum Note: Sendable {
        case request(RequestEntry)
        case event(HistoryEvent)
    }

    /// Ten minutes of one charger.
    static let mostReadings = 600
    static let mostNotes = 1000

    let readings: AsyncStream<TimedReading>
    let notes: AsyncStream<Note>
    private let readingsIn: AsyncStream<TimedReading>.Continuation
    private let notesIn: AsyncStream<Note>.Continuation
    private let count = Atomic<Int>(0)

    init() {
        (readings, readingsIn) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(Self.mostReadings))
        (notes, notesIn) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(Self.mostNotes))
    }

    /// How many had to make room for newer ones.
    var dropped: Int { count.load(ordering: .relaxed) }

    func put(_ reading: TimedReading) {
        if case .dropped = readingsIn.yield(reading) { count.wrappingAdd(1, ordering: .relaxed) }
    }

    func put(_ note: Note) {
        if case .dropped = notesIn.yield(note) { count.wrappingAdd(1, ordering: .relaxed) }
    }

    func finish() {
        readingsIn.finish()
        notesIn.finish()
    }
}
