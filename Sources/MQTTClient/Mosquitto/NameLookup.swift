// SPDX-License-Identifier: MIT
internal import Glibc
internal import Synchronization

/// A lookup on a thread of its own, because the system's can't be called off: whoever stops waiting
/// leaves it to end by itself.
package final class NameLookup: Sendable {
    private let result = Mutex<Result<[SocketAddress], LookupError>?>(nil)

    /// Starts a lookup.
    ///
    /// - Parameter wake: raised when there is a result.
    package init(host: String, port: Int, wake: WakeSignal) {
        let thread = NamedThread(name: "lookup") { [self] in
            let answer = SocketAddress.lookUp(host, port: port)
            result.withLock { $0 = answer }
            wake.raise()
        }
        guard !thread.runDetached() else { return }
        result.withLock { $0 = .failure(LookupError(reason: "the system has no thread left for a lookup")) }
    }

    package var answer: Result<[SocketAddress], LookupError>? { result.withLock { $0 } }
}
