// SPDX-License-Identifier: MIT
import Foundation
import Synchronization

/// The lines that a program has printed so far, and a way to wait for one.
package final class LineFeed: Sendable {
    private struct State {
        var lines: [String] = []
        var rest: [UInt8] = []
        var isEnded = false
        var waiters: [UUID: CheckedContinuation<Void, Never>] = [:]
    }

    private let state = Mutex(State())

    package init() {}

    package var lines: [String] { state.withLock { $0.lines } }

    package func add(_ data: ArraySlice<UInt8>) {
        wakeAll { state in
            state.rest += data
            while let end = state.rest.firstIndex(of: 10) {
                state.lines.append(String(decoding: state.rest[..<end], as: UTF8.self))
                state.rest.removeFirst(end + 1)
            }
        }
    }

    package func end() { wakeAll { $0.isEnded = true } }

    /// Waits for a line at or after a position.
    ///
    /// - Returns: the line and its position; nil when the program ended without one.
    package func first(
        from start: Int = 0, where matches: @Sendable (String) -> Bool
    ) async throws -> (Int, String)? {
        var next = start
        while true {
            let (lines, isEnded) = state.withLock { ($0.lines, $0.isEnded) }
            while next < lines.count {
                if matches(lines[next]) { return (next, lines[next]) }
                next += 1
            }
            if isEnded { return nil }
            try Task.checkCancellation()
            await change(after: next)
        }
    }

    private func change(after count: Int) async {
        let id = UUID()
        await withTaskCancellationHandler {
            await withCheckedContinuation { waiter in
                let isDue = state.withLock { state in
                    if state.lines.count > count || state.isEnded || Task.isCancelled { return true }
                    state.waiters[id] = waiter
                    return false
                }
                if isDue { waiter.resume() }
            }
        } onCancel: {
            state.withLock { $0.waiters.removeValue(forKey: id) }?.resume()
        }
    }

    private func wakeAll(_ change: (inout State) -> Void) {
        let waiters = state.withLock { state in
            change(&state)
            defer { state.waiters = [:] }
            return state.waiters.values.map(\.self)
        }
        for waiter in waiters { waiter.resume() }
    }
}
