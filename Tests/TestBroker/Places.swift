// SPDX-License-Identifier: MIT
import Synchronization

/// Lets only so many tests have a broker at once.
///
/// All at once, a process would have more than a thousand descriptors open: more than `select` knows, by
/// which libmosquitto waits, and each test would only wait for the others.
enum Places {
    private struct State {
        var free = 24
        var waiting: [CheckedContinuation<Void, Never>] = []
    }

    private static let state = Mutex(State())

    /// Waits for a place; it has to be given back.
    static func take() async {
        await withCheckedContinuation { waiter in
            let isFree = state.withLock { state in
                if state.free == 0 {
                    state.waiting.append(waiter)
                    return false
                }
                state.free -= 1
                return true
            }
            if isFree { waiter.resume() }
        }
    }

    static func giveBack() {
        let next = state.withLock { state in
            if state.waiting.isEmpty {
                state.free += 1
                return nil as CheckedContinuation<Void, Never>?
            }
            return state.waiting.removeFirst()
        }
        next?.resume()
    }
}
