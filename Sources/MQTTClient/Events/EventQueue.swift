// SPDX-License-Identifier: MIT
import Synchronization

/// Hands events from the connection's thread to one awaiting reader.
final class EventQueue: Sendable {
    private struct State {
        var buffer = EventBuffer()
        var drops = MQTTDropCounts()
        var reader: CheckedContinuation<MQTTEvent?, Never>?
        var isFinished = false
    }

    private let state = Mutex(State())

    var dropCounts: MQTTDropCounts { state.withLock { $0.drops } }

    func count(_ change: (inout MQTTDropCounts) -> Void) {
        state.withLock { change(&$0.drops) }
    }

    func send(_ event: MQTTEvent) {
        let reader = state.withLock { state -> CheckedContinuation<MQTTEvent?, Never>? in
            guard !state.isFinished else { return nil }
            if let reader = state.reader.take() { return reader }
            state.drops.surplusMessages &+= state.buffer.append(event)
            return nil
        }
        reader?.resume(returning: event)
    }

    func finish() {
        let reader = state.withLock { state in
            state.isFinished = true
            return state.reader.take()
        }
        reader?.resume(returning: nil)
    }

    func next() async -> MQTTEvent? {
        await withTaskCancellationHandler {
            await withCheckedContinuation { wait($0) }
        } onCancel: {
            state.withLock { $0.reader.take() }?.resume(returning: nil)
        }
    }

    private func wait(_ reader: CheckedContinuation<MQTTEvent?, Never>) {
        // The reader is kept under the same lock as the cancellation handler takes, so a cancellation
        // either finds it there or is seen here.
        let answer = state.withLock { state -> MQTTEvent?? in
            if let event = state.buffer.popFirst() { return .some(event) }
            if state.isFinished || Task.isCancelled || state.reader != nil { return .some(nil) }
            state.reader = reader
            return nil
        }
        if let answer { reader.resume(returning: answer) }
    }
}
