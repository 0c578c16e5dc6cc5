// SPDX-License-Identifier: MIT
import ChargerControl
import ChargerSession
import Synchronization

/// A clock that stands still until it is moved, and a calendar that can be set.
final class SoakClock: Sendable {
    private struct Sleeper {
        var number: Int
        var until: Duration
        var continuation: CheckedContinuation<Void, any Error>
    }

    private struct State {
        var now = Duration.zero
        var calendarOffset: Int64 = 0
        var next = 0
        var sleepers: [Sleeper] = []
        var cancelled: Set<Int> = []
    }

    /// November 2023.
    private static let start: Int64 = 1_700_000_000_000
    private let state = Mutex(State())

    /// Since the soak began.
    var now: Duration { state.withLock { $0.now } }
    /// When the next sleeper wakes.
    var nextWaking: Duration? { state.withLock { $0.sleepers.map(\.until).min() } }
    /// How many sleep.
    var sleepers: Int { state.withLock { $0.sleepers.count + $0.cancelled.count } }

    /// The clocks as a process sees them that begins now: its own starts near zero.
    func source() -> TimeSource {
        let birth = now
        return TimeSource(now: { self.moment(since: birth) }, sleep: { try await self.sleep($0) })
    }

    /// Sets the calendar forward or back.
    func setCalendar(by milliseconds: Int64) { state.withLock { $0.calendarOffset += milliseconds } }

    /// Moves on and wakes who slept until then, in the order in which they fell asleep.
    func move(to time: Duration) {
        let awake = state.withLock { state in
            state.now = max(state.now, time)
            let due = state.sleepers.filter { $0.until <= state.now }
            if !due.isEmpty { state.sleepers.removeAll { $0.until <= state.now } }
            return due
        }
        for sleeper in awake { sleeper.continuation.resume() }
    }

    private func moment(since birth: Duration) -> Moment {
        let (now, offset) = state.withLock { ($0.now, $0.calendarOffset) }
        let parts = now.components
        return Moment(
            uptime: now - birth,
            unixMilliseconds: Self.start + offset + parts.seconds * 1000
                + parts.attoseconds / 1_000_000_000_000_000)
    }

    private func sleep(_ time: Duration) async throws {
        let number = state.withLock { state in
            state.next += 1
            return state.next
        }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { fallAsleep(number, time, $0) }
        } onCancel: {
            cancel(number)
        }
        state.withLock { _ = $0.cancelled.remove(number) }
    }

    private func fallAsleep(
        _ number: Int, _ time: Duration, _ continuation: CheckedContinuation<Void, any Error>
    ) {
        let isCancelled = state.withLock { state in
            guard state.cancelled.remove(number) == nil else { return true }
            state.sleepers.append(
                Sleeper(number: number, until: state.now + time, continuation: continuation))
            return false
        }
        if isCancelled { continuation.resume(throwing: CancellationError()) }
    }

    private func cancel(_ number: Int) {
        let sleeper = state.withLock { state -> Sleeper? in
            guard let index = state.sleepers.firstIndex(where: { $0.number == number }) else {
                state.cancelled.insert(number)
                return nil
            }
            return state.sleepers.remove(at: index)
        }
        sleeper?.continuation.resume(throwing: CancellationError())
    }
}
