// SPDX-License-Identifier: MIT
import ChargerControl
import ChargerSession
import Synchronization

/// A clock that stands still until it is moved.
final class ManualClock: Sendable {
    private struct Sleeper {
        var until: Duration
        var continuation: CheckedContinuation<Void, any Error>
    }

    private struct State {
        var now = Duration.zero
        var next = 0
        var sleepers: [Int: Sleeper] = [:]
        var cancelled: Set<Int> = []
    }

    /// A machine that has been up for a while: nothing may rely on a clock that begins at zero.
    private static let start = Moment(uptime: .seconds(1000), unixMilliseconds: 1_700_000_000_000)
    private let state = Mutex(State())

    /// Since the test began.
    var now: Duration { state.withLock { $0.now } }

    /// When the next sleeper wakes.
    var nextWaking: Duration? { state.withLock { $0.sleepers.values.map(\.until).min() } }

    var source: TimeSource {
        TimeSource(now: { Self.start.advanced(by: self.now) }, sleep: { try await self.sleep($0) })
    }

    /// Moves on and wakes who slept until then.
    func move(to time: Duration) {
        let awake = state.withLock { state in
            state.now = max(state.now, time)
            let due = state.sleepers.filter { $0.value.until <= state.now }.sorted { $0.key < $1.key }
            for (number, _) in due { state.sleepers[number] = nil }
            return due.map(\.value.continuation)
        }
        for continuation in awake { continuation.resume() }
    }

    private func sleep(_ time: Duration) async throws {
        let number = state.withLock { state in
            state.next += 1
            return state.next
        }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { sleep(number, time, $0) }
        } onCancel: {
            cancel(number)
        }
    }

    private func sleep(
        _ number: Int, _ time: Duration, _ continuation: CheckedContinuation<Void, any Error>
    ) {
        let isCancelled = state.withLock { state in
            guard state.cancelled.remove(number) == nil else { return true }
            state.sleepers[number] = Sleeper(until: state.now + time, continuation: continuation)
            return false
        }
        if isCancelled { continuation.resume(throwing: CancellationError()) }
    }

    private func cancel(_ number: Int) {
        let sleeper = state.withLock { state in
            let sleeper = state.sleepers.removeValue(forKey: number)
            if sleeper == nil { state.cancelled.insert(number) }
            return sleeper
        }
        sleeper?.continuation.resume(throwing: CancellationError())
    }
}
