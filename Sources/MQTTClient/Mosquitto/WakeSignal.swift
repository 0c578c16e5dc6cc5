// SPDX-License-Identifier: MIT
internal import CPlatform
internal import Glibc
internal import Synchronization

/// Wakes a thread out of `poll`, from any other thread.
package final class WakeSignal: Sendable {
    /// Readable while raised; -1 when the process has no descriptor left, which `poll` ignores.
    let descriptor = cplatform_wake_signal_open()

    package init() {}

    /// However long there is nothing to do, the thread goes round this often: so it can be seen to live.
    static let longestWait = Duration.seconds(10)
    private let waitCount = Atomic<UInt64>(0)

    /// How often the thread has come here to wait.
    package var waits: UInt64 { waitCount.load(ordering: .relaxed) }

    package func raise() { cplatform_wake_signal_raise(descriptor) }

    func clear() { cplatform_wake_signal_clear(descriptor) }

    /// Waits until it is raised or a descriptor is ready.
    ///
    /// - Parameters:
    ///   - socket: also waited for; -1 for none.
    ///   - events: what to wait for on the socket.
    ///   - timeout: the longest wait, cut to ``longestWait``.
    package func wait(socket: Int32 = -1, events: Int32 = POLLIN, timeout: Duration) {
        waitCount.wrappingAdd(1, ordering: .relaxed)
        var descriptors = [
            pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0),
            pollfd(fd: socket, events: Int16(truncatingIfNeeded: events), revents: 0),
        ]
        // Without a descriptor of its own it can't be woken: then it looks around every 50 ms.
        let limit = min(timeout, descriptor < 0 ? .milliseconds(50) : Self.longestWait)
        _ = poll(&descriptors, nfds_t(descriptors.count), limit.pollMilliseconds)
        if descriptors[0].revents != 0 { clear() }
    }

    deinit { if descriptor >= 0 { close(descriptor) } }
}

extension Duration {
    /// For `poll`: rounded up, so that a short wait does not become a busy one, and bounded.
    var pollMilliseconds: Int32 {
        let (seconds, attoseconds) = components
        guard seconds >= 0, attoseconds >= 0 else { return 0 }
        guard seconds < 86_400 else { return 86_400_000 }
        return Int32(seconds * 1000 + (attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000)
    }
}
