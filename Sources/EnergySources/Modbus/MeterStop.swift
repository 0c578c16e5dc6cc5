// SPDX-License-Identifier: MIT
internal import Glibc
internal import MQTTClient
internal import Synchronization

/// Ends the work of a meter's thread from outside, wherever it waits.
final class MeterStop: Sendable {
    private struct State {
        var isStopping = false
        var socket: Int32?
    }

    private let state = Mutex(State())
    let wake = WakeSignal()

    var isStopping: Bool { state.withLock { $0.isStopping } }

    /// To be called once nothing more is wanted; a read in progress ends at once.
    func stop() {
        state.withLock { state in
            state.isStopping = true
            if let socket = state.socket { shutdown(socket, Int32(SHUT_RDWR)) }
        }
        wake.raise()
    }

    /// From now on a stop ends this connection too.
    func watch(_ socket: Int32) {
        state.withLock { state in
            state.socket = socket
            if state.isStopping { shutdown(socket, Int32(SHUT_RDWR)) }
        }
    }

    /// To be called before the socket is closed.
    func unwatch() { state.withLock { $0.socket = nil } }

    /// Waits on the meter's thread.
    /// - Returns: false when it was ended by a stop.
    func wait(until end: ContinuousClock.Instant) -> Bool {
        while !isStopping {
            let left = end - .now
            guard left > .zero else { return true }
            wake.wait(timeout: left)
        }
        return false
    }
}
